package dev.seedbed.check;

import dev.seedbed.check.chain.TensorFacts;
import dev.seedbed.check.measure.TensorSetMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.rule.Rules;
import java.util.List;

/// Compares the tensors of one network: which hold the same numbers, and whether zeros are
/// intended. It keeps a few numbers of each tensor.
public final class TensorComparison {
  private final TensorSetMeasurement tensors = new TensorSetMeasurement();

  /// Takes a look at the next tensor.
  ///
  /// @param stored its numbers as the file has them
  public void add(TensorFacts facts, float[] stored) {
    tensors.add(facts, stored);
  }

  public List<Finding> findings() {
    return Rules.judge(tensors);
  }

  /// Tensors that hold the same numbers, or begin with the same.
  public List<Finding> equal() {
    return Rules.judgeEqual(tensors);
  }
}

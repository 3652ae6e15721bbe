package dev.seedbed.check.rule;

import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.measure.TensorMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;

/// Biases of hidden layers that are not 0.
final class HiddenBias implements RunRule, TensorRule {
  private static final Threshold ZERO = Threshold.above(0, Source.PUBLISHED);
  private static final Threshold HIGH =
      Threshold.above(-SparseStart.SPARSE.bound(), Source.PUBLISHED);

  @Override
  public Rule rule() {
    return Rule.HIDDEN_BIAS;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return start.hidden().stream()
        .filter(layer -> layer.biases().secondMoment() > 0 && !SparseStart.isSparse(layer))
        .map(layer ->
            Finding.of(Rule.HIDDEN_BIAS, layer.name())
                .because(
                    Math.sqrt(layer.biases().secondMoment()),
                    ZERO,
                    "hidden biases are not 0, as they usually are; PyTorch's default is one that departs from it"))
        .toList();
  }

  @Override
  public List<Finding> judge(TensorMeasurement tensor) {
    return BiasParts.of(tensor).stream()
        .filter(part -> !part.low() || !part.gate().isEmpty())
        .map(part -> part.low() ? low(tensor.name(), part) : high(tensor.name(), part))
        .toList();
  }

  private static Finding low(String name, BiasParts part) {
    boolean forgets = part.gate().equals("forget gate");
    boolean off = SparseStart.OFF.isMet(part.mean());
    return Finding.of(Rule.HIDDEN_BIAS, name)
        .as(forgets || off ? Severity.WARNING : Severity.INFO)
        .because(
            part.mean(),
            off ? SparseStart.OFF : SparseStart.SPARSE,
            "biases of the %s near %.3g: %s",
            part.gate(),
            part.mean(),
            forgets
                ? "it forgets at every step, and no gradient goes back through time"
                : "it is off for nearly every row, which is sound only for sigmoid units that are meant to be sparse");
  }

  private static Finding high(String name, BiasParts part) {
    return Finding.of(Rule.HIDDEN_BIAS, name)
        .because(
            part.mean(),
            HIGH,
            "biases%s near %.3g: bounded units are near the upper end of their range, and rectifiers never off",
            part.gate().isEmpty() ? "" : " of the " + part.gate(),
            part.mean());
  }
}

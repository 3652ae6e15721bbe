package dev.seedbed.check.rule;

import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import java.util.List;

/// Judges a start that was run.
interface RunRule {
  Rule rule();

  List<Finding> judge(StartMeasurement start);

  /// Whether it holds of any network, and not only of layers one after the other.
  default boolean judgesGraphs() {
    return false;
  }

  /// Whether weights or biases that are not finite leave nothing to judge.
  default boolean needsFinite() {
    return true;
  }
}

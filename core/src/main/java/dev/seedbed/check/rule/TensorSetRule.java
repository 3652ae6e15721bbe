package dev.seedbed.check.rule;

import dev.seedbed.check.measure.TensorSetMeasurement;
import dev.seedbed.check.result.Finding;
import java.util.List;

/// Judges the tensors of a network beside each other.
interface TensorSetRule {
  List<Finding> judge(TensorSetMeasurement tensors);
}

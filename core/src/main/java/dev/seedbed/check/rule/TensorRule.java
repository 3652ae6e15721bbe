package dev.seedbed.check.rule;

import dev.seedbed.check.measure.TensorMeasurement;
import dev.seedbed.check.result.Finding;
import java.util.List;

/// Judges a tensor by itself.
interface TensorRule {
  List<Finding> judge(TensorMeasurement tensor);
}

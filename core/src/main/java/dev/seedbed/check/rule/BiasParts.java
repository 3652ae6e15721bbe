package dev.seedbed.check.rule;

import dev.seedbed.check.chain.TensorFacts;
import dev.seedbed.check.measure.Sample;
import dev.seedbed.check.measure.TensorMeasurement;
import java.util.ArrayList;
import java.util.List;

/// A bias vector of nearly equal sign, or the part of one gate in it.
///
/// @param gate that it is of, such as "forget gate"; empty if it is of whole units
/// @param low whether nearly all are so far below 0 that they decide what the units do; else so far
///   above
record BiasParts(String gate, double mean, boolean low) {
  /// The share of biases that must be beyond the bound of [SparseStart#SPARSE].
  private static final double SHARE = 0.95;

  /// The parts in which nearly all biases are far from 0, on the same side.
  static List<BiasParts> of(TensorMeasurement tensor) {
    if (!tensor.isFinite() || tensor.facts().role() != TensorFacts.Role.BIAS) {
      return List.of();
    }
    float[] values = tensor.values();
    List<String> gates = tensor.facts().gates();
    int parts = gates.isEmpty() || values.length % gates.size() != 0 ? 1 : gates.size();
    int length = values.length / parts;
    var found = new ArrayList<BiasParts>();
    for (int part = 0; part < parts && length > 1; part++) {
      int from = part * length;
      boolean low = share(values, from, length, -1) > SHARE;
      if (low || share(values, from, length, 1) > SHARE) {
        var sample = new Sample(length);
        sample.add(values, from, length);
        found.add(new BiasParts(parts == 1 ? "" : gates.get(part), sample.mean(), low));
      }
    }
    return found;
  }

  private static double share(float[] values, int from, int length, int sign) {
    int beyond = 0;
    for (int i = from; i < from + length; i++) {
      beyond += sign * values[i] >= -SparseStart.SPARSE.bound() ? 1 : 0;
    }
    return (double) beyond / length;
  }
}

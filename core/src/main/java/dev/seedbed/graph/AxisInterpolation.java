package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.Arrays;

/// A linear map along one axis: each element of the output is a weighted sum of a few of the
/// input's.
///
/// @param length of the axis in the input
/// @param taps how many elements each sum has
/// @param sources their indices, sum by sum
/// @param weights of them
record AxisInterpolation(int length, int taps, int[] sources, double[] weights) {
  int outputLength() {
    return sources.length / taps;
  }

  /// Whether it does nothing.
  boolean isIdentity() {
    boolean identity = outputLength() == length;
    for (int i = 0; identity && i < sources.length; i++) {
      identity = weights[i] == 0 || (weights[i] == 1 && sources[i] == i / taps);
    }
    return identity;
  }

  FloatArray apply(FloatArray x, int axis, Team team) {
    TensorShape shape = x.shape().with(axis, outputLength());
    FloatArray y = FloatArray.of(shape);
    int inner = shape.elements(axis + 1, shape.rank());
    int count = outputLength();
    if (inner == 1) {
      applyToRows(x.data(), y.data(), shape.elements(0, axis), team);
      return y;
    }
    Parallel.ranges(
        team,
        shape.elements(0, axis + 1),
        (long) inner * taps,
        (from, to) -> {
          double[] sums = new double[inner];
          for (int row = from; row < to; row++) {
            Arrays.fill(sums, 0);
            int start = row / count * length;
            for (int tap = row % count * taps; tap < (row % count + 1) * taps; tap++) {
              double weight = weights[tap];
              int at = (start + sources[tap]) * inner;
              for (int k = 0; k < inner; k++) {
                sums[k] += weight * x.data()[at + k];
              }
            }
            for (int k = 0; k < inner; k++) {
              y.data()[row * inner + k] = (float) sums[k];
            }
          }
        });
    return y;
  }

  private void applyToRows(float[] x, float[] y, int rows, Team team) {
    int count = outputLength();
    Parallel.ranges(
        team,
        rows,
        sources.length,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            for (int i = 0; i < count; i++) {
              double sum = 0;
              for (int tap = i * taps; tap < (i + 1) * taps; tap++) {
                sum += weights[tap] * x[row * length + sources[tap]];
              }
              y[row * count + i] = (float) sum;
            }
          }
        });
  }

  /// The map of gradients: the transposed one.
  FloatArray applyTransposed(FloatArray g, int axis, Team team) {
    TensorShape shape = g.shape().with(axis, length);
    FloatArray d = FloatArray.of(shape);
    int inner = shape.elements(axis + 1, shape.rank());
    int count = outputLength();
    Parallel.ranges(
        team,
        shape.elements(0, axis),
        (long) inner * sources.length,
        (from, to) -> {
          double[] sums = new double[length * inner];
          for (int outer = from; outer < to; outer++) {
            Arrays.fill(sums, 0);
            for (int tap = 0; tap < sources.length; tap++) {
              int row = outer * count + tap / taps;
              for (int k = 0; k < inner; k++) {
                sums[sources[tap] * inner + k] += weights[tap] * g.data()[row * inner + k];
              }
            }
            for (int k = 0; k < sums.length; k++) {
              d.data()[outer * length * inner + k] = (float) sums[k];
            }
          }
        });
    return d;
  }
}

package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.List;

/// Sums of all elements up to each one, along an axis, the second input. Sums are in double.
///
/// @param exclusive whether each element itself is left out
/// @param reverse whether sums start at the end
public record CumSum(boolean exclusive, boolean reverse) implements Operator {
  @Override
  public List<NdArray> outputs(Operands in) {
    TensorShape shape = in.shape(0);
    int axis = shape.axis(in.wholeNumber(1));
    if (shape.rank() == 0) {
      throw new IllegalArgumentException("sums need an axis, and a single number has none");
    }
    if (in.get(0) instanceof LongArray(TensorShape _, long[] x)) {
      LongArray sums = LongArray.of(shape);
      int n = shape.length(axis);
      int inner = shape.elements(axis + 1, shape.rank());
      for (int row = 0; row < shape.elements() / Math.max(1, n); row++) {
        int start = row / inner * inner * n + row % inner;
        long sum = 0;
        for (int k = 0; k < n; k++) {
          int at = start + (reverse ? n - 1 - k : k) * inner;
          sums.data()[at] = exclusive ? sum : sum + x[at];
          sum += x[at];
        }
      }
      return List.of(sums);
    }
    return List.of(sums(in.floats(0), axis, reverse, in.team()));
  }

  private FloatArray sums(FloatArray x, int axis, boolean fromEnd, Team team) {
    TensorShape shape = x.shape();
    FloatArray sums = FloatArray.of(shape);
    int n = shape.length(axis);
    int inner = shape.elements(axis + 1, shape.rank());
    Parallel.ranges(
        team,
        shape.elements() / Math.max(1, n),
        n,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            int start = row / inner * inner * n + row % inner;
            double sum = 0;
            for (int k = 0; k < n; k++) {
              int at = start + (fromEnd ? n - 1 - k : k) * inner;
              double next = sum + x.data()[at];
              sums.data()[at] = (float) (exclusive ? sum : next);
              sum = next;
            }
          }
        });
    return sums;
  }

  @Override
  public void gradients(Backward back) {
    if (back.wants(0) && back.gradient(0).isPresent()) {
      FloatArray g = back.gradientOrZeros(0);
      int axis = g.shape().axis(back.operands().wholeNumber(1));
      back.add(0, sums(g, axis, !reverse, back.team()));
    }
  }
}

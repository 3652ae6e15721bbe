package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;

/// Operators that say where along an axis the largest or the smallest element stands.
public sealed interface AxisPosition extends Operator {
  int axis();

  boolean keepDims();

  boolean selectLastIndex();

  /// Whether the largest is looked for.
  boolean largest();

  @Override
  default List<NdArray> outputs(Operands in) {
    TensorShape shape = in.shape(0);
    int at = shape.axis(axis());
    if (shape.rank() == 0) {
      return List.of(LongArray.scalar(0));
    }
    int n = shape.length(at);
    if (n == 0) {
      throw new IllegalArgumentException("axis %d must not be empty: %s".formatted(at, shape));
    }
    int inner = shape.elements(at + 1, shape.rank());
    LongArray positions = LongArray.of(shape.with(at, 1));
    for (int i = 0; i < positions.data().length; i++) {
      int start = i / inner * inner * n + i % inner;
      int best = 0;
      for (int k = 1; k < n; k++) {
        int order = compare(in.get(0), start + k * inner, start + best * inner);
        if (order > 0 || (order == 0 && selectLastIndex())) {
          best = k;
        }
      }
      positions.data()[i] = best;
    }
    if (keepDims()) {
      return List.of(positions);
    }
    int[] lengths = shape.lengths();
    int[] left = Arrays.copyOf(lengths, lengths.length - 1);
    System.arraycopy(lengths, at + 1, left, at, lengths.length - 1 - at);
    return List.of(positions.reshaped(TensorShape.of(left)));
  }

  /// Above 0 if element `i` is preferred to element `j`, 0 if they are equal.
  private int compare(NdArray x, int i, int j) {
    int order =
        switch (x) {
          case FloatArray(TensorShape _, float[] data) ->
              data[i] == data[j] ? 0 : Float.compare(data[i], data[j]);
          case LongArray(TensorShape _, long[] data) -> Long.compare(data[i], data[j]);
          case BooleanArray(TensorShape _, boolean[] data) -> Boolean.compare(data[i], data[j]);
        };
    return largest() ? order : -order;
  }

  /// Where the largest is.
  record ArgMax(int axis, boolean keepDims, boolean selectLastIndex) implements AxisPosition {
    @Override
    public boolean largest() {
      return true;
    }
  }

  /// Where the smallest is.
  record ArgMin(int axis, boolean keepDims, boolean selectLastIndex) implements AxisPosition {
    @Override
    public boolean largest() {
      return false;
    }
  }
}

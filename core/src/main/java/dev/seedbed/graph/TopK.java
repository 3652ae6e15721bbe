package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The largest or smallest elements along an axis, in order; of equal ones those of the lowest
/// indices. NaN counts as largest. Inputs: the array, and how many. Outputs: the elements, and
/// their indices.
///
/// @param axis from 0 on, or from the end if negative
/// @param end of the order that is taken
public record TopK(int axis, End end) implements Indexing {
  /// An end of an order.
  public enum End {
    LARGEST,
    SMALLEST
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    NdArray x = in.get(0);
    int at = Lengths.axis(axis, x.shape());
    int length = x.shape().length(at);
    long k = in.wholeNumber(1);
    if (k < 0 || k > length) {
      throw new IllegalArgumentException("k must be from 0 to %d: %d".formatted(length, k));
    }
    TensorShape shape = x.shape().with(at, k);
    LongArray indices = LongArray.of(shape);
    int inner = shape.elements(at + 1, shape.rank());
    Parallel.ranges(
        in.team(),
        shape.elements(0, at) * inner,
        16L * length,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            int outer = row / inner;
            int start = outer * length * inner + row % inner;
            int[] order = order(x, start, inner, length);
            for (int i = 0; i < k; i++) {
              indices.data()[(outer * (int) k + i) * inner + row % inner] = order[i];
            }
          }
        });
    return List.of(IndexedRuns.elements(x.shape(), at, indices).read(x, in.team()), indices);
  }

  private int[] order(NdArray x, int start, int step, int length) {
    return switch (x) {
      case FloatArray(TensorShape _, float[] data) -> {
        long[] keys = new long[length];
        for (int i = 0; i < length; i++) {
          int key = key(data[start + i * step]);
          keys[i] = (long) (end == End.LARGEST ? ~key : key) << 32 | i;
        }
        Arrays.sort(keys);
        yield Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
      }
      case LongArray(TensorShape _, long[] data) ->
          IntStream.range(0, length)
              .boxed()
              .sorted((i, j) -> {
                int order = Long.compare(data[start + i * step], data[start + j * step]);
                return end == End.LARGEST ? -order : order;
              })
              .mapToInt(Integer::intValue)
              .toArray();
      case BooleanArray _ -> throw new IllegalArgumentException("booleans have no order");
    };
  }

  /// A whole number that is ordered as the real one is. Both zeros are the same.
  private static int key(float value) {
    int bits = Float.floatToIntBits(value + 0.0f);
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  @Override
  public void gradients(Backward back) {
    if (back.wants(0) && back.gradient(0).isPresent()) {
      TensorShape x = back.inputShape(0);
      back.add(
          0,
          IndexedRuns.elements(x, axis, back.longOutput(1))
              .addUp(back.gradientOrZeros(0), x, back.team()));
    }
  }
}

package dev.seedbed.graph;

import java.util.List;

/// Operators that compare the elements of two arrays, one of which is repeated where the other is
/// longer (see [TensorShape#broadcast]).
public sealed interface ComparisonFunction extends Operator {
  boolean test(float a, float b);

  boolean test(long a, long b);

  @Override
  default List<NdArray> outputs(Operands in) {
    Broadcast broadcast = Broadcast.of(in.shape(0), in.shape(1));
    int next = broadcast.step(0);
    int alsoNext = broadcast.step(1);
    BooleanArray result = BooleanArray.of(broadcast.shape());
    boolean[] c = result.data();
    Broadcast.Stretch stretch =
        switch (in.get(0)) {
          case FloatArray(TensorShape _, float[] a) -> {
            float[] b = in.floats(1).data();
            yield (at, places, length) -> {
              for (int e = 0; e < length; e++) {
                c[at + e] = test(a[places[0] + e * next], b[places[1] + e * alsoNext]);
              }
            };
          }
          case LongArray(TensorShape _, long[] a) -> {
            long[] b = in.longs(1).data();
            yield (at, places, length) -> {
              for (int e = 0; e < length; e++) {
                c[at + e] = test(a[places[0] + e * next], b[places[1] + e * alsoNext]);
              }
            };
          }
          case BooleanArray(TensorShape _, boolean[] a) -> {
            boolean[] b = in.get(1).asBooleans().data();
            yield (at, places, length) -> {
              for (int e = 0; e < length; e++) {
                c[at + e] =
                    test(a[places[0] + e * next] ? 1L : 0L, b[places[1] + e * alsoNext] ? 1L : 0L);
              }
            };
          }
        };
    broadcast.each(in.team(), stretch);
    return List.of(result);
  }

  /// a = b.
  record Equal() implements ComparisonFunction {
    @Override
    public boolean test(float a, float b) {
      return a == b;
    }

    @Override
    public boolean test(long a, long b) {
      return a == b;
    }
  }

  /// a < b.
  record Less() implements ComparisonFunction {
    @Override
    public boolean test(float a, float b) {
      return a < b;
    }

    @Override
    public boolean test(long a, long b) {
      return a < b;
    }
  }

  /// a ≤ b.
  record LessOrEqual() implements ComparisonFunction {
    @Override
    public boolean test(float a, float b) {
      return a <= b;
    }

    @Override
    public boolean test(long a, long b) {
      return a <= b;
    }
  }

  /// a > b.
  record Greater() implements ComparisonFunction {
    @Override
    public boolean test(float a, float b) {
      return a > b;
    }

    @Override
    public boolean test(long a, long b) {
      return a > b;
    }
  }

  /// a ≥ b.
  record GreaterOrEqual() implements ComparisonFunction {
    @Override
    public boolean test(float a, float b) {
      return a >= b;
    }

    @Override
    public boolean test(long a, long b) {
      return a >= b;
    }
  }
}

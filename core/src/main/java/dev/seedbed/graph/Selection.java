package dev.seedbed.graph;

import dev.seedbed.elementary.Elementary;
import java.util.List;

/// Operators that take each element from one of several arrays.
public sealed interface Selection extends Operator {

  /// The second array's element where the first, of truth values, is true, else the third's; all
  /// are repeated to one shape (see [TensorShape#broadcast]).
  record Where() implements Selection {
    @Override
    public List<NdArray> outputs(Operands in) {
      boolean[] which = in.get(0).asBooleans().data();
      Broadcast broadcast = Broadcast.of(in.shape(0), in.shape(1), in.shape(2));
      int next = broadcast.step(0);
      int nextA = broadcast.step(1);
      int nextB = broadcast.step(2);
      NdArray result = in.get(1).zeros(broadcast.shape());
      Broadcast.Stretch stretch =
          switch (result) {
            case FloatArray(TensorShape _, float[] c) -> {
              float[] a = in.floats(1).data();
              float[] b = in.floats(2).data();
              yield (at, places, length) -> {
                for (int e = 0; e < length; e++) {
                  c[at + e] =
                      which[places[0] + e * next]
                          ? a[places[1] + e * nextA]
                          : b[places[2] + e * nextB];
                }
              };
            }
            case LongArray(TensorShape _, long[] c) -> {
              long[] a = in.longs(1).data();
              long[] b = in.longs(2).data();
              yield (at, places, length) -> {
                for (int e = 0; e < length; e++) {
                  c[at + e] =
                      which[places[0] + e * next]
                          ? a[places[1] + e * nextA]
                          : b[places[2] + e * nextB];
                }
              };
            }
            case BooleanArray(TensorShape _, boolean[] c) -> {
              boolean[] a = in.get(1).asBooleans().data();
              boolean[] b = in.get(2).asBooleans().data();
              yield (at, places, length) -> {
                for (int e = 0; e < length; e++) {
                  c[at + e] =
                      which[places[0] + e * next]
                          ? a[places[1] + e * nextA]
                          : b[places[2] + e * nextB];
                }
              };
            }
          };
      broadcast.each(in.team(), stretch);
      return List.of(result);
    }

    @Override
    public void gradients(Backward back) {
      if (back.gradient(0).isEmpty()) {
        return;
      }
      FloatArray g = back.gradientOrZeros(0);
      boolean[] which = back.operands().get(0).asBooleans().data();
      Broadcast broadcast = Broadcast.of(g.shape(), back.inputShape(0));
      for (int input = 1; input <= 2; input++) {
        if (back.wants(input)) {
          boolean wanted = input == 1;
          FloatArray d = FloatArray.of(g.shape());
          broadcast.each(
              back.team(),
              (at, places, length) -> {
                for (int e = 0; e < length; e++) {
                  boolean taken = which[places[1] + e * broadcast.step(1)] == wanted;
                  d.data()[at + e] = taken ? g.data()[at + e] : 0;
                }
              });
          back.add(input, Fold.sumTo(d, back.inputShape(input), back.team()));
        }
      }
    }
  }

  /// min(max(x, least), most), where least and most are single numbers, the second and the third
  /// input, that may be left out. x has the gradient where it is within both, as in PyTorch.
  record Clip() implements Selection {
    @Override
    public List<NdArray> outputs(Operands in) {
      if (in.get(0) instanceof LongArray(TensorShape shape, long[] x)) {
        long least = in.find(1).isPresent() ? in.wholeNumber(1) : Long.MIN_VALUE;
        long most = in.find(2).isPresent() ? in.wholeNumber(2) : Long.MAX_VALUE;
        LongArray y = LongArray.of(shape);
        for (int i = 0; i < x.length; i++) {
          y.data()[i] = Math.min(Math.max(x[i], least), most);
        }
        return List.of(y);
      }
      float least = bound(in, 1, Float.NEGATIVE_INFINITY);
      float most = bound(in, 2, Float.POSITIVE_INFINITY);
      float[] x = in.floats(0).data();
      FloatArray result = FloatArray.of(in.shape(0));
      float[] y = result.data();
      Parallel.ranges(
          in.team(),
          x.length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              y[i] = Math.min(Math.max(x[i], least), most);
            }
          });
      return List.of(result);
    }

    private static float bound(Operands in, int input, float usual) {
      if (in.find(input).isEmpty()) {
        return usual;
      }
      float[] bound = in.floats(input).data();
      if (bound.length != 1) {
        throw new IllegalArgumentException("bounds must be single numbers: " + in.shape(input));
      }
      return bound[0];
    }

    @Override
    public void gradients(Backward back) {
      if (back.gradient(0).isEmpty()) {
        return;
      }
      float[] x = back.floats(0).data();
      float[] g = back.gradientOrZeros(0).data();
      float least = bound(back.operands(), 1, Float.NEGATIVE_INFINITY);
      float most = bound(back.operands(), 2, Float.POSITIVE_INFINITY);
      if (back.wants(0)) {
        FloatArray d = FloatArray.of(back.inputShape(0));
        Parallel.ranges(
            back.team(),
            x.length,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                int outside = Elementary.positive(least - x[i]) | Elementary.positive(x[i] - most);
                d.data()[i] = g[i] * (1 - outside);
              }
            });
        back.add(0, d);
      }
      if (back.wants(1) || back.wants(2)) {
        addToBounds(back, x, g, least, most);
      }
    }

    private static void addToBounds(Backward back, float[] x, float[] g, float least, float most) {
      double below = 0;
      double above = 0;
      for (int i = 0; i < x.length; i++) {
        if (x[i] > most || least > most) {
          above += g[i];
        } else if (x[i] < least) {
          below += g[i];
        }
      }
      if (back.wants(1)) {
        back.add(1, FloatArray.scalar((float) below).reshaped(back.inputShape(1)));
      }
      if (back.wants(2)) {
        back.add(2, FloatArray.scalar((float) above).reshaped(back.inputShape(2)));
      }
    }

    @Override
    public Keeps keeps() {
      return Keeps.INPUTS;
    }
  }
}

package dev.seedbed.graph;

import java.util.List;

/// Operators that make truth values of truth values, or of what a number is.
public sealed interface BooleanFunction extends Operator {
  /// A function of two truth values.
  interface Join {
    boolean of(boolean a, boolean b);
  }

  private static List<NdArray> joined(Operands in, Join join) {
    boolean[] a = in.get(0).asBooleans().data();
    boolean[] b = in.get(1).asBooleans().data();
    Broadcast broadcast = Broadcast.of(in.shape(0), in.shape(1));
    BooleanArray c = BooleanArray.of(broadcast.shape());
    broadcast.each(
        in.team(),
        (at, places, length) -> {
          for (int e = 0; e < length; e++) {
            c.data()[at + e] =
                join.of(a[places[0] + e * broadcast.step(0)], b[places[1] + e * broadcast.step(1)]);
          }
        });
    return List.of(c);
  }

  /// a and b.
  record And() implements BooleanFunction {
    @Override
    public List<NdArray> outputs(Operands in) {
      return joined(in, (a, b) -> a && b);
    }
  }

  /// a or b.
  record Or() implements BooleanFunction {
    @Override
    public List<NdArray> outputs(Operands in) {
      return joined(in, (a, b) -> a || b);
    }
  }

  /// Either a or b.
  record Xor() implements BooleanFunction {
    @Override
    public List<NdArray> outputs(Operands in) {
      return joined(in, (a, b) -> a != b);
    }
  }

  /// Not a.
  record Not() implements BooleanFunction {
    @Override
    public List<NdArray> outputs(Operands in) {
      boolean[] a = in.get(0).asBooleans().data();
      BooleanArray b = BooleanArray.of(in.shape(0));
      for (int i = 0; i < a.length; i++) {
        b.data()[i] = !a[i];
      }
      return List.of(b);
    }
  }

  /// Whether a number is not a number.
  record IsNaN() implements BooleanFunction {
    @Override
    public List<NdArray> outputs(Operands in) {
      float[] x = in.floats(0).data();
      BooleanArray y = BooleanArray.of(in.shape(0));
      for (int i = 0; i < x.length; i++) {
        y.data()[i] = Float.isNaN(x[i]);
      }
      return List.of(y);
    }
  }

  /// Whether a number is infinite.
  ///
  /// @param negative whether −∞ counts
  /// @param positive whether ∞ counts
  record IsInf(boolean negative, boolean positive) implements BooleanFunction {
    @Override
    public List<NdArray> outputs(Operands in) {
      float[] x = in.floats(0).data();
      BooleanArray y = BooleanArray.of(in.shape(0));
      for (int i = 0; i < x.length; i++) {
        y.data()[i] = Float.isInfinite(x[i]) && (x[i] > 0 ? positive : negative);
      }
      return List.of(y);
    }
  }
}

package dev.seedbed.graph;

import dev.seedbed.elementary.Elementary;
import java.util.Arrays;
import java.util.List;

/// Operators that apply a function to the elements of two arrays, one of which is repeated where
/// the other is longer (see [TensorShape#broadcast]).
///
/// The usual ones have loops of their own, as [UnaryFunction] says.
public sealed interface BinaryFunction extends Operator {
  /// How many elements are worked on at once where one array stays at an element.
  int BLOCK = 512;

  /// The function of real numbers.
  float value(float a, float b);

  /// The function of whole numbers.
  long value(long a, long b);

  /// ∂value/∂a.
  float derivativeByFirst(float a, float b);

  /// ∂value/∂b.
  float derivativeBySecond(float a, float b);

  /// c = f(a, b) for `n` neighbours, from `i`, `j` and `k` on.
  default void values(float[] a, int i, float[] b, int j, float[] c, int k, int n) {
    for (int e = 0; e < n; e++) {
      c[k + e] = value(a[i + e], b[j + e]);
    }
  }

  /// d = g·∂f/∂a, likewise; g and d from `k` on.
  default void slopesByFirst(
      float[] a, int i, float[] b, int j, float[] g, float[] d, int k, int n) {
    for (int e = 0; e < n; e++) {
      d[k + e] = g[k + e] * derivativeByFirst(a[i + e], b[j + e]);
    }
  }

  /// d = g·∂f/∂b, likewise.
  default void slopesBySecond(
      float[] a, int i, float[] b, int j, float[] g, float[] d, int k, int n) {
    for (int e = 0; e < n; e++) {
      d[k + e] = g[k + e] * derivativeBySecond(a[i + e], b[j + e]);
    }
  }

  /// A loop over neighbours in both arrays, from `i` and `j` on, and in the result, from `k` on.
  interface Neighbours {
    void run(float[] a, int i, float[] b, int j, int k, int n);
  }

  /// Runs a loop over all elements of two arrays that are repeated to one shape. Where an array
  /// stays at an element, the loop gets a block of copies of it.
  static void each(Operands in, Broadcast broadcast, FloatArray a, FloatArray b, Neighbours loop) {
    float[] x = a.data();
    float[] y = b.data();
    int goesOn = broadcast.step(0);
    int alsoGoesOn = broadcast.step(1);
    boolean copies = goesOn == 0 || alsoGoesOn == 0;
    broadcast.eachOwn(
        in.team(),
        () -> {
          float[] block = new float[copies ? BLOCK : 0];
          return (at, places, length) -> {
            int i = places[0];
            int j = places[1];
            if (!copies || length == 1) {
              loop.run(x, i, y, j, at, length);
              return;
            }
            Arrays.fill(block, 0, Math.min(length, BLOCK), goesOn == 0 ? x[i] : y[j]);
            for (int done = 0; done < length; done += BLOCK) {
              int n = Math.min(BLOCK, length - done);
              if (goesOn == 0) {
                loop.run(block, 0, y, j + done, at + done, n);
              } else {
                loop.run(x, i + done, block, 0, at + done, n);
              }
            }
          };
        });
  }

  @Override
  default List<NdArray> outputs(Operands in) {
    return List.of(output(in, in.get(0), in.get(1)));
  }

  /// f of two arrays.
  default NdArray output(Operands in, NdArray first, NdArray second) {
    Broadcast broadcast = Broadcast.of(first.shape(), second.shape());
    if (first instanceof LongArray(TensorShape _, long[] a)) {
      long[] b = second.asLongs().data();
      LongArray c = LongArray.of(broadcast.shape());
      broadcast.each(
          in.team(),
          (at, places, length) -> {
            for (int e = 0; e < length; e++) {
              c.data()[at + e] =
                  value(a[places[0] + e * broadcast.step(0)], b[places[1] + e * broadcast.step(1)]);
            }
          });
      return c;
    }
    FloatArray c = FloatArray.of(broadcast.shape());
    each(
        in,
        broadcast,
        first.asFloats(),
        second.asFloats(),
        (a, i, b, j, k, n) -> values(a, i, b, j, c.data(), k, n));
    return c;
  }

  @Override
  default void gradients(Backward back) {
    if (back.gradient(0).isEmpty()) {
      return;
    }
    FloatArray g = back.gradientOrZeros(0);
    Broadcast broadcast = Broadcast.of(back.inputShape(0), back.inputShape(1));
    if (back.wants(0)) {
      FloatArray d = FloatArray.of(g.shape());
      each(
          back.operands(),
          broadcast,
          back.floats(0),
          back.floats(1),
          (a, i, b, j, k, n) -> slopesByFirst(a, i, b, j, g.data(), d.data(), k, n));
      back.add(0, Fold.sumTo(d, back.inputShape(0), back.team()));
    }
    if (back.wants(1)) {
      FloatArray d = FloatArray.of(g.shape());
      each(
          back.operands(),
          broadcast,
          back.floats(0),
          back.floats(1),
          (a, i, b, j, k, n) -> slopesBySecond(a, i, b, j, g.data(), d.data(), k, n));
      back.add(1, Fold.sumTo(d, back.inputShape(1), back.team()));
    }
  }

  @Override
  default Keeps keeps() {
    return Keeps.INPUTS;
  }

  /// a + b.
  record Add() implements BinaryFunction {
    @Override
    public float value(float a, float b) {
      return a + b;
    }

    @Override
    public long value(long a, long b) {
      return a + b;
    }

    @Override
    public float derivativeByFirst(float a, float b) {
      return 1;
    }

    @Override
    public float derivativeBySecond(float a, float b) {
      return 1;
    }

    @Override
    public void values(float[] a, int i, float[] b, int j, float[] c, int k, int n) {
      for (int e = 0; e < n; e++) {
        c[k + e] = a[i + e] + b[j + e];
      }
    }

    @Override
    public void gradients(Backward back) {
      if (back.gradient(0).isPresent()) {
        for (int i = 0; i < 2; i++) {
          if (back.wants(i)) {
            back.add(i, Fold.sumTo(back.gradientOrZeros(0), back.inputShape(i), back.team()));
          }
        }
      }
    }

    @Override
    public Keeps keeps() {
      return Keeps.NOTHING;
    }
  }

  /// a − b.
  record Sub() implements BinaryFunction {
    @Override
    public float value(float a, float b) {
      return a - b;
    }

    @Override
    public long value(long a, long b) {
      return a - b;
    }

    @Override
    public float derivativeByFirst(float a, float b) {
      return 1;
    }

    @Override
    public float derivativeBySecond(float a, float b) {
      return -1;
    }

    @Override
    public void values(float[] a, int i, float[] b, int j, float[] c, int k, int n) {
      for (int e = 0; e < n; e++) {
        c[k + e] = a[i + e] - b[j + e];
      }
    }

    @Override
    public void gradients(Backward back) {
      if (back.gradient(0).isEmpty()) {
        return;
      }
      FloatArray g = back.gradientOrZeros(0);
      if (back.wants(0)) {
        back.add(0, Fold.sumTo(g, back.inputShape(0), back.team()));
      }
      if (back.wants(1)) {
        FloatArray sum = Fold.sumTo(g, back.inputShape(1), back.team());
        FloatArray d = FloatArray.of(sum.shape());
        new UnaryFunction.Neg().values(sum.data(), d.data(), 0, d.data().length);
        back.add(1, d);
      }
    }

    @Override
    public Keeps keeps() {
      return Keeps.NOTHING;
    }
  }

  /// a·b.
  record Mul() implements BinaryFunction {
    @Override
    public float value(float a, float b) {
      return a * b;
    }

    @Override
    public long value(long a, long b) {
      return a * b;
    }

    @Override
    public float derivativeByFirst(float a, float b) {
      return b;
    }

    @Override
    public float derivativeBySecond(float a, float b) {
      return a;
    }

    @Override
    public void values(float[] a, int i, float[] b, int j, float[] c, int k, int n) {
      for (int e = 0; e < n; e++) {
        c[k + e] = a[i + e] * b[j + e];
      }
    }

    @Override
    public void slopesByFirst(
        float[] a, int i, float[] b, int j, float[] g, float[] d, int k, int n) {
      values(g, k, b, j, d, k, n);
    }

    @Override
    public void slopesBySecond(
        float[] a, int i, float[] b, int j, float[] g, float[] d, int k, int n) {
      values(g, k, a, i, d, k, n);
    }
  }

  /// a / b; of whole numbers, without the fraction.
  record Div() implements BinaryFunction {
    @Override
    public float value(float a, float b) {
      return a / b;
    }

    @Override
    public long value(long a, long b) {
      return a / nonzero(b);
    }

    @Override
    public float derivativeByFirst(float a, float b) {
      return 1 / b;
    }

    @Override
    public float derivativeBySecond(float a, float b) {
      return -a / b / b;
    }

    @Override
    public void values(float[] a, int i, float[] b, int j, float[] c, int k, int n) {
      for (int e = 0; e < n; e++) {
        c[k + e] = a[i + e] / b[j + e];
      }
    }

    @Override
    public void slopesByFirst(
        float[] a, int i, float[] b, int j, float[] g, float[] d, int k, int n) {
      values(g, k, b, j, d, k, n);
    }

    @Override
    public void slopesBySecond(
        float[] a, int i, float[] b, int j, float[] g, float[] d, int k, int n) {
      for (int e = 0; e < n; e++) {
        d[k + e] = -g[k + e] * a[i + e] / b[j + e] / b[j + e];
      }
    }
  }

  /// Fails for 0.
  private static long nonzero(long divisor) {
    if (divisor == 0) {
      throw new IllegalArgumentException("a divisor of whole numbers must not be 0");
    }
    return divisor;
  }

  /// aᵇ, of the type of a. ∂/∂b is 0 where a is 0, as in PyTorch.
  record Pow() implements BinaryFunction {
    private static final int MOST_PRODUCTS = 64;

    @Override
    public float value(float a, float b) {
      return b == 2 ? a * a : b == 0.5f ? root(a) : (float) power(a, b);
    }

    /// √a, but without the −0 and NaN of it that powers do not have.
    private static float root(float a) {
      return a == 0 ? 0 : a == Float.NEGATIVE_INFINITY ? -a : (float) Math.sqrt(a);
    }

    private static double power(double a, double b) {
      if (b == Math.rint(b) && Math.abs(b) <= MOST_PRODUCTS) {
        double product = 1;
        double factor = a;
        for (int rest = (int) Math.abs(b); rest > 0; rest >>= 1) {
          if ((rest & 1) == 1) {
            product *= factor;
          }
          factor *= factor;
        }
        return b < 0 ? 1 / product : product;
      }
      return StrictMath.pow(a, b);
    }

    @Override
    public long value(long a, long b) {
      if (b < 0) {
        return (long) StrictMath.pow(a, b);
      }
      long product = 1;
      long factor = a;
      for (long rest = b; rest > 0; rest >>= 1) {
        if ((rest & 1) == 1) {
          product *= factor;
        }
        factor *= factor;
      }
      return product;
    }

    @Override
    public NdArray output(Operands in, NdArray first, NdArray second) {
      if (first instanceof FloatArray && second instanceof LongArray) {
        return BinaryFunction.super.output(in, first, Conversion.Type.FLOAT.of(second));
      }
      if (first instanceof LongArray && second instanceof FloatArray) {
        NdArray power = BinaryFunction.super.output(in, Conversion.Type.FLOAT.of(first), second);
        return Conversion.Type.INT64.of(power);
      }
      return BinaryFunction.super.output(in, first, second);
    }

    @Override
    public void gradients(Backward back) {
      if (back.inputs().get(1).orElseThrow() instanceof LongArray b) {
        if (back.wants(0) && back.gradient(0).isPresent()) {
          FloatArray g = back.gradientOrZeros(0);
          FloatArray d = FloatArray.of(g.shape());
          BinaryFunction.each(
              back.operands(),
              Broadcast.of(back.inputShape(0), b.shape()),
              back.floats(0),
              Conversion.Type.FLOAT.of(b).asFloats(),
              (x, i, y, j, k, n) -> slopesByFirst(x, i, y, j, g.data(), d.data(), k, n));
          back.add(0, Fold.sumTo(d, back.inputShape(0), back.team()));
        }
        return;
      }
      BinaryFunction.super.gradients(back);
    }

    @Override
    public float derivativeByFirst(float a, float b) {
      return b == 2 ? 2 * a : b == 0 ? 0 : b == 1 ? 1 : (float) (b * power(a, b - 1.0));
    }

    @Override
    public float derivativeBySecond(float a, float b) {
      return a == 0 && b >= 0 ? 0 : (float) (power(a, b) * StrictMath.log(a));
    }

    @Override
    public void values(float[] a, int i, float[] b, int j, float[] c, int k, int n) {
      for (int e = 0; e < n; e++) {
        c[k + e] = value(a[i + e], b[j + e]);
      }
    }
  }

  /// a from 0 on, b·a below.
  record PRelu() implements BinaryFunction {
    @Override
    public float value(float a, float b) {
      return Math.max(a, 0) + b * Math.min(a, 0);
    }

    @Override
    public long value(long a, long b) {
      return a > 0 ? a : b * a;
    }

    @Override
    public float derivativeByFirst(float a, float b) {
      float positive = Elementary.positive(a);
      return positive + (1 - positive) * b;
    }

    @Override
    public float derivativeBySecond(float a, float b) {
      return Math.min(a, 0);
    }

    @Override
    public NdArray output(Operands in, NdArray first, NdArray second) {
      if (!first.shape().broadcast(second.shape()).equals(first.shape())) {
        throw new IllegalArgumentException(
            "slopes must be repeated to the input's shape %s: %s"
                .formatted(first.shape(), second.shape()));
      }
      return BinaryFunction.super.output(in, first, second);
    }

    @Override
    public void slopesByFirst(
        float[] a, int i, float[] b, int j, float[] g, float[] d, int k, int n) {
      for (int e = 0; e < n; e++) {
        d[k + e] = g[k + e] * derivativeByFirst(a[i + e], b[j + e]);
      }
    }

    @Override
    public void slopesBySecond(
        float[] a, int i, float[] b, int j, float[] g, float[] d, int k, int n) {
      for (int e = 0; e < n; e++) {
        d[k + e] = g[k + e] * Math.min(a[i + e], 0);
      }
    }

    @Override
    public void values(float[] a, int i, float[] b, int j, float[] c, int k, int n) {
      for (int e = 0; e < n; e++) {
        c[k + e] = value(a[i + e], b[j + e]);
      }
    }
  }

  /// The remainder of a / b.
  ///
  /// @param sign whose sign it has
  record Mod(Sign sign) implements BinaryFunction {
    /// Whose sign a remainder has.
    public enum Sign {
      /// As in Python.
      DIVISOR,
      /// As in C and Java.
      DIVIDEND
    }

    @Override
    public float value(float a, float b) {
      float rest = a % b;
      return sign == Sign.DIVISOR && rest != 0 && rest < 0 != b < 0 ? rest + b : rest;
    }

    @Override
    public long value(long a, long b) {
      return sign == Sign.DIVISOR ? Math.floorMod(a, nonzero(b)) : a % nonzero(b);
    }

    @Override
    public float derivativeByFirst(float a, float b) {
      return 1;
    }

    @Override
    public float derivativeBySecond(float a, float b) {
      double times = (double) a / b;
      return (float) -(sign == Sign.DIVISOR || times >= 0 ? Math.floor(times) : Math.ceil(times));
    }
  }

  /// The larger number: the step of [VariadicFunction.Max], which shares out the gradient.
  record Larger() implements BinaryFunction {
    @Override
    public float value(float a, float b) {
      return Math.max(a, b);
    }

    @Override
    public long value(long a, long b) {
      return Math.max(a, b);
    }

    @Override
    public float derivativeByFirst(float a, float b) {
      return a == b ? 0.5f : a > b ? 1 : 0;
    }

    @Override
    public float derivativeBySecond(float a, float b) {
      return a == b ? 0.5f : a > b ? 0 : 1;
    }

    @Override
    public void values(float[] a, int i, float[] b, int j, float[] c, int k, int n) {
      for (int e = 0; e < n; e++) {
        c[k + e] = Math.max(a[i + e], b[j + e]);
      }
    }
  }

  /// The smaller number: the step of [VariadicFunction.Min], which shares out the gradient.
  record Smaller() implements BinaryFunction {
    @Override
    public float value(float a, float b) {
      return Math.min(a, b);
    }

    @Override
    public long value(long a, long b) {
      return Math.min(a, b);
    }

    @Override
    public float derivativeByFirst(float a, float b) {
      return a == b ? 0.5f : a < b ? 1 : 0;
    }

    @Override
    public float derivativeBySecond(float a, float b) {
      return a == b ? 0.5f : a < b ? 0 : 1;
    }

    @Override
    public void values(float[] a, int i, float[] b, int j, float[] c, int k, int n) {
      for (int e = 0; e < n; e++) {
        c[k + e] = Math.min(a[i + e], b[j + e]);
      }
    }
  }
}

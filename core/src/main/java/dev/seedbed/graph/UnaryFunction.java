package dev.seedbed.graph;

import dev.seedbed.elementary.Elementary;
import java.util.List;

/// Operators that apply a function to each element.
///
/// One loop that calls the function of some fifty operators is slow, as the compiler cannot know
/// which one it will meet: functions that cost little have loops of their own.
public sealed interface UnaryFunction extends Operator
    permits ActivationFunction,
        UnaryFunction.Neg,
        UnaryFunction.Abs,
        UnaryFunction.Sqrt,
        UnaryFunction.Exp,
        UnaryFunction.Log,
        UnaryFunction.Erf,
        UnaryFunction.Sin,
        UnaryFunction.Cos,
        UnaryFunction.Tan,
        UnaryFunction.Asin,
        UnaryFunction.Acos,
        UnaryFunction.Atan,
        UnaryFunction.Sinh,
        UnaryFunction.Cosh,
        UnaryFunction.Asinh,
        UnaryFunction.Acosh,
        UnaryFunction.Atanh,
        UnaryFunction.Tanh,
        UnaryFunction.Reciprocal,
        UnaryFunction.Sign,
        UnaryFunction.Floor,
        UnaryFunction.Ceil,
        UnaryFunction.Round {
  /// y = f(x).
  float value(float x);

  /// f′(x), where y = f(x). At a kink it is the derivative from the left. Only what the operator
  /// [keeps][Operator#keeps] of x and y is used.
  float derivative(float x, float y);

  /// The function of whole numbers.
  ///
  /// @throws IllegalArgumentException if it has none
  default long value(long x) {
    throw new IllegalArgumentException("expected real numbers, found whole numbers");
  }

  /// yᵢ = f(xᵢ), for i from `from` to `to`, without `to`.
  default void values(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = value(x[i]);
    }
  }

  /// dᵢ = gᵢ·f′(xᵢ), likewise.
  default void slopes(float[] x, float[] y, float[] g, float[] d, int from, int to) {
    for (int i = from; i < to; i++) {
      d[i] = g[i] * derivative(x[i], y[i]);
    }
  }

  @Override
  default List<NdArray> outputs(Operands in) {
    if (in.get(0) instanceof LongArray(TensorShape shape, long[] x)) {
      LongArray y = LongArray.of(shape);
      for (int i = 0; i < x.length; i++) {
        y.data()[i] = value(x[i]);
      }
      return List.of(y);
    }
    FloatArray x = in.floats(0);
    FloatArray y = FloatArray.of(x.shape());
    Parallel.ranges(in.team(), x.data().length, (from, to) -> values(x.data(), y.data(), from, to));
    return List.of(y);
  }

  @Override
  default void gradients(Backward back) {
    if (back.wants(0) && back.gradient(0).isPresent()) {
      float[] g = back.gradientOrZeros(0).data();
      FloatArray d = FloatArray.of(back.inputShape(0));
      // What is not kept is not used either, and any array stands for it.
      float[] x = keeps().input(0) ? back.floats(0).data() : g;
      float[] y = keeps().outputs() ? back.output(0).data() : g;
      Parallel.ranges(back.team(), g.length, (from, to) -> slopes(x, y, g, d.data(), from, to));
      back.add(0, d);
    }
  }

  @Override
  default Keeps keeps() {
    return Keeps.INPUTS;
  }

  /// −x.
  record Neg() implements UnaryFunction {
    @Override
    public float value(float x) {
      return -x;
    }

    @Override
    public float derivative(float x, float y) {
      return -1;
    }

    @Override
    public long value(long x) {
      return -x;
    }

    @Override
    public Keeps keeps() {
      return Keeps.NOTHING;
    }

    @Override
    public void values(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = value(x[i]);
      }
    }

    @Override
    public void slopes(float[] x, float[] y, float[] g, float[] d, int from, int to) {
      for (int i = from; i < to; i++) {
        d[i] = g[i] * derivative(x[i], y[i]);
      }
    }
  }

  /// |x|; its derivative at 0 is 0.
  record Abs() implements UnaryFunction {
    @Override
    public float value(float x) {
      return Math.abs(x);
    }

    @Override
    public float derivative(float x, float y) {
      return Math.signum(x);
    }

    @Override
    public long value(long x) {
      return Math.abs(x);
    }

    @Override
    public void values(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = value(x[i]);
      }
    }

    @Override
    public void slopes(float[] x, float[] y, float[] g, float[] d, int from, int to) {
      for (int i = from; i < to; i++) {
        d[i] = g[i] * derivative(x[i], y[i]);
      }
    }
  }

  /// √x.
  record Sqrt() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) Math.sqrt(x);
    }

    @Override
    public float derivative(float x, float y) {
      return 0.5f / y;
    }

    @Override
    public Keeps keeps() {
      return Keeps.OUTPUTS;
    }

    @Override
    public void values(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = value(x[i]);
      }
    }

    @Override
    public void slopes(float[] x, float[] y, float[] g, float[] d, int from, int to) {
      for (int i = from; i < to; i++) {
        d[i] = g[i] * derivative(x[i], y[i]);
      }
    }
  }

  /// eˣ.
  record Exp() implements UnaryFunction {
    @Override
    public float value(float x) {
      return Elementary.exp(x);
    }

    @Override
    public float derivative(float x, float y) {
      return y;
    }

    @Override
    public Keeps keeps() {
      return Keeps.OUTPUTS;
    }

    @Override
    public void values(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = value(x[i]);
      }
    }

    @Override
    public void slopes(float[] x, float[] y, float[] g, float[] d, int from, int to) {
      for (int i = from; i < to; i++) {
        d[i] = g[i] * derivative(x[i], y[i]);
      }
    }
  }

  /// ln x.
  record Log() implements UnaryFunction {
    @Override
    public float value(float x) {
      return Elementary.log(x);
    }

    @Override
    public float derivative(float x, float y) {
      return 1 / x;
    }

    @Override
    public void values(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = value(x[i]);
      }
    }

    @Override
    public void slopes(float[] x, float[] y, float[] g, float[] d, int from, int to) {
      for (int i = from; i < to; i++) {
        d[i] = g[i] * derivative(x[i], y[i]);
      }
    }
  }

  /// The error function 2/√π ∫₀ˣ exp(−t²) dt, which exporters write GELU with.
  record Erf() implements UnaryFunction {
    private static final float TWO_OVER_ROOT_PI = 1.1283792f;

    @Override
    public float value(float x) {
      return Elementary.erf(x);
    }

    @Override
    public float derivative(float x, float y) {
      return TWO_OVER_ROOT_PI * Elementary.exp(-x * x);
    }

    @Override
    public void values(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = value(x[i]);
      }
    }

    @Override
    public void slopes(float[] x, float[] y, float[] g, float[] d, int from, int to) {
      for (int i = from; i < to; i++) {
        d[i] = g[i] * derivative(x[i], y[i]);
      }
    }
  }

  /// sin x.
  record Sin() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) StrictMath.sin(x);
    }

    @Override
    public float derivative(float x, float y) {
      return (float) StrictMath.cos(x);
    }
  }

  /// cos x.
  record Cos() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) StrictMath.cos(x);
    }

    @Override
    public float derivative(float x, float y) {
      return (float) -StrictMath.sin(x);
    }
  }

  /// tan x.
  record Tan() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) StrictMath.tan(x);
    }

    @Override
    public float derivative(float x, float y) {
      return Math.fma(y, y, 1);
    }

    @Override
    public Keeps keeps() {
      return Keeps.OUTPUTS;
    }
  }

  /// arcsin x.
  record Asin() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) StrictMath.asin(x);
    }

    @Override
    public float derivative(float x, float y) {
      return (float) (1 / Math.sqrt(1 - (double) x * x));
    }
  }

  /// arccos x.
  record Acos() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) StrictMath.acos(x);
    }

    @Override
    public float derivative(float x, float y) {
      return (float) (-1 / Math.sqrt(1 - (double) x * x));
    }
  }

  /// arctan x.
  record Atan() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) StrictMath.atan(x);
    }

    @Override
    public float derivative(float x, float y) {
      return (float) (1 / (1 + (double) x * x));
    }
  }

  /// sinh x.
  record Sinh() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) StrictMath.sinh(x);
    }

    @Override
    public float derivative(float x, float y) {
      return (float) StrictMath.cosh(x);
    }
  }

  /// cosh x.
  record Cosh() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) StrictMath.cosh(x);
    }

    @Override
    public float derivative(float x, float y) {
      return (float) StrictMath.sinh(x);
    }
  }

  /// arsinh x = sign(x)·ln(|x| + √(x² + 1)).
  record Asinh() implements UnaryFunction {
    @Override
    public float value(float x) {
      double a = Math.abs((double) x);
      double square = a * a;
      double y = StrictMath.log1p(a + square / (1 + Math.sqrt(1 + square)));
      return a == Double.POSITIVE_INFINITY ? x : Math.copySign((float) y, x);
    }

    @Override
    public float derivative(float x, float y) {
      return (float) (1 / Math.sqrt(1 + (double) x * x));
    }
  }

  /// arcosh x = ln(x + √(x² − 1)).
  record Acosh() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) StrictMath.log(x + Math.sqrt((double) x * x - 1));
    }

    @Override
    public float derivative(float x, float y) {
      return (float) (1 / Math.sqrt((double) x * x - 1));
    }
  }

  /// artanh x = ½ ln((1 + x) / (1 − x)).
  record Atanh() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) (0.5 * StrictMath.log1p(2.0 * x / (1.0 - x)));
    }

    @Override
    public float derivative(float x, float y) {
      return (float) (1 / (1 - (double) x * x));
    }
  }

  /// tanh x.
  record Tanh() implements UnaryFunction {
    @Override
    public float value(float x) {
      return Elementary.tanh(x);
    }

    @Override
    public float derivative(float x, float y) {
      return (1 - y) * (1 + y);
    }

    @Override
    public Keeps keeps() {
      return Keeps.OUTPUTS;
    }

    @Override
    public void values(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = value(x[i]);
      }
    }

    @Override
    public void slopes(float[] x, float[] y, float[] g, float[] d, int from, int to) {
      for (int i = from; i < to; i++) {
        d[i] = g[i] * derivative(x[i], y[i]);
      }
    }
  }

  /// 1 / x.
  record Reciprocal() implements UnaryFunction {
    @Override
    public float value(float x) {
      return 1 / x;
    }

    @Override
    public float derivative(float x, float y) {
      return -y * y;
    }

    @Override
    public Keeps keeps() {
      return Keeps.OUTPUTS;
    }

    @Override
    public void values(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = value(x[i]);
      }
    }

    @Override
    public void slopes(float[] x, float[] y, float[] g, float[] d, int from, int to) {
      for (int i = from; i < to; i++) {
        d[i] = g[i] * derivative(x[i], y[i]);
      }
    }
  }

  /// −1, 0 or 1.
  record Sign() implements UnaryFunction {
    @Override
    public float value(float x) {
      return Math.signum(x);
    }

    @Override
    public float derivative(float x, float y) {
      return 0;
    }

    @Override
    public long value(long x) {
      return Long.signum(x);
    }

    @Override
    public Keeps keeps() {
      return Keeps.NOTHING;
    }
  }

  /// The largest whole number that is not above x.
  record Floor() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) Math.floor(x);
    }

    @Override
    public float derivative(float x, float y) {
      return 0;
    }

    @Override
    public Keeps keeps() {
      return Keeps.NOTHING;
    }
  }

  /// The smallest whole number that is not below x.
  record Ceil() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) Math.ceil(x);
    }

    @Override
    public float derivative(float x, float y) {
      return 0;
    }

    @Override
    public Keeps keeps() {
      return Keeps.NOTHING;
    }
  }

  /// The nearest whole number; of two, the even one.
  record Round() implements UnaryFunction {
    @Override
    public float value(float x) {
      return (float) Math.rint(x);
    }

    @Override
    public float derivative(float x, float y) {
      return 0;
    }

    @Override
    public Keeps keeps() {
      return Keeps.NOTHING;
    }
  }
}

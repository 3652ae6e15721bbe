package dev.seedbed.graph;

import dev.seedbed.elementary.Elementary;

/// Activation functions, and other functions of one number that are used as such.
public sealed interface ActivationFunction extends UnaryFunction {
  /// max(x, 0).
  record Relu() implements ActivationFunction {
    @Override
    public float value(float x) {
      return Math.max(x, 0);
    }

    @Override
    public float derivative(float x, float y) {
      return Elementary.positive(y);
    }

    @Override
    public long value(long x) {
      return Math.max(x, 0);
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

  /// x from 0 on, `alpha`·x below.
  record LeakyRelu(float alpha) implements ActivationFunction {
    @Override
    public float value(float x) {
      return Math.max(x, 0) + alpha * Math.min(x, 0);
    }

    @Override
    public float derivative(float x, float y) {
      float positive = Elementary.positive(x);
      return positive + (1 - positive) * alpha;
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

  /// 1 / (1 + e⁻ˣ).
  record Sigmoid() implements ActivationFunction {
    @Override
    public float value(float x) {
      return Elementary.sigmoid(x);
    }

    @Override
    public float derivative(float x, float y) {
      return y * (1 - y);
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

  /// `alpha`·x + `beta`, at least 0 and at most 1.
  record HardSigmoid(float alpha, float beta) implements ActivationFunction {
    @Override
    public float value(float x) {
      return Math.max(0, Math.min(1, alpha * x + beta));
    }

    @Override
    public float derivative(float x, float y) {
      return y > 0 && y < 1 ? alpha : 0;
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

  /// x·max(0, min(1, x/6 + ½)). Howard et al. 2019, arXiv:1905.02244, section 5.2.
  record HardSwish() implements ActivationFunction {
    @Override
    public float value(float x) {
      return x * Math.max(0, Math.min(1, Math.fma(x, 1 / 6f, 0.5f)));
    }

    @Override
    public float derivative(float x, float y) {
      return x <= -3 ? 0 : x <= 3 ? Math.fma(x, 1 / 3f, 0.5f) : 1;
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

  /// x above 0, `alpha`·(eˣ − 1) below.
  record Elu(float alpha) implements ActivationFunction {
    @Override
    public float value(float x) {
      return x > 0 ? x : alpha * Elementary.expm1(x);
    }

    @Override
    public float derivative(float x, float y) {
      return x > 0 ? 1 : alpha * Elementary.exp(x);
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

  /// `gamma`·x above 0, `gamma`·`alpha`·(eˣ − 1) below.
  record Selu(float alpha, float gamma) implements ActivationFunction {
    @Override
    public float value(float x) {
      return x > 0 ? gamma * x : gamma * alpha * Elementary.expm1(x);
    }

    @Override
    public float derivative(float x, float y) {
      return x > 0 ? gamma : gamma * alpha * Elementary.exp(x);
    }
  }

  /// x above 0, `alpha`·(exp(x / `alpha`) − 1) below. Barron 2017, arXiv:1704.07483.
  record Celu(float alpha) implements ActivationFunction {
    @Override
    public float value(float x) {
      return x > 0 ? x : alpha * Elementary.expm1(x / alpha);
    }

    @Override
    public float derivative(float x, float y) {
      return x > 0 ? 1 : Elementary.exp(x / alpha);
    }
  }

  /// x above `alpha`, else 0.
  record ThresholdedRelu(float alpha) implements ActivationFunction {
    @Override
    public float value(float x) {
      return x > alpha ? x : 0;
    }

    @Override
    public float derivative(float x, float y) {
      return x > alpha ? 1 : 0;
    }
  }

  /// x + `bias` below −`lambda`, x − `bias` above `lambda`, 0 between.
  record Shrink(float lambda, float bias) implements ActivationFunction {
    @Override
    public float value(float x) {
      return x < -lambda ? x + bias : x > lambda ? x - bias : 0;
    }

    @Override
    public float derivative(float x, float y) {
      return x < -lambda || x > lambda ? 1 : 0;
    }

    @Override
    public long value(long x) {
      return (long) value((float) x);
    }
  }

  /// ln(1 + eˣ).
  record Softplus() implements ActivationFunction {
    @Override
    public float value(float x) {
      return Math.max(x, 0) + Elementary.log1p(Elementary.exp(-Math.abs(x)));
    }

    @Override
    public float derivative(float x, float y) {
      return Elementary.sigmoid(x);
    }
  }

  /// x / (1 + |x|).
  record Softsign() implements ActivationFunction {
    @Override
    public float value(float x) {
      return x / (1 + Math.abs(x));
    }

    @Override
    public float derivative(float x, float y) {
      float r = 1 / (1 + Math.abs(x));
      return r * r;
    }
  }

  /// x·tanh(ln(1 + eˣ)). Misra 2019, arXiv:1908.08681.
  record Mish() implements ActivationFunction {
    /// n = eˣ(eˣ + 2), of which tanh(ln(1 + eˣ)) = n / (n + 2). That is 1 in float from 10 on.
    private static float power(float x) {
      float e = Elementary.exp(Math.min(x, 20));
      return e * (e + 2);
    }

    @Override
    public float value(float x) {
      float n = power(x);
      return x * (n / (n + 2));
    }

    @Override
    public float derivative(float x, float y) {
      float n = power(x);
      float t = n / (n + 2);
      float slope = 4 * (n + 1) / ((n + 2) * (n + 2));
      return Math.fma(x * Elementary.sigmoid(x), slope, t);
    }
  }

  /// x·Φ(x), Φ the standard normal distribution function. Hendrycks & Gimpel 2016,
  /// arXiv:1606.08415.
  record Gelu() implements ActivationFunction {
    @Override
    public float value(float x) {
      return x * Elementary.normalCdf(x);
    }

    @Override
    public float derivative(float x, float y) {
      return Math.fma(x, Elementary.normalDensity(x), Elementary.normalCdf(x));
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

  /// ½·x·(1 + tanh(u)) = x·σ(2u), where u = √(2/π)·(x + 0.044715·x³): an approximation of [Gelu].
  record GeluByTanh() implements ActivationFunction {
    private static final float LINEAR = 1.5957691f;
    private static final float CUBIC = 0.044715f;

    @Override
    public String name() {
      return "Gelu";
    }

    /// 2u.
    private static float twice(float x) {
      return LINEAR * Math.fma(CUBIC * x * x, x, x);
    }

    @Override
    public float value(float x) {
      return x * Elementary.sigmoid(twice(x));
    }

    @Override
    public float derivative(float x, float y) {
      float s = Elementary.sigmoid(twice(x));
      float slope = Math.fma(3 * CUBIC * LINEAR * x, x, LINEAR);
      return Math.fma(x * (s * (1 - s)), slope, s);
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

  /// x / (1 + exp(−`alpha`·x)). Ramachandran, Zoph & Le 2017, arXiv:1710.05941.
  record Swish(float alpha) implements ActivationFunction {
    @Override
    public float value(float x) {
      return x * Elementary.sigmoid(alpha * x);
    }

    @Override
    public float derivative(float x, float y) {
      float s = Elementary.sigmoid(alpha * x);
      return Math.fma(alpha * x, s * (1 - s), s);
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
}

package dev.seedbed.tensor;

import dev.seedbed.distribution.StandardNormal;
import dev.seedbed.elementary.Elementary;
import java.util.List;
import java.util.Optional;

/// An activation function a = f(z), applied to every unit of a layer.
///
/// It exists twice: in float, for training, made of [Elementary]'s functions; and in double, for
/// constants that are computed once and for checks.
public sealed interface Activation {

  /// The name on the command line, such as "leaky-relu".
  String name();

  /// f(z).
  float value(float z);

  /// f′(z), where `a` is f(z). At a kink it is the derivative from the left.
  float derivative(float z, float a);

  /// f(z) in double.
  double value(double z);

  /// f′(z) in double.
  double derivative(double z);

  /// All activations, with their usual parameters.
  static List<Activation> all() {
    return List.of(
        new Identity(),
        new Tanh(),
        new Sigmoid(),
        new Relu(),
        new LeakyRelu(0.01f),
        new Elu(1),
        new Selu(),
        new Softsign(),
        new Softplus(),
        new Gelu(),
        new Silu());
  }

  /// The activation with that [#name()] and its usual parameters.
  static Optional<Activation> named(String name) {
    return all().stream().filter(activation -> activation.name().equals(name)).findFirst();
  }

  /// f(z) = z.
  record Identity() implements Activation {
    @Override
    public String name() {
      return "identity";
    }

    @Override
    public float value(float z) {
      return z;
    }

    @Override
    public float derivative(float z, float a) {
      return 1;
    }

    @Override
    public double value(double z) {
      return z;
    }

    @Override
    public double derivative(double z) {
      return 1;
    }
  }

  /// The hyperbolic tangent.
  record Tanh() implements Activation {
    @Override
    public String name() {
      return "tanh";
    }

    @Override
    public float value(float z) {
      return Elementary.tanh(z);
    }

    @Override
    public float derivative(float z, float a) {
      return (1 - a) * (1 + a);
    }

    @Override
    public double value(double z) {
      return StrictMath.tanh(z);
    }

    @Override
    public double derivative(double z) {
      double a = value(z);
      return (1 - a) * (1 + a);
    }
  }

  /// The logistic function 1 / (1 + e⁻ᶻ).
  record Sigmoid() implements Activation {
    @Override
    public String name() {
      return "sigmoid";
    }

    @Override
    public float value(float z) {
      return Elementary.sigmoid(z);
    }

    @Override
    public float derivative(float z, float a) {
      return a * (1 - a);
    }

    @Override
    public double value(double z) {
      return 1 / (1 + StrictMath.exp(-z));
    }

    @Override
    public double derivative(double z) {
      return value(z) * value(-z);
    }
  }

  /// max(0, z). Glorot, Bordes & Bengio 2011.
  record Relu() implements Activation {
    @Override
    public String name() {
      return "relu";
    }

    @Override
    public float value(float z) {
      return z <= 0 ? 0 : z;
    }

    @Override
    public float derivative(float z, float a) {
      return z > 0 ? 1 : 0;
    }

    @Override
    public double value(double z) {
      return Math.max(z, 0);
    }

    @Override
    public double derivative(double z) {
      return z > 0 ? 1 : 0;
    }
  }

  /// z above 0, `negativeSlope`·z below. Maas, Hannun & Ng 2013.
  ///
  /// @param negativeSlope in [0, 1); usually 0.01
  record LeakyRelu(float negativeSlope) implements Activation {
    public LeakyRelu {
      if (!(negativeSlope >= 0 && negativeSlope < 1)) {
        throw new IllegalArgumentException("negativeSlope must be in [0, 1): " + negativeSlope);
      }
    }

    @Override
    public String name() {
      return "leaky-relu";
    }

    @Override
    public float value(float z) {
      return z > 0 ? z : negativeSlope * z;
    }

    @Override
    public float derivative(float z, float a) {
      return z > 0 ? 1 : negativeSlope;
    }

    @Override
    public double value(double z) {
      return z > 0 ? z : negativeSlope * z;
    }

    @Override
    public double derivative(double z) {
      return z > 0 ? 1 : negativeSlope;
    }
  }

  /// z above 0, `alpha`·(eᶻ − 1) below. Clevert, Unterthiner & Hochreiter 2016, arXiv:1511.07289.
  ///
  /// @param alpha above 0; usually 1
  record Elu(float alpha) implements Activation {
    public Elu {
      if (!(alpha > 0 && alpha < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("alpha must be above 0 and finite: " + alpha);
      }
    }

    @Override
    public String name() {
      return "elu";
    }

    @Override
    public float value(float z) {
      return z > 0 ? z : alpha * Elementary.expm1(z);
    }

    @Override
    public float derivative(float z, float a) {
      return z > 0 ? 1 : alpha * Elementary.exp(z);
    }

    @Override
    public double value(double z) {
      return z > 0 ? z : alpha * StrictMath.expm1(z);
    }

    @Override
    public double derivative(double z) {
      return z > 0 ? 1 : alpha * StrictMath.exp(z);
    }
  }

  /// λz above 0, λα(eᶻ − 1) below, where λ and α make mean 0 and variance 1 a fixed point.
  /// Klambauer, Unterthiner, Mayr & Hochreiter 2017, arXiv:1706.02515.
  record Selu() implements Activation {
    /// α of the paper.
    public static final double ALPHA = 1.6732632423543772;

    /// λ of the paper.
    public static final double LAMBDA = 1.0507009873554805;

    @Override
    public String name() {
      return "selu";
    }

    @Override
    public float value(float z) {
      return z > 0 ? (float) LAMBDA * z : (float) (LAMBDA * ALPHA) * Elementary.expm1(z);
    }

    @Override
    public float derivative(float z, float a) {
      return z > 0 ? (float) LAMBDA : (float) (LAMBDA * ALPHA) * Elementary.exp(z);
    }

    @Override
    public double value(double z) {
      return z > 0 ? LAMBDA * z : LAMBDA * ALPHA * StrictMath.expm1(z);
    }

    @Override
    public double derivative(double z) {
      return z > 0 ? LAMBDA : LAMBDA * ALPHA * StrictMath.exp(z);
    }
  }

  /// z / (1 + |z|). Bergstra, Desjardins, Lamblin & Bengio 2009.
  record Softsign() implements Activation {
    @Override
    public String name() {
      return "softsign";
    }

    @Override
    public float value(float z) {
      return z / (1 + Math.abs(z));
    }

    @Override
    public float derivative(float z, float a) {
      float r = 1 / (1 + Math.abs(z));
      return r * r;
    }

    @Override
    public double value(double z) {
      return z / (1 + Math.abs(z));
    }

    @Override
    public double derivative(double z) {
      double r = 1 / (1 + Math.abs(z));
      return r * r;
    }
  }

  /// ln(1 + eᶻ).
  record Softplus() implements Activation {
    @Override
    public String name() {
      return "softplus";
    }

    @Override
    public float value(float z) {
      return (z <= 0 ? 0 : z) + Elementary.log1p(Elementary.exp(-Math.abs(z)));
    }

    @Override
    public float derivative(float z, float a) {
      return Elementary.sigmoid(z);
    }

    @Override
    public double value(double z) {
      return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
    }

    @Override
    public double derivative(double z) {
      return 1 / (1 + StrictMath.exp(-z));
    }
  }

  /// z·Φ(z), Φ the standard normal distribution function (the exact form, not the one by tanh).
  /// Hendrycks & Gimpel 2016, arXiv:1606.08415.
  record Gelu() implements Activation {
    @Override
    public String name() {
      return "gelu";
    }

    @Override
    public float value(float z) {
      return z * Elementary.normalCdf(z);
    }

    @Override
    public float derivative(float z, float a) {
      return Math.fma(z, Elementary.normalDensity(z), Elementary.normalCdf(z));
    }

    @Override
    public double value(double z) {
      return z * StandardNormal.cdf(z);
    }

    @Override
    public double derivative(double z) {
      return StandardNormal.cdf(z) + z * StandardNormal.density(z);
    }
  }

  /// z / (1 + e⁻ᶻ), also called swish. Elfwing, Uchibe & Doya 2018, arXiv:1702.03118.
  record Silu() implements Activation {
    @Override
    public String name() {
      return "silu";
    }

    @Override
    public float value(float z) {
      return z * Elementary.sigmoid(z);
    }

    @Override
    public float derivative(float z, float a) {
      float s = Elementary.sigmoid(z);
      return s * Math.fma(z, 1 - s, 1);
    }

    @Override
    public double value(double z) {
      return z / (1 + StrictMath.exp(-z));
    }

    @Override
    public double derivative(double z) {
      double s = 1 / (1 + StrictMath.exp(-z));
      return s * (1 + z * (1 - s));
    }
  }
}

package dev.seedbed.check;

import dev.seedbed.init.GaussianExpectation;
import dev.seedbed.tensor.Activation;
import java.util.Optional;

/// What layers of independent weights make of normal pre-activations, by the theory of wide
/// networks. Poole et al. 2016, arXiv:1606.05340; Schoenholz et al. 2017, arXiv:1611.01232.
///
/// @param f the activation
/// @param weightVariance σ_w² = fan-in · E w²
/// @param biasVariance σ_b² = E b²
record Propagated(Activation f, double weightVariance, double biasVariance) {
  private static final int MOST_STEPS = 100;
  private static final double LARGEST_LENGTH = 1e4;
  private static final double SMALLEST_LENGTH = 1e-12;

  /// E f(√q z)².
  static double activity(Activation f, double q) {
    double root = Math.sqrt(q);
    return GaussianExpectation.roughly(z -> {
      double a = f.value(root * z);
      return a * a;
    });
  }

  /// E f′(√q z)².
  static double slope(Activation f, double q) {
    double root = Math.sqrt(q);
    return GaussianExpectation.roughly(z -> {
      double d = f.derivative(root * z);
      return d * d;
    });
  }

  /// q*, χ₁ and ξ; empty where layers keep no length between 0 and 10,000.
  Optional<LayerReport.MeanFieldPoint> point() {
    double q = fixedLength();
    if (!(q < LARGEST_LENGTH / 2)) {
      return Optional.empty();
    }
    double factor = weightVariance * slope(f, q);
    double logarithm = Math.abs(StrictMath.log(factor));
    return Optional.of(new LayerReport.MeanFieldPoint(q, factor, 1 / logarithm));
  }

  private double fixedLength() {
    if (!(next(SMALLEST_LENGTH) > SMALLEST_LENGTH)) {
      return 0;
    }
    double low = 0;
    double high = LARGEST_LENGTH;
    for (int i = 0; i < MOST_STEPS && high - low > 1e-9 * high; i++) {
      double middle = low + (high - low) / 2;
      if (next(middle) > middle) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private double next(double q) {
    return weightVariance * activity(f, q) + biasVariance;
  }
}

package dev.seedbed.distribution;

/// The standard normal distribution in double, for constants that are computed once.
public final class StandardNormal {
  private static final double TAIL = 3;

  /// From here on the upper tail is below the smallest double.
  private static final double END = 39;

  private StandardNormal() {}

  /// φ(x) = exp(−x²/2) / √(2π).
  public static double density(double x) {
    return StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  /// Φ(x), to about 1e-14 relative: by the power series near 0 and the continued fraction in the
  /// tails (Abramowitz & Stegun 1964, 26.2.11 and 26.2.14).
  public static double cdf(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    double z = Math.abs(x);
    double upper = z < TAIL ? 0.5 - series(z) : z < END ? density(z) / fraction(z) : 0;
    return x > 0 ? 1 - upper : upper;
  }

  /// Φ⁻¹(p), to the accuracy of the distribution function, by bisection.
  ///
  /// @param p in (0, 1)
  public static double quantile(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("p must be in (0, 1): " + p);
    }
    if (p > 0.5) {
      return -quantile(1 - p);
    }
    double low = -END;
    double high = 0;
    for (double z = low / 2; z > low && z < high; z = low + (high - low) / 2) {
      if (cdf(z) < p) {
        low = z;
      } else {
        high = z;
      }
    }
    return high;
  }

  /// Φ(z) − ½ = φ(z)·(z + z³/3 + z⁵/(3·5) + …).
  private static double series(double z) {
    double sum = 0;
    double term = z;
    for (int k = 1; sum + term != sum; k++) {
      sum += term;
      term *= z * z / (2 * k + 1);
    }
    return sum * density(z);
  }

  /// φ(z) / (1 − Φ(z)) = z + 1/(z + 2/(z + 3/(z + …))).
  private static double fraction(double z) {
    double fraction = z;
    for (int k = 150; k > 0; k--) {
      fraction = z + k / fraction;
    }
    return fraction;
  }
}

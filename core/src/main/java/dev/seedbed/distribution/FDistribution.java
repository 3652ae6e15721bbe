package dev.seedbed.distribution;

/// The F distribution of a ratio of two independent mean squares. Abramowitz & Stegun 1964, 26.6.
/// Probabilities and quantiles are right to about 1e-11 relative, up to some ten thousand degrees
/// of freedom, which need not be whole.
///
/// @param above the degrees of freedom of the numerator, at least 1
/// @param below those of the denominator, at least 1
public record FDistribution(double above, double below) {
  private static final int MOST_TERMS = 10_000;
  private static final double NEAR = 1e-16;

  public FDistribution {
    if (!(above >= 1 && below >= 1)) {
      throw new IllegalArgumentException(
          "degrees of freedom must be at least 1: " + above + ", " + below);
    }
  }

  /// What |t| of Student's t is below with probability `level`. The square of t has the F
  /// distribution with (1, `degrees`) degrees of freedom.
  ///
  /// @param level in (0, 1)
  /// @param degrees of freedom, at least 1
  public static double student(double level, double degrees) {
    return Math.sqrt(new FDistribution(1, degrees).quantile(level));
  }

  /// P(F ≤ f).
  public double cdf(double f) {
    return f > 0 ? beta(above / 2, below / 2, above * f, below) : 0;
  }

  /// P(F > f), also where it is tiny.
  public double upperTail(double f) {
    return f > 0 ? beta(below / 2, above / 2, below, above * f) : 1;
  }

  /// The f with P(F ≤ f) = p, for p in (0, 1), by bisection.
  public double quantile(double p) {
    double low = 1;
    while (cdf(low) > p) {
      low /= 2;
    }
    double high = 1;
    while (cdf(high) < p) {
      high *= 2;
    }
    for (double f = (low + high) / 2; f > low && f < high; f = low + (high - low) / 2) {
      if (cdf(f) < p) {
        low = f;
      } else {
        high = f;
      }
    }
    return high;
  }

  /// The regularised incomplete beta function I_x(a, b) at x = share / (share + rest), by the
  /// continued fraction 26.5.8 on that side of the mean where it converges fast.
  private static double beta(double a, double b, double share, double rest) {
    double x = share / (share + rest);
    double y = rest / (share + rest);
    if (x > (a + 1) / (a + b + 2)) {
      return 1 - tail(b, a, y, x);
    }
    return tail(a, b, x, y);
  }

  /// xᵃ yᵇ / (a·B(a, b)) over the fraction 1 + d₁x/(1 + d₂x/(1 + …)), by Lentz's method.
  private static double tail(double a, double b, double x, double y) {
    double scale =
        StrictMath.exp(
            a * StrictMath.log(x)
                + b * StrictMath.log(y)
                + Gamma.log(a + b)
                - Gamma.log(a)
                - Gamma.log(b));
    double fraction = 1;
    double c = 1;
    double d = 0;
    for (int m = 0; m < MOST_TERMS; m++) {
      double odd = -(a + m) * (a + b + m) / ((a + 2 * m) * (a + 2 * m + 1)) * x;
      double even = (m + 1) * (b - m - 1) / ((a + 2 * m + 1) * (a + 2 * m + 2)) * x;
      d = 1 / (1 + odd * d);
      c = 1 + odd / c;
      double before = fraction;
      fraction *= c * d;
      d = 1 / (1 + even * d);
      c = 1 + even / c;
      fraction *= c * d;
      if (Math.abs(fraction - before) <= NEAR * fraction) {
        break;
      }
    }
    return scale / (a * fraction);
  }
}

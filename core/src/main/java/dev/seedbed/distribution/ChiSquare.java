package dev.seedbed.distribution;

/// The chi-square distribution in double, for tests of fit and intervals of variances.
public final class ChiSquare {
  private static final int MOST_TERMS = 10_000;
  private static final double NEAR = 1e-15;
  private static final double MOST_DEGREES = 20_000;

  private ChiSquare() {}

  /// P(X > x) for X with `degrees` degrees of freedom, which need not be whole: Γ(a, x/2) / Γ(a)
  /// with a = degrees/2. By the power series or the continued fraction of the incomplete gamma
  /// function (Abramowitz & Stegun 1964, 6.5.29 and 6.5.31); of more than 20,000 degrees as in
  /// 26.4.14, where the cube root is as good as normal (Wilson & Hilferty 1931).
  public static double upperTail(double x, double degrees) {
    return tail(x, degrees, true);
  }

  /// P(X ≤ x), also where it is tiny.
  public static double lowerTail(double x, double degrees) {
    return tail(x, degrees, false);
  }

  /// The probability that X lies as far out as x on its side, or on the other.
  public static double twoSided(double x, double degrees) {
    return Math.min(1, 2 * Math.min(lowerTail(x, degrees), upperTail(x, degrees)));
  }

  private static double tail(double x, double degrees, boolean upper) {
    if (!(degrees >= 1)) {
      throw new IllegalArgumentException("degrees must be at least 1: " + degrees);
    }
    double a = degrees / 2;
    double y = x / 2;
    if (!(y > 0)) {
      return upper ? 1 : 0;
    }
    if (degrees > MOST_DEGREES) {
      double ninth = 2 / (9 * degrees);
      double z = (StrictMath.cbrt(x / degrees) - (1 - ninth)) / Math.sqrt(ninth);
      return StandardNormal.cdf(upper ? -z : z);
    }
    double scale = StrictMath.exp(a * StrictMath.log(y) - y - Gamma.log(a));
    if (y < a + 1) {
      double lower = scale * series(a, y);
      return upper ? 1 - lower : lower;
    }
    double above = scale * fraction(a, y);
    return upper ? above : 1 - above;
  }

  /// The x with P(X ≤ x) = p, for p in (0, 1), by bisection.
  public static double quantile(double p, int degrees) {
    double low = 0;
    double high = degrees;
    while (1 - upperTail(high, degrees) < p) {
      high *= 2;
    }
    for (double x = high / 2; x > low && x < high; x = low + (high - low) / 2) {
      if (1 - upperTail(x, degrees) < p) {
        low = x;
      } else {
        high = x;
      }
    }
    return high;
  }

  private static double series(double a, double y) {
    double term = 1 / a;
    double sum = term;
    for (int n = 1; n < MOST_TERMS && term > NEAR * sum; n++) {
      term *= y / (a + n);
      sum += term;
    }
    return sum;
  }

  /// Lentz's method.
  private static double fraction(double a, double y) {
    double b = y + 1 - a;
    double c = 1 / Double.MIN_NORMAL;
    double d = 1 / b;
    double h = d;
    for (int n = 1; n < MOST_TERMS; n++) {
      double factor = -n * (n - a);
      b += 2;
      d = 1 / (factor * d + b);
      c = b + factor / c;
      h *= d * c;
      if (Math.abs(d * c - 1) < NEAR) {
        return h;
      }
    }
    return h;
  }
}

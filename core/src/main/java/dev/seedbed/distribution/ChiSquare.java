package dev.seedbed.distribution;

/// The chi-square distribution in double, for tests of fit and intervals of variances.
public final class ChiSquare {
  private static final int MOST_TERMS = 10_000;
  private static final double NEAR = 1e-15;

  private ChiSquare() {}

  /// P(X > x) for X with `degrees` degrees of freedom: Γ(a, x/2) / Γ(a) with a = degrees/2. By the
  /// power series or the continued fraction of the incomplete gamma function (Abramowitz & Stegun
  /// 1964, 6.5.29 and 6.5.31).
  public static double upperTail(double x, int degrees) {
    if (degrees < 1) {
      throw new IllegalArgumentException("degrees must be at least 1: " + degrees);
    }
    double a = degrees / 2.0;
    double y = x / 2;
    if (!(y > 0)) {
      return 1;
    }
    double scale = StrictMath.exp(a * StrictMath.log(y) - y - Gamma.log(a));
    return y < a + 1 ? 1 - scale * series(a, y) : scale * fraction(a, y);
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

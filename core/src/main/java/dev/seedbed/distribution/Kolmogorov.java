package dev.seedbed.distribution;

/// The distribution of the greatest distance between the distribution function of a law and that of
/// a sample. Kolmogorov 1933; Smirnov 1948; for few elements with Stephens's correction of 1970,
/// "Use of the Kolmogorov–Smirnov, Cramér–von Mises and related statistics without extensive
/// tables".
public final class Kolmogorov {
  private static final int MOST_TERMS = 100;

  /// Below, the series converges slowly, and what it gives is 1 to nine digits.
  private static final double SURE = 0.25;

  private Kolmogorov() {}

  /// The probability that `count` elements lie farther from their law than `distance`.
  ///
  /// @param count how many; of two samples, the product of their sizes over the sum
  public static double upperTail(double distance, double count) {
    double root = Math.sqrt(count);
    double x = (root + 0.12 + 0.11 / root) * distance;
    if (x < SURE) {
      return 1;
    }
    double sum = 0;
    for (int k = 1; k <= MOST_TERMS; k++) {
      double term = 2 * StrictMath.exp(-2.0 * k * k * x * x);
      sum += k % 2 == 1 ? term : -term;
      if (term < 1e-300) {
        break;
      }
    }
    return Math.clamp(sum, 0, 1);
  }
}

package dev.seedbed.statistics;

/// Mean and variance. Numbers are taken relative to the first of them, so that the variance of
/// equal ones is exactly 0.
final class Moments {
  private Moments() {}

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value - values[0];
    }
    return values[0] + sum / values.length;
  }

  /// Σ(x − x̄)² / (n − 1); NaN for one number.
  static double variance(double[] values) {
    double shift = mean(values) - values[0];
    double sum = 0;
    for (double value : values) {
      double deviation = value - values[0] - shift;
      sum += deviation * deviation;
    }
    return sum / (values.length - 1);
  }

  /// Refuses none at all, NaN and infinity.
  static void check(String name, double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException(name + " must be at least one number");
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(name + " must be finite: " + value);
      }
    }
  }
}

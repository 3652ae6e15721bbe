package dev.seedbed.score;

import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.Proportion;
import java.util.List;

/// A number that was measured on some rows, with its 95 % interval over the choice of rows.
public record Estimate(double value, Interval interval) {
  /// A share of which there is no sign, and no row that could have shown one.
  static final Estimate NOTHING = new Estimate(0, new Interval(0, 1));

  /// A share, with Wilson's interval.
  static Estimate of(Proportion share) {
    return new Estimate(share.value(), new Interval(share.low(), share.high()));
  }

  /// The mean of `values`, with its normal interval; infinite to both sides for a single one.
  static Estimate ofMean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double error = Math.sqrt(squares / (values.length - 1.0) / values.length);
    return Double.isFinite(error)
        ? new Estimate(mean, new Interval(mean - Proportion.Z * error, mean + Proportion.Z * error))
        : new Estimate(mean, new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
  }

  /// The mean of independent estimates. The distance of each end from the mean is the root of the
  /// sum of the squares of theirs ("method of variance estimates recovery", Zou & Donner 2008,
  /// Statistics in Medicine 27), which keeps what intervals of shares near 0 and 1 know.
  static Estimate ofMean(List<Estimate> estimates) {
    double sum = 0;
    double below = 0;
    double above = 0;
    for (Estimate estimate : estimates) {
      sum += estimate.value;
      below += square(estimate.value - estimate.interval.low());
      above += square(estimate.interval.high() - estimate.value);
    }
    int n = estimates.size();
    double mean = sum / n;
    return new Estimate(
        mean, new Interval(mean - Math.sqrt(below) / n, mean + Math.sqrt(above) / n));
  }

  private static double square(double x) {
    return x * x;
  }
}

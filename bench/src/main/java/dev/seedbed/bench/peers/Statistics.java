package dev.seedbed.bench.peers;

import java.util.Arrays;

/// What describes a sample.
///
/// @param zeros the share of values that are exactly zero
/// @param negatives the share of values below zero
/// @param kurtosis the fourth central moment over the squared variance: uniform 1.8, normal 3,
///   normal cut at ±2σ 2.3655; NaN where all values are equal
public record Statistics(
    int n,
    double min,
    double max,
    double mean,
    double sd,
    double zeros,
    double negatives,
    double kurtosis) {

  static Statistics of(double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).sum() / n;
    double second = 0;
    double fourth = 0;
    int zeros = 0;
    int negatives = 0;
    double min = values[0];
    double max = values[0];
    for (double value : values) {
      double square = (value - mean) * (value - mean);
      second += square;
      fourth += square * square;
      zeros += value == 0 ? 1 : 0;
      negatives += value < 0 ? 1 : 0;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    if (min == max) {
      return new Statistics(
          n, min, max, min, 0, (double) zeros / n, (double) negatives / n, Double.NaN);
    }
    double variance = second / n;
    return new Statistics(
        n,
        min,
        max,
        mean,
        Math.sqrt(variance),
        (double) zeros / n,
        (double) negatives / n,
        fourth / n / (variance * variance));
  }

  /// max|w| as a multiple of the standard deviation: √3 for a uniform law around 0.
  double reach() {
    return Math.max(-min, max) / sd;
  }
}

package dev.seedbed.statistics;

import java.util.Arrays;

/// Where numbers lie, such as the validation losses of all seeds; in their own unit.
///
/// @param count how many
/// @param mean their mean
/// @param deviation the standard deviation √(Σ(x − x̄)² / (n − 1)); NaN for one number
/// @param least the smallest
/// @param lower the first quartile
/// @param median the second
/// @param upper the third
/// @param greatest the largest
public record Quantiles(
    int count,
    double mean,
    double deviation,
    double least,
    double lower,
    double median,
    double upper,
    double greatest) {

  /// Quartiles are of type 7: linear between the order statistics, the p-quantile at place (n −
  /// 1)·p from 0. Hyndman & Fan 1996, The American Statistician 50(4), definition 7; the default of
  /// R and NumPy.
  ///
  /// @param values at least one, all finite, in any order
  public static Quantiles of(double[] values) {
    Moments.check("values", values);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Quantiles(
        sorted.length,
        Moments.mean(sorted),
        Math.sqrt(Moments.variance(sorted)),
        sorted[0],
        quantile(sorted, 0.25),
        quantile(sorted, 0.5),
        quantile(sorted, 0.75),
        sorted[sorted.length - 1]);
  }

  /// The quantile of type 7 of numbers in increasing order.
  static double quantile(double[] sorted, double p) {
    double place = (sorted.length - 1) * p;
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}

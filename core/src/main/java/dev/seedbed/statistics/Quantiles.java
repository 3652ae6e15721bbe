package dev.seedbed.statistics;

import dev.seedbed.distribution.FDistribution;
import java.util.Arrays;
import java.util.Optional;

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

  /// Where one more number of the same kind lies with probability 95 %, if such numbers are normal:
  /// Student's prediction interval x̄ ± t·s·√(1 + 1/n), t the 97.5 % quantile with n − 1 degrees of
  /// freedom. Empty for one number, which does not say how others are spread.
  ///
  /// @param least what no such number is below; no end of the interval is either
  /// @param greatest what none is above, at least `least`
  public Optional<Interval> prediction(double least, double greatest) {
    if (count < 2) {
      return Optional.empty();
    }
    double half =
        FDistribution.student(Interval.LEVEL, count - 1) * deviation * Math.sqrt(1 + 1.0 / count);
    return Optional.of(new Interval(mean - half, mean + half).within(least, greatest));
  }

  /// Where the expectation of such numbers lies with probability 95 %, if they are normal:
  /// Student's confidence interval x̄ ± t·s/√n. Empty for one number.
  ///
  /// @param least what no such number is below; no end of the interval is either
  /// @param greatest what none is above, at least `least`
  public Optional<Interval> expectation(double least, double greatest) {
    if (count < 2) {
      return Optional.empty();
    }
    double half = FDistribution.student(Interval.LEVEL, count - 1) * deviation / Math.sqrt(count);
    return Optional.of(new Interval(mean - half, mean + half).within(least, greatest));
  }

  /// The quantile of type 7 of numbers in increasing order.
  static double quantile(double[] sorted, double p) {
    double place = (sorted.length - 1) * p;
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}

package dev.seedbed.statistics;

import dev.seedbed.distribution.ChiSquare;
import dev.seedbed.distribution.FDistribution;
import java.util.Optional;

/// How far scores of seeds on the same rows lie apart if each seed errs on each row independently
/// of all other seeds and rows: then no seed is better than another, and the score of a seed says
/// nothing of new rows. Jordan 2023, "Calibrated Chaos: Variance Between Runs of Neural Network
/// Training is Harmless and Inevitable", arXiv:2304.01910, sections 3 and 4, found that networks
/// come near to that.
///
/// @param rows that each score is the mean of
/// @param variance of the scores, in their unit, squared; above 0
public record IndependentErrors(long rows, double variance) {

  /// How much more than that scores of seeds varied.
  ///
  /// @param ratio of their variance to that of independent errors
  /// @param interval of the ratio, by the chi-square distribution; exact if scores are normal
  /// @param pValue the probability of so large a ratio, or larger, if errors are independent
  /// @param share of the variance that independent errors don't explain, max(0, 1 − 1/ratio). It is
  ///   what a lead on these rows is worth on new ones, as in [SeedVariance]
  /// @param shareInterval of that, within [0, 1]
  public record Excess(
      double ratio, Interval interval, double pValue, double share, Interval shareInterval) {}

  /// Of accuracies, where nothing is known but their mean. If the ensemble of all seeds is
  /// calibrated, an example that a share q of the seeds takes for class 1 of 2 is of class 1 with
  /// probability q: it is taken wrongly by 2q(1 − q) of them on average, and the variance of one
  /// seed's hit is q(1 − q), half of that. So the variance of the mean of n is error/(2n). With
  /// more than two classes it is at most that.
  ///
  /// @param error the mean share of rows that seeds take wrongly, in [0, 1]
  /// @param rows at least 1
  /// @return empty if no seed ever errs
  public static Optional<IndependentErrors> ofError(double error, long rows) {
    if (!(error >= 0 && error <= 1)) {
      throw new IllegalArgumentException("the error must be in [0, 1]: " + error);
    }
    if (rows < 1) {
      throw new IllegalArgumentException("rows must be at least 1: " + rows);
    }
    return error > 0
        ? Optional.of(new IndependentErrors(rows, error / (2 * rows)))
        : Optional.empty();
  }

  /// The same of what each seed loses on each row, where this need not be assumed: the variance
  /// that interactions of seeds and rows make ([SeedVariance]).
  ///
  /// @param rows how many
  public static IndependentErrors of(SeedVariance variance, long rows) {
    return new IndependentErrors(rows, variance.noise());
  }

  /// Compares scores of seeds with it. The variance of independent errors is taken for known: it
  /// comes from all rows.
  ///
  /// @param scores of seeds that were not chosen by their score
  /// @return empty with fewer than 2
  public Optional<Excess> excess(double[] scores) {
    int degrees = scores.length - 1;
    if (degrees < 1) {
      return Optional.empty();
    }
    Moments.check("scores", scores);
    double ratio = Moments.variance(scores) / variance;
    var interval =
        new Interval(
            degrees * ratio / ChiSquare.quantile(1 - Interval.TAIL, degrees),
            degrees * ratio / ChiSquare.quantile(Interval.TAIL, degrees));
    return Optional.of(
        new Excess(
            ratio,
            interval,
            ChiSquare.upperTail(degrees * ratio, degrees),
            share(ratio),
            new Interval(share(interval.low()), share(interval.high()))));
  }

  /// How much more than interactions of seeds and rows make scores varied. That seeds move together
  /// on rows is counted by their degrees of freedom.
  public static Excess excess(SeedVariance variance) {
    double ratio = variance.ratio();
    var distribution = new FDistribution(variance.seedDegrees(), variance.rowDegrees());
    return new Excess(
        ratio,
        new Interval(
            ratio / distribution.quantile(1 - Interval.TAIL),
            ratio / distribution.quantile(Interval.TAIL)),
        distribution.upperTail(ratio),
        variance.share(),
        variance.interval());
  }

  private static double share(double ratio) {
    return Math.max(0, 1 - 1 / ratio);
  }
}

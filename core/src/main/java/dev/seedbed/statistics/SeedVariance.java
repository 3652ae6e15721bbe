package dev.seedbed.statistics;

import dev.seedbed.distribution.FDistribution;
import java.util.Optional;

/// How much of the differences between seeds is the seeds' own, and how much is that each was
/// measured on finitely many rows; from what each seed loses on each row.
///
/// The model: seed s loses μᵢ + aₛ + eₛᵢ on row i. What all seeds have in common, such as how hard
/// the row is, is in μᵢ. aₛ is the seed's own part, of variance t². eₛᵢ is the interaction, of mean
/// 0 over rows; its mean over the n rows is noise of variance v², which other rows would make anew.
///
/// Of errors (1 where a row is misclassified, else 0), v² is also what independent errors alone
/// make of the variance: Σ pᵢ(1 − pᵢ)/n², to a factor of 1 − 1/n, where pᵢ is the chance that a
/// seed errs on row i. That is half the rate at which two seeds disagree on whether a row is right,
/// over n, for any number of classes. With two classes, and if the mean of many networks is
/// calibrated, two disagree as often as one errs, and it is (error rate)/(2n): Jordan 2023,
/// arXiv:2304.01910, section 4.
///
/// The rows on which seeds differ are few and move the same seeds together, so k seeds are fewer
/// than k independent ones, and n rows fewer than n. Both are counted by the degrees of freedom of
/// a sum of squares with the same mean and variance (Satterthwaite 1946, Biometrics Bulletin 2(6)),
/// with which the F distribution, exact for independent normal interactions, holds approximately
/// for others.
///
/// Losses are squared here: variances have the unit of the loss, squared.
///
/// @param seed t̂² = max(0, ŝ² − v̂²), where ŝ² is the variance of the unselected seeds' means
/// @param noise v̂², the interactions' mean square over n
/// @param ratio ŝ²/v̂²: 1 on average if seeds have no part of their own
/// @param interval of the share: ŝ²/v̂² over (t² + v²)/v² has about the F distribution with
///   (`seedDegrees`, `rowDegrees`) degrees of freedom. Cut to [0, 1]
/// @param seeds how many unselected seeds ŝ² is from
/// @param seedDegrees (tr S)² / tr S², where S is the unselected seeds' covariance over rows, by
///   the unbiased estimate of tr S² of Bai & Saranadasa 1996, Statistica Sinica 6; from 1 to seeds
///   − 1
/// @param rowDegrees 2/(1/m − 1/n), where m = (Σ wᵢ)² / Σ wᵢ² and wᵢ is the sum of row i's squared
///   interactions: n rows of normal interactions of one seed count as n, one that decides all
///   counts as 2; at least 1
public record SeedVariance(
    double seed,
    double noise,
    double ratio,
    Interval interval,
    int seeds,
    double seedDegrees,
    double rowDegrees) {
  /// The degrees of freedom of more seeds than that are theirs: the time grows with the square.
  private static final int MOST_SEEDS = 200;

  /// Splits the variance.
  ///
  /// Only seeds that were not chosen by their loss show how seeds differ, as the best of a race
  /// have less variance than all. How rows differ is taken from all seeds.
  ///
  /// @param losses of each seed on each row, finite; each seed on the same rows
  /// @param unselected which seeds nothing but chance chose
  /// @return empty with fewer than 2 unselected seeds or 3 rows, and if the seeds differ on no row
  public static Optional<SeedVariance> of(double[][] losses, boolean[] unselected) {
    var interactions = Interactions.of(losses, unselected);
    if (interactions.unselected().length < 2 || interactions.rows() < 3) {
      return Optional.empty();
    }
    double noise = interactions.noise();
    if (!(noise > 0)) {
      return Optional.empty();
    }
    double total = Moments.variance(interactions.unselectedMeans());
    double seedDegrees = interactions.seedDegrees(MOST_SEEDS);
    double rowDegrees = interactions.rowDegrees();
    double ratio = total / noise;
    var distribution = new FDistribution(rowDegrees, seedDegrees);
    double low = 1 - 1 / ratio / distribution.quantile(Interval.TAIL);
    double high = 1 - 1 / ratio / distribution.quantile(1 - Interval.TAIL);
    return Optional.of(
        new SeedVariance(
            Math.max(0, total - noise),
            noise,
            ratio,
            new Interval(low, high).within(0, 1),
            interactions.unselected().length,
            seedDegrees,
            rowDegrees));
  }

  /// t̂² / (t̂² + v̂²), in [0, 1].
  public double share() {
    return Math.max(0, 1 - 1 / ratio);
  }
}

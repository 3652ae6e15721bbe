package dev.seedbed.statistics;

import dev.seedbed.distribution.FDistribution;
import java.util.Optional;

/// How much of the differences between seeds is the seeds' own, and how much is that each was
/// measured on finitely many rows; by measuring each on two halves of them.
///
/// The model: the loss of a seed on half j is μⱼ + s + eⱼ, where s is the seed's own part, of
/// variance t², and e₁, e₂ are independent noise of variance 2v² each, so that the mean of the
/// halves has noise of variance v². What all seeds have in common, such as hard rows in one half,
/// is in μⱼ.
///
/// If both are normal and a seed is chosen because its loss is the lowest, then the expected true
/// gain of that seed over the mean of all seeds is `share` times the gain that was observed, for
/// any number of seeds: E(s | s + e) = t²/(t² + v²)·(s + e) is linear, so it holds for each seed,
/// and hence for whichever is chosen by s + e alone. (A share of 0.1 says that nine tenths of the
/// luck is on paper.)
///
/// Losses are squared here: variances have the unit of the loss, squared.
///
/// @param seed t̂² = max(0, ŝ² − v̂²), where ŝ² is the variance of the seeds' means of both halves
/// @param noise v̂², the variance of half the difference of the halves
/// @param share t̂² / (t̂² + v̂²), in [0, 1]. A ratio of two estimates, it is too low on average,
///   by 2·(1 − share)/(seeds − 3)
/// @param interval of the share: (v̂²/ŝ²)·(t² + v²)/v² has the F distribution with (differences −
///   1, seeds − 1) degrees of freedom if all is normal, exactly, as sums and differences of e₁ and
///   e₂ are independent. Cut to [0, 1]
/// @param seeds how many unselected seeds ŝ² is from
public record SeedVariance(double seed, double noise, double share, Interval interval, int seeds) {

  /// Splits the variance.
  ///
  /// The first two must be of seeds that were not chosen by their loss, as the best of a race have
  /// less variance than all. The differences may be of all trials trained to the same point, chosen
  /// or not: choosing by the mean of the halves does not bias them, as the sum and the difference
  /// of e₁ and e₂ are independent if their variances are equal, so the halves should have about as
  /// many rows as each other.
  ///
  /// @param firstHalf the losses of seeds that were not chosen, all trained alike, on one half of
  ///   the evaluation rows; finite
  /// @param secondHalf their losses on the other half; no row is in both
  /// @param differences (first − second) / 2 of every trial trained as far
  /// @return empty with fewer than 2 seeds or differences, and if nothing varies at all
  public static Optional<SeedVariance> of(
      double[] firstHalf, double[] secondHalf, double[] differences) {
    int seeds = firstHalf.length;
    if (secondHalf.length != seeds) {
      throw new IllegalArgumentException(
          "both halves must be of the same seeds: %d, %d".formatted(seeds, secondHalf.length));
    }
    if (seeds < 2 || differences.length < 2) {
      return Optional.empty();
    }
    Moments.check("losses", firstHalf);
    Moments.check("losses", secondHalf);
    Moments.check("differences", differences);
    double[] means = new double[seeds];
    for (int i = 0; i < seeds; i++) {
      means[i] = (firstHalf[i] + secondHalf[i]) / 2;
    }
    double total = Moments.variance(means);
    double noise = Moments.variance(differences);
    if (total == 0 && noise == 0) {
      return Optional.empty();
    }
    double ratio = noise / total;
    var distribution = new FDistribution(differences.length - 1, seeds - 1);
    double low = 1 - ratio / distribution.quantile(Interval.TAIL);
    double high = 1 - ratio / distribution.quantile(1 - Interval.TAIL);
    return Optional.of(
        new SeedVariance(
            Math.max(0, total - noise),
            noise,
            Math.max(0, 1 - ratio),
            new Interval(low, high).within(0, 1),
            seeds));
  }
}

package dev.seedbed.train;

import java.util.Comparator;

/// The result of one pass over the training rows.
///
/// @param number 1 is the first
/// @param trainingLoss the mean loss a row as it was met, while the weights moved
/// @param validation measured at the end of the epoch
/// @param cost what the epoch is ranked by, from the validation rows: the lower, the better. The
///   loss, or what a [Metric] is short of its best
/// @param halfDifference half the difference between the costs of the even and the odd validation
///   rows: what chance, in the choice of these rows, does to the cost
public record Epoch(
    int number, double trainingLoss, Score validation, double cost, double halfDifference) {
  /// From the best to the worst; of equal costs, the lower loss is better.
  public static final Comparator<Epoch> RANKING =
      Comparator.comparingDouble(Epoch::cost).thenComparingDouble(e -> e.validation().loss());

  /// An epoch that is ranked by its loss.
  public Epoch(int number, double trainingLoss, Score validation, double halfDifference) {
    this(number, trainingLoss, validation, validation.loss(), halfDifference);
  }

  /// Whether both losses are finite.
  public boolean finite() {
    return Double.isFinite(trainingLoss) && Double.isFinite(validation.loss());
  }
}

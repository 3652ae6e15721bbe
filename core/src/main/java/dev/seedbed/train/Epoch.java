package dev.seedbed.train;

/// The result of one pass over the training rows.
///
/// @param number 1 is the first
/// @param trainingLoss the mean loss a row as it was met, while the weights moved
/// @param validation measured at the end of the epoch
/// @param halfDifference half the difference between the mean losses of the even and the odd
///   validation rows: what chance, in the choice of these rows, does to the loss
public record Epoch(int number, double trainingLoss, Score validation, double halfDifference) {

  /// Whether both losses are finite.
  public boolean finite() {
    return Double.isFinite(trainingLoss) && Double.isFinite(validation.loss());
  }
}

package dev.seedbed.train;

/// How good a network is on some rows.
public sealed interface Score {
  /// The mean loss a row, without weight decay; what networks are ranked by. In nats for classes;
  /// for a quantity in units of the training rows' variance.
  double loss();

  /// The headline number: the accuracy, or the RMSE.
  default double metric() {
    return switch (this) {
      case Classification classification -> classification.accuracy();
      case Regression regression -> regression.rmse();
    };
  }

  /// The score of a network that tells classes apart.
  ///
  /// @param accuracy the share of rows whose class has the largest probability (the first of
  ///   equals)
  record Classification(double loss, double accuracy) implements Score {}

  /// The score of a network that predicts a quantity.
  ///
  /// @param rmse the root of the mean squared error, in the target's own unit
  /// @param r2 1 − (sum of squared errors) / (sum of squared deviations from these rows' mean); NaN
  ///   if these rows' targets are all equal
  record Regression(double loss, double rmse, double r2) implements Score {}
}

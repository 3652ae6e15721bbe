package dev.seedbed.train;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Target;
import dev.seedbed.network.Network;
import dev.seedbed.network.Propagation;
import dev.seedbed.tensor.Kernels;
import dev.seedbed.tensor.Matrix;
import dev.seedbed.tensor.Panels;

/// How good a network is on some rows.
public sealed interface Score {
  /// The mean loss a row, without weight decay; what networks are ranked by. In nats for classes;
  /// for a quantity in units of the training rows' variance.
  double loss();

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

  /// Measures `network` on the rows of `part`.
  static Score measure(Network network, Dataset.Part part, Target target, Kernels kernels) {
    int rows = Math.min(Propagation.USUAL_ROWS, part.rows());
    return measure(new Propagation(network, rows, kernels), part, target);
  }

  /// Measures the network of `propagation` on the rows of `part`.
  static Score measure(Propagation propagation, Dataset.Part part, Target target) {
    double loss = 0;
    int right = 0;
    for (int from = 0; from < part.rows(); from += propagation.mostRows()) {
      int rows = Math.min(propagation.mostRows(), part.rows() - from);
      Panels outputs = propagation.forward(part.inputs(), from, rows);
      loss += propagation.lossSum(part.targets(), from, rows);
      for (int i = 0; i < rows; i++) {
        right += outputs.largestInRow(i) == part.targets().largestInRow(from + i) ? 1 : 0;
      }
    }
    double meanLoss = loss / part.rows();
    return switch (target) {
      case Target.Classes _ -> new Classification(meanLoss, (double) right / part.rows());
      case Target.Quantity quantity ->
          new Regression(
              meanLoss,
              Math.sqrt(meanLoss) * quantity.deviation(),
              1 - meanLoss / variance(part.targets()));
    };
  }

  private static double variance(Matrix column) {
    double sum = 0;
    for (int i = 0; i < column.rows(); i++) {
      sum += column.get(i, 0);
    }
    double mean = sum / column.rows();
    double squares = 0;
    for (int i = 0; i < column.rows(); i++) {
      squares += (column.get(i, 0) - mean) * (column.get(i, 0) - mean);
    }
    return squares == 0 ? Double.NaN : squares / column.rows();
  }
}

package dev.seedbed.descent;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.train.Score;

/// The performance of a network on some rows.
///
/// @param score of all rows together
/// @param losses of each row
public record Evaluation(Score score, double[] losses) {

  /// Measures `network` on the rows of `part`.
  public static Evaluation of(Network network, Dataset.Part part, Target target, Kernels kernels) {
    int rows = Math.min(Propagation.USUAL_ROWS, part.rows());
    return of(new Propagation(network, rows, kernels), part, target, new double[part.rows()]);
  }

  /// Measures the network of `propagation` on the rows of `part`.
  ///
  /// @param losses where the losses of the rows go
  static Evaluation of(Propagation propagation, Dataset.Part part, Target target, double[] losses) {
    double loss = 0;
    int right = 0;
    for (int from = 0; from < part.rows(); from += propagation.mostRows()) {
      int rows = Math.min(propagation.mostRows(), part.rows() - from);
      Panels outputs = propagation.forward(part.inputs(), from, rows);
      loss += propagation.lossSum(part.targets(), from, rows);
      for (int i = 0; i < rows; i++) {
        losses[from + i] = propagation.loss(i);
        right +=
            part.targets() instanceof Targets.Classes classes
                    && outputs.largestInRow(i) == classes.ofRow()[from + i]
                ? 1
                : 0;
      }
    }
    double meanLoss = loss / part.rows();
    Score score =
        switch (target) {
          case Target.Classes _ -> new Score.Classification(meanLoss, (double) right / part.rows());
          case Target.Quantity quantity ->
              new Score.Regression(
                  meanLoss,
                  Math.sqrt(meanLoss) * quantity.deviation(),
                  1 - meanLoss / variance(part.targets()));
        };
    return new Evaluation(score, losses);
  }

  /// Half the difference between the mean losses of the even and the odd rows; NaN for a single
  /// row.
  double halfDifference() {
    double[] sums = new double[2];
    for (int i = 0; i < losses.length; i++) {
      sums[i % 2] += losses[i];
    }
    int odd = losses.length / 2;
    return odd == 0 ? Double.NaN : (sums[0] / (losses.length - odd) - sums[1] / odd) / 2;
  }

  private static double variance(Targets column) {
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

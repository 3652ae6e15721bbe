package dev.seedbed.descent;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.kernel.Team;
import dev.seedbed.model.Model;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.tensor.Matrix;
import dev.seedbed.train.Score;
import java.util.List;

/// The performance of a network on some rows.
///
/// @param score of all rows together
/// @param losses of each row
/// @param hits whether the right class of each row has the largest probability; none for a quantity
public record Evaluation(Score score, double[] losses, boolean[] hits) {

  /// Measures `network` on the rows of `part`.
  ///
  /// @param team shares out the work if there is enough of it
  public static Evaluation of(
      Network network, Dataset.Part part, Target target, Kernels kernels, Team team) {
    int rows = Math.min(Propagation.USUAL_ROWS, part.rows());
    return of(new Propagation(network, rows, kernels, team), part, target);
  }

  /// Measures the network of `propagation` on the rows of `part`.
  public static Evaluation of(Propagation propagation, Dataset.Part part, Target target) {
    Criterion rowByRow = Criterion.loss(part);
    Score score = score(propagation, part, target, rowByRow);
    return new Evaluation(score, rowByRow.losses(), rowByRow.hits());
  }

  /// Measures `model` on the rows of `part`. The loss of classes is that of the mean of the
  /// networks' probabilities; the squared error that of the mean of their values.
  public static Evaluation of(Model model, Dataset.Part part, Kernels kernels) {
    return of(
        model,
        model.members().stream()
            .map(network -> of(network, part, model.target(), kernels, Team.ALONE))
            .toList(),
        part);
  }

  /// The same, where its networks have been measured.
  ///
  /// @param alone each network on the rows of `part`
  public static Evaluation of(Model model, List<Evaluation> alone, Dataset.Part part) {
    Target target = model.target();
    if (alone.size() == 1) {
      return alone.getFirst();
    }
    Matrix outputs = model.outputs(part.inputs());
    double[] losses = new double[part.rows()];
    boolean[] hits = new boolean[target instanceof Target.Classes ? part.rows() : 0];
    double loss = 0;
    for (int i = 0; i < part.rows(); i++) {
      if (part.targets() instanceof Targets.Classes classes) {
        losses[i] = lossOfMean(alone, i, classes.weight(i));
        hits[i] = outputs.largestInRow(i) == classes.ofRow()[i];
      } else {
        double error = (double) outputs.get(i, 0) - part.targets().get(i, 0);
        losses[i] = error * error;
      }
      loss += losses[i];
    }
    return new Evaluation(score(loss / part.rows(), hits, part, target), losses, hits);
  }

  /// −ln of the mean of the probabilities, times the weight, without underflow.
  private static double lossOfMean(List<Evaluation> alone, int row, double weight) {
    double least = Double.POSITIVE_INFINITY;
    for (Evaluation one : alone) {
      least = Math.min(least, one.losses[row]);
    }
    if (!Double.isFinite(least)) {
      return least;
    }
    double sum = 0;
    for (Evaluation one : alone) {
      sum += StrictMath.exp((least - one.losses[row]) / weight);
    }
    return least - weight * StrictMath.log(sum / alone.size());
  }

  /// Measures the network of `propagation` on the rows of `part`, and tells `criterion` of each.
  static Score score(
      Propagation propagation, Dataset.Part part, Target target, Criterion criterion) {
    double loss = 0;
    for (int from = 0; from < part.rows(); from += propagation.mostRows()) {
      int rows = Math.min(propagation.mostRows(), part.rows() - from);
      Panels outputs = propagation.forward(part.inputs(), from, rows);
      loss += propagation.lossSum(part.targets(), from, rows);
      for (int i = 0; i < rows; i++) {
        criterion.take(from + i, propagation.loss(i), outputs, i);
      }
    }
    return score(loss / part.rows(), criterion.hits(), part, target);
  }

  private static Score score(double meanLoss, boolean[] hits, Dataset.Part part, Target target) {
    int right = 0;
    for (boolean hit : hits) {
      right += hit ? 1 : 0;
    }
    return switch (target) {
      case Target.Classes _ -> new Score.Classification(meanLoss, (double) right / part.rows());
      case Target.Quantity quantity ->
          new Score.Regression(
              meanLoss,
              Math.sqrt(meanLoss) * quantity.deviation(),
              1 - meanLoss / variance(part.targets()));
    };
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

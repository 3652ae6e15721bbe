package dev.seedbed.score;

import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.tensor.Matrix;

/// What answers are worth, on rows that nothing was chosen by.
public sealed interface Scores permits ClassScores, QuantityScores {

  /// Whether the answers beat the baseline: always the most frequent class, or the mean, of the
  /// training rows, unless [#of(Target, Matrix, Targets)] says otherwise.
  Beats beatsBaseline();

  /// Scores the outputs of a network whose training rows are not there. The baseline is the most
  /// frequent class of these rows, as that of the training rows is not known: it can only be better
  /// here. Of a quantity it is the mean of the training rows, by which the target is scaled.
  ///
  /// @param outputs rows × classes, probabilities; or rows × 1, encoded as the targets are
  /// @param truth of the same rows
  static Scores of(Target target, Matrix outputs, Targets truth) {
    return switch (target) {
      case Target.Classes _ -> of(target, outputs, truth, truth);
      case Target.Quantity quantity -> ofQuantity(quantity, outputs, truth, 0);
    };
  }

  /// Scores the outputs of a network.
  ///
  /// @param outputs rows × classes, probabilities; or rows × 1, encoded as the targets are
  /// @param truth of the same rows
  /// @param training the targets that the network learnt from, which the baseline knows as well
  static Scores of(Target target, Matrix outputs, Targets truth, Targets training) {
    return switch (target) {
      case Target.Classes classes ->
          ClassScores.of(
              classes.labels(),
              outputs,
              ((Targets.Classes) truth).ofRow(),
              ((Targets.Classes) training).counts());
      case Target.Quantity quantity ->
          ofQuantity(quantity, outputs, truth, training.means()[0] * quantity.deviation());
    };
  }

  /// @param baseline what would be answered without a network, from the mean of the training rows
  private static Scores ofQuantity(
      Target.Quantity quantity, Matrix outputs, Targets truth, double baseline) {
    double[] values = new double[truth.rows()];
    double[] answers = new double[truth.rows()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (double) truth.get(i, 0) * quantity.deviation();
      answers[i] = (double) outputs.get(i, 0) * quantity.deviation();
    }
    return QuantityScores.of(values, answers, baseline);
  }
}

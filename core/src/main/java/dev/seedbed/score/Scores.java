package dev.seedbed.score;

import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.tensor.Matrix;

/// What answers are worth, on rows that nothing was chosen by.
public sealed interface Scores permits ClassScores, QuantityScores {

  /// Whether the answers beat the baseline: always the most frequent class, or the mean, of the
  /// training rows.
  Beats beatsBaseline();

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
      case Target.Quantity quantity -> {
        double[] values = new double[truth.rows()];
        double[] answers = new double[truth.rows()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (double) truth.get(i, 0) * quantity.deviation();
          answers[i] = (double) outputs.get(i, 0) * quantity.deviation();
        }
        yield QuantityScores.of(values, answers, training.means()[0] * quantity.deviation());
      }
    };
  }
}

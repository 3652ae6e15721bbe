package dev.seedbed.model;

import dev.seedbed.data.Encoder;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.tensor.Matrix;

/// A network together with what turns raw columns into its inputs and its outputs into answers.
public record Model(Encoder encoder, Target target, Network network) {
  /// @throws IllegalArgumentException if they do not fit each other, as [ModelSpec] says
  public Model {
    new ModelSpec(encoder, target, network.spec());
  }

  /// The network's answers for all rows of `table`: rows × classes, the probabilities in the order
  /// of the target's labels; or rows × 1, the quantity in its own unit. Columns are found by name;
  /// others than the encoder's are passed over.
  ///
  /// @throws dev.seedbed.data.InputException if a column is missing or of the wrong kind
  public Matrix predict(Table table) {
    return predict(encoder.encode(table));
  }

  /// Likewise, for rows that are encoded already: rows × [Encoder#width()].
  public Matrix predict(Matrix inputs) {
    Matrix answers = Encoder.matrix(inputs.rows(), target.width());
    var propagation =
        new Propagation(network, Math.min(Propagation.USUAL_ROWS, inputs.rows()), Kernels.best());
    for (int from = 0; from < inputs.rows(); from += propagation.mostRows()) {
      int rows = Math.min(propagation.mostRows(), inputs.rows() - from);
      Panels outputs = propagation.forward(inputs, from, rows);
      for (int i = 0; i < rows; i++) {
        outputs.copyRow(i, answers, from + i);
      }
    }
    if (target instanceof Target.Quantity quantity) {
      for (int i = 0; i < answers.rows(); i++) {
        answers.set(i, 0, quantity.decode(answers.get(i, 0)));
      }
    }
    return answers;
  }
}

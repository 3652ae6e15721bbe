package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain.Head;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The losses of a graph's outputs: of all of them, or if targets are given of the first.
///
/// @param losses at least one
/// @param gradients by the outputs, in the graph's order; empty where one has no loss
/// @param rows over which the first loss is a mean
record OutputLosses(List<GraphLoss> losses, List<Optional<FloatArray>> gradients, int rows) {

  /// @param run that went forward
  /// @throws InputException if targets do not fit the output, or none is of real numbers
  static OutputLosses of(GraphStart start, GraphRows rows, Run run) {
    var losses = new ArrayList<GraphLoss>();
    var gradients = new ArrayList<Optional<FloatArray>>();
    int count = 1;
    for (int i = 0; i < run.outputs().size(); i++) {
      NdArray output = run.outputs().get(i);
      Head head = start.outputs().get(i).head();
      boolean counts =
          output instanceof FloatArray && (rows.targets().isEmpty() || losses.isEmpty());
      if (!counts) {
        gradients.add(Optional.empty());
        continue;
      }
      FloatArray values = output.asFloats();
      if (values.data().length == 0) {
        throw new InputException(
            "output '%s' has no elements: %s"
                .formatted(start.outputs().get(i).name(), values.shape()));
      }
      if (losses.isEmpty()) {
        count = output.shape().rank() == 0 ? 1 : output.shape().length(0);
      }
      GraphLoss loss =
          rows.targets()
              .map(targets -> GraphLoss.of(head, values, targets))
              .orElseGet(() -> GraphLoss.atRandom(head, values, rows.seed()));
      losses.add(loss);
      gradients.add(Optional.of(loss.loss().gradient()));
    }
    if (losses.isEmpty()) {
      throw new InputException("the network has no output of real numbers to give a loss");
    }
    return new OutputLosses(losses, gradients, count);
  }
}

package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.graph.WeightedNode;
import dev.seedbed.data.Dataset;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.ParameterUpdates;
import dev.seedbed.graph.Run;
import dev.seedbed.kernel.Team;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One run of a chain over some rows, which keeps all that it computes.
final class ChainRun {
  private final GraphStart start;
  private final Map<String, FloatArray> values = new HashMap<>();
  private final Run run;
  private final GraphLoss loss;

  /// Runs forward.
  ///
  /// @param start made of a chain
  ChainRun(GraphStart start, Dataset.Part rows) {
    this.start = start;
    GraphRows arrays = GraphRows.of(rows, head(), false);
    this.run =
        Run.forBackward(
            start.graph(),
            arrays.inputs(),
            Team.ALONE,
            new Run.Observer() {
              @Override
              public void forward(
                  Node node, List<Optional<NdArray>> inputs, List<NdArray> outputs) {
                values.put(node.outputs().getFirst(), outputs.getFirst().asFloats());
              }
            });
    this.loss = GraphLoss.of(head(), outputs(), arrays.targets().orElseThrow());
  }

  private Chain.Head head() {
    return start.outputs().getFirst().head();
  }

  private FloatArray value(String name) {
    return Optional.ofNullable(values.get(name)).orElseThrow();
  }

  private WeightedNode node(int layer) {
    return start.weighted().get(layer);
  }

  /// The pre-activations of a layer, rows × units.
  FloatArray z(int layer) {
    return value(node(layer).z());
  }

  /// The activations of a layer, rows × units.
  FloatArray a(int layer) {
    return value(node(layer).a());
  }

  /// The activations of the last layer.
  FloatArray outputs() {
    return a(start.weighted().size() - 1);
  }

  /// The mean loss of the rows.
  double loss() {
    return loss.loss().value();
  }

  /// Takes the loss back to the parameters.
  void backward() {
    run.backward(List.of(Optional.of(loss.loss().gradient())));
  }

  /// Changes the parameters; after [#backward].
  void step(ParameterUpdates updates) {
    updates.step(run);
  }

  /// The gradient of the mean loss by a tensor; after [#backward].
  FloatArray gradient(String tensor) {
    return run.gradient(tensor).orElseThrow();
  }

  /// The gradient of the mean loss by the weights of a layer, inputs × units; after [#backward].
  FloatArray weightGradient(int layer) {
    return gradient(node(layer).weight());
  }
}

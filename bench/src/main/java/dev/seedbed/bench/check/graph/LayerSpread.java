package dev.seedbed.bench.check.graph;

import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Run;
import dev.seedbed.kernel.Team;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The standard deviation of what a layer gives on training rows.
final class LayerSpread implements Run.Observer {
  private final String weight;
  private double deviation = Double.NaN;

  private LayerSpread(String weight) {
    this.weight = weight;
  }

  /// @param weight the layer's
  static double of(Graph graph, GraphTask task, String weight) {
    var spread = new LayerSpread(weight);
    Run.forward(graph, Map.of(GraphTask.INPUT, task.checked().inputs()), Team.ALONE, spread);
    return spread.deviation;
  }

  @Override
  public void forward(Node node, List<Optional<NdArray>> inputs, List<NdArray> outputs) {
    if (node.inputs().contains(weight)) {
      FloatArray z = outputs.getFirst().asFloats();
      double sum = 0;
      double squares = 0;
      for (float each : z.data()) {
        sum += each;
        squares += (double) each * each;
      }
      double mean = sum / z.data().length;
      deviation = Math.sqrt(squares / z.data().length - mean * mean);
    }
  }
}

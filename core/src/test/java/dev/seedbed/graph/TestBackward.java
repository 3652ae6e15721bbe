package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs one operator forward and backward.
final class TestBackward {
  private TestBackward() {}

  /// The gradients by the inputs, given that by the first output; empty where there is none.
  static List<float[]> run(
      Operator operator, Team team, List<? extends NdArray> inputs, FloatArray gradient) {
    var tensors = new LinkedHashMap<String, NdArray>();
    for (int i = 0; i < inputs.size(); i++) {
      tensors.put("x" + i, inputs.get(i));
    }
    var node = new Node("", new Node.Apply(operator), List.copyOf(tensors.keySet()), List.of("y"));
    var graph = new Graph(List.of(), tensors, tensors.keySet(), List.of(node), List.of("y"));
    Run run = Run.forBackward(graph, Map.of(), team, Run.Observer.NONE);
    run.backward(List.of(Optional.of(gradient)));
    var gradients = new ArrayList<float[]>();
    for (String name : tensors.keySet()) {
      gradients.add(run.gradient(name).map(FloatArray::data).orElse(new float[0]));
    }
    return gradients;
  }
}

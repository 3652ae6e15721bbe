package dev.seedbed.bench.rules;

import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.graph.WeightedNode;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Run;
import dev.seedbed.kernel.Team;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network that shows a rule, or a sound one beside it.
interface Shown {
  /// Where the project is; `./seedbed-bench` says.
  Path HOME = Path.of(System.getProperty("seedbed.home", "."));

  /// All that `check` finds.
  List<Finding> findings() throws IOException;

  /// What rules see of it.
  StartMeasurement measured();

  /// The network as a graph.
  GraphStart start();

  /// What the check runs through it.
  GraphRows rows();

  /// The values of that name in a run forward.
  default double[] values(String name) {
    return numbers(valuesOf(name));
  }

  /// As [#values], with their shape.
  default FloatArray valuesOf(String name) {
    var seen = new HashMap<String, FloatArray>();
    Run.forward(
        start().graph(),
        rows().inputs(),
        Team.ALONE,
        new Run.Observer() {
          @Override
          public void forward(Node node, List<Optional<NdArray>> inputs, List<NdArray> outputs) {
            int at = node.outputs().indexOf(name);
            if (at >= 0) {
              FloatArray values = outputs.get(at).asFloats();
              seen.put(name, new FloatArray(values.shape(), values.data().clone()));
            }
          }
        });
    return Optional.ofNullable(seen.get(name)).orElseThrow();
  }

  /// The activations of an operator with weights, by its number.
  default double[] activations(int layer) {
    return values(start().weighted().get(layer).a());
  }

  /// The weights of an operator with weights, by its number.
  default double[] weights(int layer) {
    return tensor(start().weighted().get(layer).weight());
  }

  /// The biases of an operator with weights.
  default double[] biases(int layer) {
    WeightedNode node = start().weighted().get(layer);
    return tensor(node.bias().orElseThrow());
  }

  private double[] tensor(String name) {
    return numbers(start().graph().tensor(name).orElseThrow().asFloats());
  }

  /// The gradients of the sum of all outputs by an input.
  default FloatArray inputGradient(String name) {
    Map<String, NdArray> inputs = rows().inputs();
    Run run = Run.forBackwardToInputs(start().graph(), inputs, Team.ALONE, Run.Observer.NONE);
    run.backward(
        run.outputs().stream()
            .map(output -> {
              FloatArray ones = FloatArray.of(output.shape());
              Arrays.fill(ones.data(), 1);
              return Optional.of(ones);
            })
            .toList());
    return run.inputGradient(name).orElseThrow();
  }

  private static double[] numbers(FloatArray array) {
    double[] numbers = new double[array.data().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.data()[i];
    }
    return numbers;
  }
}

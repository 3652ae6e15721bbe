package dev.seedbed.io.weights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The main graph while it is read.
final class OnnxMainGraph {
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final List<OnnxGraph.Input> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final Set<String> initializers = new HashSet<>();

  /// The values of all nodes `Constant`, also of those that are not kept.
  private final Set<String> constants = new HashSet<>();

  private final Map<String, Float> reals = new HashMap<>();
  private final Map<String, List<Long>> wholes = new HashMap<>();

  void addNode(OnnxNode node) {
    nodes.add(node);
  }

  void addInput(OnnxGraph.Input input) {
    inputs.add(input);
  }

  void addOutput(String name) {
    outputs.add(name);
  }

  void addInitializer(OnnxTensor tensor) {
    initializers.add(tensor.name());
    keepWhole(tensor.name(), tensor);
  }

  /// Adds the value of a node `Constant`.
  void addConstant(String name) {
    constants.add(name);
  }

  /// Adds what a node `Constant` says in one of its attributes.
  ///
  /// @param name of the node's value
  void addConstant(
      String name, String attribute, OnnxNode.Attribute numbers, List<OnnxTensor> tensors) {
    switch (attribute) {
      case "value" -> tensors.forEach(tensor -> keepWhole(name, tensor));
      case "value_float" -> numbers.real().ifPresent(value -> reals.put(name, value));
      case "value_int" -> numbers.number().ifPresent(value -> wholes.put(name, List.of(value)));
      case "value_ints" -> wholes.put(name, numbers.list());
      default -> {
        // Lists and texts: it is enough to know that they are there.
      }
    }
  }

  private void keepWhole(String name, OnnxTensor tensor) {
    if (tensor.data() instanceof OnnxTensor.Whole(List<Long> values)) {
      wholes.put(name, values);
    }
  }

  /// The graph, with its tensors by their names.
  OnnxGraph with(Map<String, StoredTensor> tensors) {
    return new OnnxGraph(
        nodes,
        inputs.stream().filter(input -> !initializers.contains(input.name())).toList(),
        outputs,
        new OnnxGraph.Constants(tensors, reals, wholes, constants));
  }
}

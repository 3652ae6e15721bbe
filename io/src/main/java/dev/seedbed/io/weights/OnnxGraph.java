package dev.seedbed.io.weights;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The main graph of an ONNX model.
///
/// @param nodes in the file's order, without those of `constants`
/// @param inputs without those that are initializers
/// @param outputs their names
/// @param constants what does not depend on the inputs
public record OnnxGraph(
    List<OnnxNode> nodes, List<Input> inputs, List<String> outputs, Constants constants) {
  public OnnxGraph {
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /// The same with some tensors changed.
  ///
  /// @param changed by their names; those of other graphs do not count
  OnnxGraph with(Map<String, StoredTensor> changed) {
    var tensors = new HashMap<>(constants.tensors());
    changed.forEach((name, tensor) -> tensors.replace(name, tensor));
    return new OnnxGraph(
        nodes,
        inputs,
        outputs,
        new Constants(tensors, constants.reals(), constants.wholes(), constants.nodes()));
  }

  /// An input of the graph.
  ///
  /// @param shape the lengths of its axes that the file gives; empty if it gives none
  public record Input(String name, Optional<List<OptionalLong>> shape) {}

  /// Initializers and nodes `Constant`, by the names of their values.
  ///
  /// @param tensors as the file's list has them
  /// @param reals single real numbers that are not of the list
  /// @param wholes few whole numbers or truth values, such as a shape
  /// @param nodes the names of all values of nodes `Constant`, of whatever type
  public record Constants(
      Map<String, StoredTensor> tensors,
      Map<String, Float> reals,
      Map<String, List<Long>> wholes,
      Set<String> nodes) {
    public Constants {
      tensors = Map.copyOf(tensors);
      reals = Map.copyOf(reals);
      wholes = Map.copyOf(wholes);
      nodes = Set.copyOf(nodes);
    }

    /// Whether the value of that name is one of them.
    public boolean contains(String name) {
      return tensors.containsKey(name) || nodes.contains(name);
    }
  }
}

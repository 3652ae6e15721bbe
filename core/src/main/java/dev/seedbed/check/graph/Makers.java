package dev.seedbed.check.graph;

import dev.seedbed.graph.Conversion;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Reshaping;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which node makes each value of a graph, and whether it depends on the graph's inputs.
///
/// @param nodes by the values that they make
/// @param known all values that depend on inputs
record Makers(Map<String, Node> nodes, Set<String> known) {
  static Makers of(Graph graph) {
    var nodes = new HashMap<String, Node>();
    var computed = new HashSet<String>();
    graph.inputs().forEach(input -> computed.add(input.name()));
    for (Node node : graph.nodes()) {
      boolean depends = Graph.uses(node).stream().anyMatch(computed::contains);
      for (String output : node.outputs()) {
        nodes.put(output, node);
        if (depends) {
          computed.add(output);
        }
      }
    }
    return new Makers(nodes, computed);
  }

  /// The node that makes a value; empty of inputs and tensors.
  Optional<Node> of(String value) {
    return Optional.ofNullable(nodes.get(value));
  }

  /// Whether a value depends on inputs of the graph.
  boolean isComputed(String value) {
    return known.contains(value);
  }

  /// The inputs of a node that depend on inputs of the graph, without the shape that a Reshape and
  /// its like are told.
  List<String> computed(Node node) {
    List<String> used =
        node.operator().orElse(null) instanceof Reshaping
            ? node.inputs().subList(0, Math.min(1, node.inputs().size()))
            : Graph.uses(node);
    return used.stream().filter(known::contains).toList();
  }

  static boolean isReal(Conversion.Type type) {
    return switch (type) {
      case FLOAT, FLOAT16, BFLOAT16 -> true;
      default -> false;
    };
  }
}

package dev.seedbed.io.chain;

import dev.seedbed.io.weights.OnnxGraph;
import dev.seedbed.io.weights.OnnxNode;
import dev.seedbed.io.weights.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a graph computes its outputs from its inputs: without what is constant, without what no
/// output needs, and without the arithmetic on shapes that exporters write for a flattening.
final class DataFlow {
  private static final int LONGEST_SHAPE = 64;

  private final OnnxGraph graph;
  private final Constants constants;
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, List<OnnxNode>> users = new HashMap<>();
  private final Set<String> outputs;

  /// Values that depend on the inputs' numbers.
  private final Set<String> computed = new HashSet<>();

  /// Values that are the shape of a computed one.
  private final Set<String> shapesOf = new HashSet<>();

  /// Values that are shapes, in the manner of Reshape: 0 is the number of rows.
  private final Map<String, List<Long>> shapes = new HashMap<>();

  private DataFlow(OnnxGraph graph, Constants constants) {
    this.graph = graph;
    this.constants = constants;
    this.outputs = Set.copyOf(graph.outputs());
  }

  /// @throws Obstacle if the graph's values do not come one after the other
  static DataFlow of(OnnxGraph graph, Constants constants) throws Obstacle {
    var flow = new DataFlow(graph, constants);
    flow.follow(flow.needed());
    return flow;
  }

  /// In the file's order.
  List<OnnxNode> nodes() {
    return nodes;
  }

  /// The nodes that use a computed value, each once.
  List<OnnxNode> users(String value) {
    return users.getOrDefault(value, List.of());
  }

  boolean isOutput(String value) {
    return outputs.contains(value);
  }

  boolean isComputed(String value) {
    return computed.contains(value);
  }

  /// Those of a node's inputs that are computed, as often as it has them.
  List<String> computedInputs(OnnxNode node) {
    return node.inputs().stream().filter(computed::contains).toList();
  }

  /// The shape that a Reshape is given, if it is known.
  Optional<List<Long>> shape(String value) {
    return Optional.ofNullable(shapes.get(value)).or(() -> constants.wholes(value));
  }

  /// The nodes that an output needs.
  private List<OnnxNode> needed() {
    var values = new HashSet<>(graph.outputs());
    var needed = new ArrayList<OnnxNode>();
    for (OnnxNode node : graph.nodes().reversed()) {
      if (node.outputs().stream().anyMatch(values::contains)) {
        needed.add(node);
        values.addAll(node.inputs());
      }
    }
    return needed.reversed();
  }

  private void follow(List<OnnxNode> needed) throws Obstacle {
    Set<String> known = new HashSet<>();
    for (OnnxGraph.Input input : graph.inputs()) {
      known.add(input.name());
      computed.add(input.name());
    }
    for (OnnxNode node : needed) {
      for (String input : node.inputs()) {
        if (!input.isEmpty() && !known.contains(input) && !graph.constants().contains(input)) {
          throw new Obstacle(
              "%s uses '%s', which no node in front of it gives"
                  .formatted(node.title(), Quoted.of(input)));
        }
      }
      for (String output : node.outputs()) {
        if (!output.isEmpty() && (!known.add(output) || graph.constants().contains(output))) {
          throw new Obstacle(
              "%s gives '%s', which is there already".formatted(node.title(), Quoted.of(output)));
        }
      }
      follow(node);
    }
    for (String output : graph.outputs()) {
      if (!computed.contains(output)) {
        throw new Obstacle(
            "output '%s' of the graph does not depend on its inputs".formatted(Quoted.of(output)));
      }
    }
    if (graph.outputs().isEmpty()) {
      throw new Obstacle("the graph has no outputs");
    }
  }

  private void follow(OnnxNode node) {
    List<String> inputs = computedInputs(node);
    boolean ofShapes =
        node.inputs().stream().anyMatch(it -> shapes.containsKey(it) || shapesOf.contains(it));
    if ((inputs.isEmpty() && !ofShapes) || node.outputs().isEmpty()) {
      return;
    }
    if (node.type().equals("Shape") && inputs.size() == 1) {
      shapesOf.add(node.outputs().getFirst());
      return;
    }
    if (inputs.isEmpty() && followShape(node)) {
      return;
    }
    nodes.add(node);
    computed.addAll(node.outputs());
    Set.copyOf(inputs).forEach(it -> users.computeIfAbsent(it, _ -> new ArrayList<>()).add(node));
  }

  /// Whether the node computes a shape whose numbers are known, but for that of the rows.
  private boolean followShape(OnnxNode node) {
    String source = node.inputs().getFirst();
    String output = node.outputs().getFirst();
    return switch (node.type()) {
      case "Identity", "Cast", "Unsqueeze", "Squeeze" -> {
        if (shapesOf.contains(source)) {
          shapesOf.add(output);
        } else {
          shapes.put(output, shapes.getOrDefault(source, List.of()));
        }
        yield true;
      }
      case "Gather" -> shapesOf.contains(source) && keepRows(node, 1, output);
      case "Slice" ->
          shapesOf.contains(source)
              && node.inputs().size() > 2
              && constants.wholes(node.inputs().get(2)).equals(Optional.of(List.of(1L)))
              && keepRows(node, 1, output);
      case "Concat" -> concatenate(node, output);
      default -> false;
    };
  }

  /// The first length of a shape is that of the rows: whether the node takes just that one.
  private boolean keepRows(OnnxNode node, int index, String output) {
    boolean first =
        node.inputs().size() > index
            && constants.wholes(node.inputs().get(index)).equals(Optional.of(List.of(0L)));
    if (first) {
      shapes.put(output, List.of(0L));
    }
    return first;
  }

  private boolean concatenate(OnnxNode node, String output) {
    var all = new ArrayList<Long>();
    for (String input : node.inputs()) {
      Optional<List<Long>> part = shape(input);
      if (part.isEmpty() || all.size() + part.get().size() > LONGEST_SHAPE) {
        return false;
      }
      all.addAll(part.get());
    }
    shapes.put(output, List.copyOf(all));
    return true;
  }
}

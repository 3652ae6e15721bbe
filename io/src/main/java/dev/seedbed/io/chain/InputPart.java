package dev.seedbed.io.chain;

import dev.seedbed.io.weights.OnnxGraph;
import dev.seedbed.io.weights.OnnxNode;
import dev.seedbed.io.weights.Quoted;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// The part of a graph before the first layer. It turns raw columns, or images, into rows of
/// inputs, and does not belong to the chain, which takes prepared rows.
final class InputPart {
  private final OnnxGraph graph;
  private final DataFlow flow;

  /// The inputs of the first layer, if the graph's input gives their number.
  private OptionalInt width;

  InputPart(OnnxGraph graph, DataFlow flow) {
    this.graph = graph;
    this.flow = flow;
    this.width = declaredWidth();
  }

  /// The numbers of each row of the only input.
  private OptionalInt declaredWidth() {
    List<OptionalLong> shape = declaredShape();
    if (shape.size() < 2) {
      return OptionalInt.empty();
    }
    long product = 1;
    for (OptionalLong length : shape.subList(1, shape.size())) {
      if (length.isEmpty() || length.getAsLong() > Integer.MAX_VALUE / product) {
        return OptionalInt.empty();
      }
      product *= length.getAsLong();
    }
    return OptionalInt.of((int) product);
  }

  private List<OptionalLong> declaredShape() {
    return graph.inputs().size() == 1
        ? graph.inputs().getFirst().shape().orElse(List.of())
        : List.of();
  }

  /// How many inputs the first layer must have, if that is known.
  OptionalInt width() {
    return width;
  }

  /// Goes to the first layer.
  ///
  /// @param passed gets the nodes in front of it
  /// @return the value of its inputs
  String pass(Set<OnnxNode> passed) throws Obstacle {
    boolean flat = false;
    for (OnnxNode node : flow.nodes()) {
      if (Operators.isLayer(node)) {
        List<String> inputs = flow.computedInputs(node);
        if (inputs.size() != 1) {
          throw new Obstacle("%s multiplies two computed values".formatted(node.title()));
        }
        checkAxes(flat);
        return inputs.getFirst();
      }
      if (Operators.isFlattening(node)) {
        if (!flattens(node, width)) {
          throw new Obstacle("%s does more than flatten each row".formatted(node.title()));
        }
        flat = true;
      } else if (!Operators.encodes(node, flow)) {
        throw new Obstacle("%s stands in front of the first dense layer".formatted(node.title()));
      } else if (!List.of("Identity", "Cast", "Dropout").contains(node.type())) {
        width = OptionalInt.empty();
      }
      passed.add(node);
    }
    throw new Obstacle("the graph has no dense layer");
  }

  private void checkAxes(boolean flat) throws Obstacle {
    for (OnnxGraph.Input input : graph.inputs()) {
      int axes = input.shape().map(List::size).orElse(0);
      if (axes > 2 && !flat) {
        throw new Obstacle(
            "input '%s' has %d axes, and nothing flattens them"
                .formatted(Quoted.of(input.name()), axes));
      }
    }
  }

  /// Whether a Flatten or Reshape makes one row of numbers of each row.
  ///
  /// @param width the numbers of each row, if they are known
  boolean flattens(OnnxNode node, OptionalInt width) {
    if (node.type().equals("Flatten")) {
      return node.number("axis", 1) == 1;
    }
    if (node.type().equals("Squeeze")) {
      return false;
    }
    Optional<List<Long>> shape =
        node.inputs().size() < 2
            ? Optional.of(node.list("shape"))
            : flow.shape(node.inputs().get(1));
    if (shape.isEmpty() || shape.get().size() != 2) {
      return false;
    }
    long rows = shape.get().getFirst();
    long numbers = shape.get().getLast();
    boolean allRows =
        rows == 0
            || (!declaredShape().isEmpty()
                && declaredShape().getFirst().equals(OptionalLong.of(rows)));
    boolean allNumbers = numbers > 0 && (width.isEmpty() || width.getAsInt() == numbers);
    return allRows ? numbers == -1 || allNumbers : rows == -1 && allNumbers;
  }
}

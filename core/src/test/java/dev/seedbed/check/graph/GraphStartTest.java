package dev.seedbed.check.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.graph.ActivationFunction;
import dev.seedbed.graph.Attention;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphStartTest {
  @Test
  void fusedAttention_named() {
    var operator = new Attention(0, 0, true, 2, 2, Attention.Scores.WEIGHTS);
    var nodes =
        List.of(
            new Node(
                "relu", new Node.Apply(new ActivationFunction.Relu()), List.of("x"), List.of("h")),
            new Node("attend", new Node.Apply(operator), List.of("h", "h", "h"), List.of("y")));
    var input = new Graph.Input("x", Graph.ElementType.FLOAT, List.of(4L, 6L, 8L), true);
    var graph = new Graph(List.of(input), Map.of(), Set.of(), nodes, List.of("y"));
    assertThat(GraphStart.of(graph).fusedAttention()).containsExactly("attend");
  }
}

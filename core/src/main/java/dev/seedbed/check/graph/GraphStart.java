package dev.seedbed.check.graph;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.chain.Chain.Head;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.ActivationFunction;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.SoftmaxFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network as a graph, with what a check measures of it.
///
/// @param graph whose outputs are logits where the network ends in a softmax or a sigmoid, so that
///   the loss is exact
/// @param weighted operators, in the order in which they run
/// @param outputs what each of the graph's outputs means
public record GraphStart(Graph graph, List<WeightedNode> weighted, List<Output> outputs) {

  /// The name of the input of a chain.
  public static final String CHAIN_INPUT = "x";

  /// An output of the network.
  ///
  /// @param name in the file
  /// @param head [Head#LINEAR] unless the network ends in a softmax or a sigmoid: whether it gives
  ///   logits only targets tell
  public record Output(String name, Head head) {}

  public GraphStart {
    weighted = List.copyOf(weighted);
    outputs = List.copyOf(outputs);
  }

  /// The graph of a chain, with the one input [#CHAIN_INPUT] of rows × inputs. It holds copies of
  /// the chain's numbers.
  public static GraphStart of(Chain chain) {
    return ChainGraph.of(chain);
  }

  public static GraphStart of(Graph network) {
    Map<String, Node> makers = new HashMap<>();
    network.nodes().forEach(node -> node.outputs().forEach(name -> makers.put(name, node)));
    var outputs = new ArrayList<Output>();
    var values = new ArrayList<String>();
    for (String name : network.outputs()) {
      Optional<Node> maker = Optional.ofNullable(makers.get(name));
      Head head = maker.map(GraphStart::head).orElse(Head.LINEAR);
      outputs.add(new Output(name, head));
      values.add(
          maker
              .filter(_ -> head != Head.LINEAR)
              .map(last -> last.inputs().getFirst())
              .orElse(name));
    }
    var graph =
        new Graph(
            network.inputs(), network.tensors(), network.parameters(), network.nodes(), values);
    return new GraphStart(graph, WeightedNodes.of(graph), outputs);
  }

  private static Head head(Node last) {
    if (last.inputs().isEmpty()) {
      return Head.LINEAR;
    }
    return switch (last.operator().orElse(null)) {
      case SoftmaxFunction.Softmax _, SoftmaxFunction.LogSoftmax _ -> Head.SOFTMAX;
      case ActivationFunction.Sigmoid _ -> Head.SIGMOID;
      case null, default -> Head.LINEAR;
    };
  }

  /// The same with a loss of this output alone.
  ///
  /// @throws InputException if there is none of this name
  public GraphStart only(String output) {
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).name().equals(output)) {
        var alone =
            new Graph(
                graph.inputs(),
                graph.tensors(),
                graph.parameters(),
                graph.nodes(),
                List.of(graph.outputs().get(i)));
        return new GraphStart(alone, weighted, List.of(outputs.get(i)));
      }
    }
    throw new InputException(
        "the network has no output '%s'; it has %s"
            .formatted(output, String.join(", ", outputs.stream().map(Output::name).toList())));
  }

  /// The number of parameters of the weighted operators, their biases and scales.
  public long parameters() {
    return graph.parameters().stream()
        .map(graph::tensor)
        .flatMap(Optional::stream)
        .mapToLong(array -> array.shape().elements())
        .sum();
  }
}

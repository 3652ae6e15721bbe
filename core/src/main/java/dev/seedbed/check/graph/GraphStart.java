package dev.seedbed.check.graph;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.chain.Chain.Head;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.Attention;
import dev.seedbed.graph.BatchNormalization;
import dev.seedbed.graph.BatchNormalization.Statistics;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.WayThrough;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  /// The graph of a chain, with the one input [#CHAIN_INPUT] of rows × inputs.
  public static GraphStart of(Chain chain) {
    return ChainGraph.of(chain);
  }

  /// A network as training sees it: what its outputs do not need is left out, and batches are
  /// normalised by their own mean and variance, also where the file would use running ones.
  public static GraphStart of(Graph network) {
    Collection<GraphOutputs.Headed> outputs = GraphOutputs.of(network);
    return of(
        network,
        outputs.stream().map(GraphOutputs.Headed::value).toList(),
        outputs.stream().map(GraphOutputs.Headed::output).toList());
  }

  /// @param values whose loss is measured, one for each of the outputs
  private static GraphStart of(Graph network, List<String> values, List<Output> outputs) {
    Graph needed = network.only(values);
    var graph =
        new Graph(
            needed.inputs(),
            needed.tensors(),
            needed.parameters(),
            needed.nodes().stream().map(GraphStart::inTraining).toList(),
            needed.outputs());
    return new GraphStart(graph, WeightedNodes.of(graph), outputs);
  }

  private static Node inTraining(Node node) {
    return node.operator().orElse(null)
                instanceof BatchNormalization(float epsilon, float momentum, Statistics statistics)
            && statistics != Statistics.BATCH
        ? new Node(
            node.name(),
            new Node.Apply(new BatchNormalization(epsilon, momentum, Statistics.BATCH)),
            node.inputs(),
            node.outputs())
        : node;
  }

  /// The same along a way through its graph.
  ///
  /// @param way of inputs of this network
  public GraphStart along(WayThrough way) {
    if (way.graph().equals(graph)) {
      return this;
    }
    List<String> values = new ArrayList<>(graph.outputs());
    List<Output> named = new ArrayList<>(outputs);
    for (GraphOutputs.Headed headed : GraphOutputs.of(way.graph())) {
      // Where the softmax was in a branch.
      int i = graph.outputs().indexOf(headed.output().name());
      if (named.get(i).head() == Head.LINEAR) {
        values.set(i, headed.value());
        named.set(i, new Output(named.get(i).name(), headed.output().head()));
      }
    }
    return of(way.graph(), values, named);
  }

  /// The same with a loss of this output alone.
  ///
  /// @throws InputException if there is none of this name
  public GraphStart only(String output) {
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).name().equals(output)) {
        var alone = graph.only(List.of(graph.outputs().get(i)));
        return new GraphStart(alone, WeightedNodes.of(alone), List.of(outputs.get(i)));
      }
    }
    throw new InputException(
        "the network has no output '%s'; it has %s"
            .formatted(output, String.join(", ", outputs.stream().map(Output::name).toList())));
  }

  /// The same with parameters of its own, each in memory of its own.
  public GraphStart copied() {
    Map<String, NdArray> tensors = new LinkedHashMap<>(graph.tensors());
    for (String name : graph.parameters()) {
      FloatArray old = graph.tensor(name).orElseThrow().asFloats();
      tensors.put(name, new FloatArray(old.shape(), old.data().clone()));
    }
    var copy =
        new Graph(graph.inputs(), tensors, graph.parameters(), graph.nodes(), graph.outputs());
    return new GraphStart(copy, weighted, outputs);
  }

  /// The same where these tensors are constants, which do not learn.
  ///
  /// @param names of tensors; those of none are passed over
  public GraphStart withConstants(Set<String> names) {
    var parameters = new LinkedHashSet<>(graph.parameters());
    parameters.removeAll(names);
    var other =
        new Graph(graph.inputs(), graph.tensors(), parameters, graph.nodes(), graph.outputs());
    return new GraphStart(other, weighted, outputs);
  }

  /// The same with other numbers in some tensors.
  ///
  /// @param values by the names of tensors, as many as each has; names that the graph does not have
  ///   are left out
  public GraphStart with(Map<String, float[]> values) {
    if (values.isEmpty()) {
      return this;
    }
    Map<String, NdArray> tensors = new LinkedHashMap<>(graph.tensors());
    tensors.replaceAll((name, old) -> {
      float[] other = values.get(name);
      return other == null ? old : new FloatArray(old.shape(), other);
    });
    return new GraphStart(
        new Graph(graph.inputs(), tensors, graph.parameters(), graph.nodes(), graph.outputs()),
        weighted,
        outputs);
  }

  /// The chain of dense layers that the network is, if it is one.
  public Optional<Chain> chain() {
    return ChainFinder.of(this).chain();
  }

  /// Nodes that do not belong where they stand.
  public List<Oddity> oddities() {
    return ChainFinder.of(this).oddities();
  }

  /// The names of attention that is one operator: no value of the graph holds its probabilities.
  public List<String> fusedAttention() {
    return graph.nodes().stream()
        .filter(node -> node.operator().filter(Attention.class::isInstance).isPresent())
        .map(Node::name)
        .toList();
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

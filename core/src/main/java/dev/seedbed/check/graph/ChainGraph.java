package dev.seedbed.check.graph;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.graph.ActivationFunction;
import dev.seedbed.graph.BatchNormalization;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Gemm;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.graph.UnaryFunction;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The graph of a chain of dense layers: Gemm, normalisation by the rows' own mean and variance,
/// and activation, layer by layer. Its tensors are copies.
final class ChainGraph {
  private final Map<String, NdArray> tensors = new LinkedHashMap<>();
  private final Set<String> parameters = new LinkedHashSet<>();
  private final List<Node> nodes = new ArrayList<>();

  /// Layers that share their weights share the copy.
  private final IdentityHashMap<Panels, float[]> copies = new IdentityHashMap<>();

  private final List<WeightedNode> weighted = new ArrayList<>();

  private ChainGraph() {}

  static GraphStart of(Chain chain) {
    var graph = new ChainGraph();
    String value = GraphStart.CHAIN_INPUT;
    for (int l = 0; l < chain.stages().size(); l++) {
      value = graph.layer("layer" + (l + 1), chain.stages().get(l), value);
    }
    var input =
        new Graph.Input(
            GraphStart.CHAIN_INPUT,
            Graph.ElementType.FLOAT,
            List.of(-1L, (long) chain.inputs()),
            true);
    return new GraphStart(
        new Graph(List.of(input), graph.tensors, graph.parameters, graph.nodes, List.of(value)),
        graph.weighted,
        List.of(new GraphStart.Output(value, chain.head())));
  }

  /// @return the value of its activations
  private String layer(String path, Chain.Stage stage, String x) {
    Layer layer = stage.layer();
    String weight = path + "/weight";
    var inputs = new ArrayList<>(List.of(x, weight));
    float[] values =
        copies.computeIfAbsent(layer.weight(), panels -> panels.firstRows(panels.rows()).data());
    put(weight, values, layer.fanIn(), layer.fanOut());
    Optional<String> bias = stage.biased() ? Optional.of(path + "/bias") : Optional.empty();
    bias.ifPresent(name -> {
      inputs.add(name);
      put(name, Arrays.copyOf(layer.bias(), layer.fanOut()), layer.fanOut());
    });
    Node product = node(path + "/z", new Gemm(1, 1, false, false), inputs);
    String affine = product.outputs().getFirst();
    String z =
        stage
            .normalization()
            .map(by -> normalized(path, by, layer.fanOut(), affine))
            .orElse(affine);
    String a =
        operator(stage.activation())
            .map(f -> node(path + "/a", f, List.of(z)).outputs().getFirst())
            .orElse(z);
    weighted.add(
        new WeightedNode(
            stage.name(),
            product,
            1,
            weight,
            bias,
            stage.normalization().map(_ -> path + "/scale"),
            x,
            z,
            a,
            ElementFunction.of(stage.activation())));
    return a;
  }

  /// @return the value of the normalised pre-activations
  private String normalized(String path, Chain.Normalization by, int units, String z) {
    put(path + "/scale", by.scale().clone(), units);
    put(path + "/shift", by.shift().clone(), units);
    // The running mean and variance, which the rows' own replace, are no parameters.
    for (String running : List.of("/mean", "/variance")) {
      tensors.put(path + running, FloatArray.of(TensorShape.of(units)));
    }
    var operator =
        new BatchNormalization((float) by.epsilon(), 0, BatchNormalization.Statistics.BATCH);
    List<String> inputs =
        List.of(z, path + "/scale", path + "/shift", path + "/mean", path + "/variance");
    return node(path + "/normalised", operator, inputs).outputs().getFirst();
  }

  private void put(String name, float[] values, int... lengths) {
    long[] axes = Arrays.stream(lengths).asLongStream().toArray();
    tensors.put(name, new FloatArray(TensorShape.of(axes), values));
    parameters.add(name);
  }

  private Node node(String output, Operator operator, List<String> inputs) {
    var node = new Node(output, new Node.Apply(operator), inputs, List.of(output));
    nodes.add(node);
    return node;
  }

  /// The operator of an activation; empty of the identity.
  private static Optional<Operator> operator(Activation activation) {
    return switch (activation) {
      case Activation.Identity _ -> Optional.empty();
      case Activation.Tanh _ -> Optional.of(new UnaryFunction.Tanh());
      case Activation.Sigmoid _ -> Optional.of(new ActivationFunction.Sigmoid());
      case Activation.Softsign _ -> Optional.of(new ActivationFunction.Softsign());
      case Activation.Relu _ -> Optional.of(new ActivationFunction.Relu());
      case Activation.LeakyRelu(float slope) ->
          Optional.of(new ActivationFunction.LeakyRelu(slope));
      case Activation.Elu(float alpha) -> Optional.of(new ActivationFunction.Elu(alpha));
      case Activation.Selu _ ->
          Optional.of(
              new ActivationFunction.Selu(
                  (float) Activation.Selu.ALPHA, (float) Activation.Selu.LAMBDA));
      case Activation.Softplus _ -> Optional.of(new ActivationFunction.Softplus());
      case Activation.Gelu _ -> Optional.of(new ActivationFunction.Gelu());
      case Activation.Silu _ -> Optional.of(new ActivationFunction.Swish(1));
    };
  }
}

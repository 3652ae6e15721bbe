package dev.seedbed.check.graph;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.graph.ActivationFunction;
import dev.seedbed.graph.BatchNormalization;
import dev.seedbed.graph.BinaryFunction;
import dev.seedbed.graph.BooleanFunction;
import dev.seedbed.graph.Concat;
import dev.seedbed.graph.Conversion;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Gemm;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.MatMul;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Passage;
import dev.seedbed.graph.Reshaping;
import dev.seedbed.graph.Selection;
import dev.seedbed.graph.SoftmaxFunction;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.graph.UnaryFunction;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.tensor.Activation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out whether a network is a chain of dense layers: whether there is one path through it, of
/// products by weights, each with a bias, a normalisation and an activation at most. What only
/// prepares the rows in front of the first layer does not belong to the chain, which takes prepared
/// rows.
///
/// Nothing is a chain that does not compute what the network does, as a [ChainTrial] shows.
final class ChainFinder {
  /// Networks of more layers than this are not looked at.
  private static final int MOST_LAYERS = 4096;

  private static final String SOFTMAX =
      "another softmax: it flattens the probabilities, and the gradient with them";
  private static final String LAYER =
      "a hidden layer: units that compete for a sum of 1 pass on little gradient";

  private final GraphStart start;
  private final Graph graph;
  private final Makers makers;
  private final ConstantValues constants;
  private final Map<String, Panels> panels = new HashMap<>();
  private final List<Oddity> oddities = new ArrayList<>();

  private ChainFinder(GraphStart start) {
    this.start = start;
    this.graph = start.graph();
    this.makers = Makers.of(graph);
    this.constants = new ConstantValues(graph, makers);
  }

  /// What was found.
  ///
  /// @param chain if the network is one
  /// @param oddities why it is none, where that is a fault
  record Found(Optional<Chain> chain, List<Oddity> oddities) {}

  static Found of(GraphStart start) {
    var finder = new ChainFinder(start);
    Optional<Chain> chain = finder.chain();
    return new Found(
        finder.oddities.isEmpty() ? chain : Optional.empty(),
        chain.isPresent() ? List.copyOf(finder.oddities) : List.of());
  }

  private Optional<Chain> chain() {
    int layers = start.weighted().size();
    if (start.outputs().size() != 1 || layers == 0 || layers > MOST_LAYERS) {
      return Optional.empty();
    }
    String value = graph.outputs().getFirst();
    Chain.Head head = start.outputs().getFirst().head();
    var stages = new ArrayList<Chain.Stage>();
    String next = head == Chain.Head.SOFTMAX ? SOFTMAX : "";
    for (WeightedNode node : start.weighted().reversed()) {
      Optional<Chain.Stage> stage = stage(node);
      if (stage.isEmpty() || !leads(node, value, next)) {
        return Optional.empty();
      }
      if (!stages.isEmpty() && stages.getFirst().layer().fanIn() != stage.get().layer().fanOut()) {
        return Optional.empty();
      }
      stages.addFirst(stage.get());
      value = node.x();
      next = LAYER;
    }
    if (!isPrepared(value)) {
      return Optional.empty();
    }
    var chain = new Chain(stages, head);
    var trial = new ChainTrial(graph, value, chain);
    boolean sound = !oddities.isEmpty() || (trial.takesRows() && trial.computes());
    return sound ? Optional.of(chain) : Optional.empty();
  }

  /// Whether a value is a layer's activations, and nothing is between that changes them. Softmaxes
  /// and second activations are noted.
  ///
  /// @param next what a softmax there would stand in front of; empty if it would be the outputs
  private boolean leads(WeightedNode layer, String to, String next) {
    var between = new ArrayList<Node>();
    String value = to;
    while (!value.equals(layer.a())) {
      Optional<Node> maker = makers.of(value);
      if (maker.isEmpty() || makers.computed(maker.get()).size() != 1) {
        return false;
      }
      between.addFirst(maker.get());
      value = makers.computed(maker.get()).getFirst();
    }
    String first = layer.activation().name();
    boolean active = !layer.activation().equals(ElementFunction.IDENTITY);
    Optional<Node> softmax = Optional.empty();
    int before = oddities.size();
    for (Node node : between) {
      Operator operator = node.operator().orElse(null);
      boolean activates =
          operator instanceof ActivationFunction || operator instanceof UnaryFunction.Tanh;
      boolean isSoftmax =
          operator instanceof SoftmaxFunction.Softmax
              || operator instanceof SoftmaxFunction.LogSoftmax;
      if (isSoftmax && softmax.isPresent()) {
        early(layer, softmax.get(), SOFTMAX);
      } else if ((isSoftmax || activates) && active) {
        second(layer, node, first);
      } else if (isSoftmax) {
        softmax = Optional.of(node);
        active = true;
        first = "softmax";
      } else if (operator == null || !passes(operator)) {
        return false;
      }
    }
    if (softmax.isPresent() && oddities.size() == before) {
      if (next.isEmpty()) {
        return false;
      }
      early(layer, softmax.get(), next);
    }
    return true;
  }

  private void early(WeightedNode layer, Node softmax, String what) {
    oddities.add(
        new Oddity(
            layer.name(),
            softmax.title(),
            "%s stands in front of %s".formatted(softmax.title(), what)));
  }

  private void second(WeightedNode layer, Node node, String first) {
    oddities.add(
        new Oddity(
            layer.name(),
            node.title(),
            ("%s is a second activation right behind %s: what the first one cuts off is lost, and"
                    + " gradients shrink twice")
                .formatted(node.title(), first)));
  }

  /// Whether an operator gives the numbers that it gets, in their order.
  private static boolean passes(Operator operator) {
    return switch (operator) {
      case Passage _, Reshaping _ -> true;
      case Conversion.Cast(Conversion.Type type) -> Makers.isReal(type);
      default -> false;
    };
  }

  private Optional<Chain.Stage> stage(WeightedNode node) {
    List<String> inputs = node.node().inputs();
    boolean transB;
    switch (node.node().operator().orElse(null)) {
      case Gemm(float alpha, float beta, boolean transA, boolean other)
          when alpha == 1 && beta == 1 && !transA && node.input() == 1 ->
          transB = other;
      case MatMul _ when node.input() == 1 -> transB = false;
      case null, default -> {
        return Optional.empty();
      }
    }
    Optional<FloatArray> matrix = constants.of(inputs.get(1));
    Optional<Activation> f = node.activation().known();
    if (matrix.isEmpty() || matrix.get().shape().rank() != 2 || f.isEmpty()) {
      return Optional.empty();
    }
    TensorShape shape = matrix.get().shape();
    int fanIn = shape.length(transB ? 1 : 0);
    int fanOut = shape.length(transB ? 0 : 1);
    if (fanIn == 0 || fanOut == 0) {
      return Optional.empty();
    }
    Optional<Affine> affine = affine(node, fanOut);
    if (affine.isEmpty()) {
      return Optional.empty();
    }
    float[] bias = new float[(int) Panels.paddedLength(fanOut)];
    affine.get().bias().ifPresent(values -> System.arraycopy(values.data(), 0, bias, 0, fanOut));
    Panels weights =
        panels.computeIfAbsent(
            inputs.get(1) + transB, _ -> panels(matrix.get().data(), fanIn, fanOut, transB));
    return Optional.of(
        new Chain.Stage(
            node.name(),
            new Layer(weights, bias),
            affine.get().bias().isPresent(),
            affine.get().normalization(),
            f.get(),
            source(node, transB)));
  }

  /// The bias and the normalisation of a product.
  private record Affine(Optional<FloatArray> bias, Optional<Chain.Normalization> normalization) {}

  /// What is between a product and z; empty if it is anything else.
  private Optional<Affine> affine(WeightedNode node, int units) {
    Node last = makers.of(node.z()).orElseThrow();
    Optional<Chain.Normalization> normalization = Optional.empty();
    if (last.operator().orElse(null) instanceof BatchNormalization by) {
      if (last.inputs().size() < 3) {
        return Optional.empty();
      }
      Optional<FloatArray> scale = row(last.inputs().get(1), units);
      Optional<FloatArray> shift = row(last.inputs().get(2), units);
      if (scale.isEmpty() || shift.isEmpty() || !(by.epsilon() > 0)) {
        return Optional.empty();
      }
      normalization =
          Optional.of(
              new Chain.Normalization(scale.get().data(), shift.get().data(), by.epsilon()));
      last = makers.of(last.inputs().getFirst()).orElse(node.node());
    }
    String bias = node.node().inputs().size() > 2 ? node.node().inputs().get(2) : "";
    if (!last.equals(node.node())) {
      String product = node.node().outputs().getFirst();
      boolean adds = last.operator().orElse(null) instanceof BinaryFunction.Add && bias.isEmpty();
      int at = last.inputs().indexOf(product);
      if (!adds || at < 0) {
        return Optional.empty();
      }
      bias = last.inputs().get(1 - at);
    }
    Optional<FloatArray> values = bias.isEmpty() ? Optional.empty() : row(bias, units);
    return values.isEmpty() && !bias.isEmpty()
        ? Optional.empty()
        : Optional.of(new Affine(values, normalization));
  }

  /// A constant with one number for each unit.
  private Optional<FloatArray> row(String value, int units) {
    return constants
        .of(value)
        .filter(array -> {
          TensorShape shape = array.shape();
          return shape.elements() == units
              && shape.rank() > 0
              && shape.length(shape.rank() - 1) == units;
        });
  }

  private static Panels panels(float[] values, int fanIn, int fanOut, boolean transposed) {
    var panels = new Panels(fanIn, fanOut);
    float[] data = panels.data();
    for (int p = 0; p < panels.panels(); p++) {
      int begin = p * Panels.WIDTH;
      int columns = panels.columnsOf(p);
      for (int i = 0; i < fanIn; i++) {
        int at = panels.at(p, i);
        for (int j = 0; j < columns; j++) {
          data[at + j] =
              transposed ? values[(begin + j) * fanIn + i] : values[i * fanOut + begin + j];
        }
      }
    }
    return panels;
  }

  private Optional<Chain.Source> source(WeightedNode node, boolean transB) {
    return switch (constants.order(node.node().inputs().get(1), node.weight())) {
      case SAME -> Optional.of(source(node, transB, false));
      case TRANSPOSED -> Optional.of(source(node, transB, true));
      case OTHER -> Optional.empty();
    };
  }

  private static Chain.Source source(WeightedNode node, boolean transB, boolean swapped) {
    return new Chain.Source(
        node.weight(), node.type(), transB == swapped, node.bias(), node.scale());
  }

  /// Whether all in front of a value turns raw columns, or images, into rows of inputs.
  private boolean isPrepared(String value) {
    var open = new ArrayDeque<String>(List.of(value));
    var seen = new HashSet<String>();
    while (!open.isEmpty()) {
      String each = open.pop();
      Optional<Node> maker = makers.of(each);
      if (!seen.add(each) || (maker.isEmpty() && makers.isComputed(each))) {
        continue;
      }
      if (maker.isEmpty() || !prepares(maker.get())) {
        return false;
      }
      open.addAll(makers.computed(maker.get()));
    }
    return true;
  }

  private boolean prepares(Node node) {
    return switch (node.step()) {
      case Node.Foreign(String type) -> type.startsWith("ai.onnx.ml.");
      case Node.Apply(Operator operator) ->
          switch (operator) {
            // The part of a cycle that has passed: what is left of a number without its whole part.
            case BinaryFunction.Sub _ -> true;
            case BinaryFunction.Add _, BinaryFunction.Mul _, BinaryFunction.Div _ ->
                makers.computed(node).size() == 1;
            case Concat _,
                BooleanFunction.IsNaN _,
                Selection.Where _,
                UnaryFunction.Sin _,
                UnaryFunction.Cos _,
                UnaryFunction.Floor _ ->
                true;
            default -> passes(operator);
          };
      case Node.If _, Node.Loop _, Node.Scan _ -> false;
    };
  }
}

package dev.seedbed.io.chain;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.LayerNames;
import dev.seedbed.io.chain.LayerDraft.BatchNormalization;
import dev.seedbed.io.weights.OnnxGraph;
import dev.seedbed.io.weights.OnnxNode;
import dev.seedbed.io.weights.Quoted;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Goes through a graph from its inputs to its outputs and notes the dense layers on the way.
final class GraphWalk {
  private final DataFlow flow;
  private final Constants constants;
  private final DenseReader dense;
  private final ActivationFinder activations;
  private final InputPart inputs;

  /// The network in the metadata, if Seedbed wrote the file.
  private final Optional<NetworkSpec> ours;

  private final LayerNames names = new LayerNames();
  private final List<LayerDraft> layers = new ArrayList<>();
  private final Oddities oddities;
  private final Set<OnnxNode> passed = Collections.newSetFromMap(new IdentityHashMap<>());

  /// The softmax behind the last layer.
  private Optional<OnnxNode> softmax = Optional.empty();

  /// All values that are, in some form, the last layer's outputs.
  private final Set<String> answers = new HashSet<>();

  GraphWalk(
      OnnxGraph graph,
      DataFlow flow,
      Constants constants,
      Optional<NetworkSpec> ours,
      Oddities oddities) {
    this.flow = flow;
    this.constants = constants;
    this.dense = new DenseReader(constants);
    this.activations = new ActivationFinder(flow, constants);
    this.inputs = new InputPart(graph, flow);
    this.ours = ours;
    this.oddities = oddities;
  }

  List<LayerDraft> layers() {
    return layers;
  }

  /// Finds all layers.
  ///
  /// @throws Obstacle if there is anything else on the way
  void walk(List<String> outputs) throws Obstacle, IOException {
    Operators.check(flow.nodes());
    String value = inputs.pass(passed);
    for (List<OnnxNode> next = ahead(value); !next.isEmpty(); next = ahead(value)) {
      value = next.size() == 1 ? step(value, next.getFirst()) : activation(value, next);
      answers.add(value);
    }
    passAnswers();
    for (String output : outputs) {
      if (!answers.contains(output)) {
        throw new Obstacle(
            "output '%s' of the graph is not computed by its last layer"
                .formatted(Quoted.of(output)));
      }
    }
  }

  /// The nodes behind a value, but for those that only read an answer off it.
  private List<OnnxNode> ahead(String value) {
    return flow.users(value).stream().filter(node -> !Operators.readsAnswer(node, flow)).toList();
  }

  private String step(String value, OnnxNode node) throws Obstacle, IOException {
    passed.add(node);
    String output = node.outputs().getFirst();
    switch (node.type()) {
      case "Gemm", "MatMul" -> layer(value, node);
      case "Identity", "Cast", "Dropout" -> {
        // Nothing changes when the network is used.
      }
      case "Flatten", "Reshape", "Squeeze" -> flatten(node);
      case "BatchNormalization" -> normalise(value, node);
      case "Softmax", "LogSoftmax" -> softmax(node);
      default -> {
        return isLogOfSoftmax(node) || isBias(value, node) || decodesAnswer(node)
            ? output
            : activation(value, List.of(node));
      }
    }
    return output;
  }

  private LayerDraft last() throws Obstacle {
    if (layers.isEmpty()) {
      throw new Obstacle("the graph has no dense layer");
    }
    return layers.getLast();
  }

  private void layer(String value, OnnxNode node) throws Obstacle {
    if (softmax.isPresent()) {
      throw oddities.earlySoftmax(
          softmax.get(),
          last(),
          "a hidden layer: units that compete for a sum of 1 pass on little gradient");
    }
    for (String answer : answers) {
      if (flow.isOutput(answer)) {
        throw new Obstacle(
            "output '%s' of the graph comes from its middle: %s goes on behind it"
                .formatted(Quoted.of(answer), node.title()));
      }
    }
    answers.clear();
    LayerDraft.WeightMatrix weight = dense.weight(node, value);
    OptionalInt width = layers.isEmpty() ? inputs.width() : OptionalInt.of(last().fanOut());
    if (width.isPresent() && width.getAsInt() != weight.fanIn()) {
      throw new Obstacle(
          "%s takes %d inputs, but gets %d"
              .formatted(node.title(), weight.fanIn(), width.getAsInt()));
    }
    String name =
        ours.isPresent()
            ? names.next()
            : names.next(weight.constant().tensor().name(), node.name());
    layers.add(new LayerDraft(name, weight, dense.bias(node, weight)));
  }

  private void flatten(OnnxNode node) throws Obstacle {
    // One number a row stays that, whatever the axes are.
    if (last().fanOut() > 1 && !inputs.flattens(node, OptionalInt.of(last().fanOut()))) {
      throw new Obstacle("%s does more than flatten each row".formatted(node.title()));
    }
  }

  private boolean isBias(String value, OnnxNode node) throws Obstacle {
    if (!node.type().equals("Add") || node.inputs().size() != 2 || !last().isBare()) {
      return false;
    }
    String other = node.inputs().get(node.inputs().getFirst().equals(value) ? 1 : 0);
    Optional<Constant> row =
        constants.tensor(other).filter(constant -> constant.isRow(fanOutOfLast()));
    row.ifPresent(layers.getLast()::add);
    return row.isPresent();
  }

  private int fanOutOfLast() {
    return layers.getLast().fanOut();
  }

  private void normalise(String value, OnnxNode node) throws Obstacle {
    LayerDraft layer = last();
    if (layer.activation().isPresent() || softmax.isPresent()) {
      throw new Obstacle("%s normalises activations, not pre-activations".formatted(node.title()));
    }
    if (layer.normalization().isPresent()) {
      throw new Obstacle("%s normalises what is normalised already".formatted(node.title()));
    }
    var rows = new ArrayList<Constant>();
    for (String input : node.inputs().subList(1, Math.min(3, node.inputs().size()))) {
      constants.tensor(input).filter(it -> it.isRow(fanOutOfLast())).ifPresent(rows::add);
    }
    double epsilon = node.real("epsilon", 1e-5f);
    if (rows.size() != 2
        || !node.inputs().getFirst().equals(value)
        || !(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new Obstacle(
          "%s must have a scale and a shift for each of %d units, and epsilon above 0"
              .formatted(node.title(), layer.fanOut()));
    }
    layer.normalise(new BatchNormalization(rows.get(0), rows.get(1), epsilon));
  }

  private void softmax(OnnxNode node) throws Obstacle {
    if (softmax.isPresent()) {
      throw oddities.earlySoftmax(
          softmax.get(),
          last(),
          "another softmax: it flattens the probabilities, and the gradient with them");
    }
    if (last().activation().isPresent()) {
      throw oddities.secondActivation(node, last());
    }
    long axis = node.number("axis", -1);
    if (axis != -1 && axis != 1) {
      throw new Obstacle("%s must work along the last axis: %d".formatted(node.title(), axis));
    }
    softmax = Optional.of(node);
  }

  private boolean isLogOfSoftmax(OnnxNode node) {
    return node.type().equals("Log")
        && softmax.isPresent()
        && softmax.get().type().equals("Softmax")
        && flow.users(node.outputs().getFirst()).isEmpty();
  }

  /// Whether the node turns the scaled quantity of a network of ours back into its own unit.
  private boolean decodesAnswer(OnnxNode node) throws IOException {
    boolean quantity =
        ours.isPresent()
            && ours.get().loss() == Loss.SQUARED_ERROR
            && layers.size() == ours.get().layers();
    if (!quantity || node.inputs().size() != 2 || !List.of("Mul", "Add").contains(node.type())) {
      return false;
    }
    return constants.number(node.inputs().get(1)).isPresent();
  }

  /// Passes the activation that begins at a value with these nodes.
  ///
  /// @return the value that it gives
  private String activation(String value, List<OnnxNode> first) throws Obstacle, IOException {
    Optional<ActivationFinder.Found> found = activations.find(value, first);
    if (found.isEmpty()) {
      throw notOnePath(value, first);
    }
    passed.addAll(found.get().nodes());
    LayerDraft layer = last();
    Activation activation = found.get().activation();
    if (!(activation instanceof Activation.Identity)) {
      if (layer.activation().isPresent() || softmax.isPresent()) {
        throw oddities.secondActivation(first.getFirst(), layer);
      }
      layer.activate(activation);
    }
    return found.get().output();
  }

  private Obstacle notOnePath(String value, List<OnnxNode> nodes) throws IOException {
    OnnxNode node = nodes.getFirst();
    if (nodes.size() > 1) {
      return new Obstacle(
          "value '%s' goes more than one way: to %s and to %s"
              .formatted(Quoted.of(value), node.title(), nodes.get(1).title()));
    }
    if (flow.computedInputs(node).size() > 1) {
      return new Obstacle("%s joins two computed values".formatted(node.title()));
    }
    for (String input : node.inputs()) {
      if (!flow.isComputed(input) && constants.number(input).isEmpty()) {
        return new Obstacle(
            "%s works on each unit with a number of its own".formatted(node.title()));
      }
    }
    return new Obstacle(
        (ComputedActivation.knows(node)
                ? "%s begins an activation that Seedbed does not have"
                : "%s is no dense layer")
            .formatted(node.title()));
  }

  /// Passes what reads answers off the network's outputs, such as the likeliest class.
  private void passAnswers() throws Obstacle {
    for (OnnxNode node : flow.nodes()) {
      if (passed.contains(node)) {
        continue;
      }
      boolean reads =
          Operators.readsAnswer(node, flow) || List.of("Identity", "Cast").contains(node.type());
      if (!reads || !answers.containsAll(flow.computedInputs(node))) {
        throw new Obstacle(
            "%s is beside the one path from the inputs to the outputs".formatted(node.title()));
      }
      answers.addAll(node.outputs());
    }
  }

  /// What the outputs mean. A sigmoid at the very end belongs to the head, and not to the layer.
  Chain.Head head() throws Obstacle {
    if (softmax.isPresent()) {
      return Chain.Head.SOFTMAX;
    }
    Optional<Activation> activation = last().activation();
    if (activation.isPresent() && activation.get() instanceof Activation.Sigmoid) {
      last().leaveActivationToTheHead();
      return Chain.Head.SIGMOID;
    }
    boolean logits = ours.isPresent() && ours.get().loss() == Loss.CROSS_ENTROPY;
    return logits && activation.isEmpty() ? Chain.Head.SOFTMAX : Chain.Head.LINEAR;
  }
}

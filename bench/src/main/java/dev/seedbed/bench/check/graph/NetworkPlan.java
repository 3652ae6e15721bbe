package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.graph.PlannedTensor.Order;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Place;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// A network without values: its operators, and what each of its parameters is for. [Layers] adds
/// layers to it.
final class NetworkPlan {
  private final GraphTask task;
  private final Activation f;
  private final Map<String, NdArray> constants = new LinkedHashMap<>();
  private final List<PlannedTensor> tensors = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private int branches;

  /// @param f that its hidden layers have
  NetworkPlan(GraphTask task, Activation f) {
    this.task = task;
    this.f = f;
  }

  GraphTask task() {
    return task;
  }

  Activation f() {
    return f;
  }

  /// The parameters, in the order in which they are used.
  List<PlannedTensor> tensors() {
    return tensors;
  }

  /// How many branches are added to the path through the network.
  int branches() {
    return branches;
  }

  void countBranch() {
    branches++;
  }

  /// Adds an operator.
  ///
  /// @return its first output, which has its name
  String node(String path, Operator operator, String... inputs) {
    nodes.add(new Node(path, new Node.Apply(operator), List.of(inputs), List.of(path)));
    return path;
  }

  /// Adds an operator with several outputs.
  void node(String path, Operator operator, List<String> inputs, List<String> outputs) {
    nodes.add(new Node(path, new Node.Apply(operator), inputs, outputs));
  }

  /// Adds a constant.
  ///
  /// @return its name
  String constant(String name, NdArray value) {
    constants.put(name, value);
    return name;
  }

  String shape(String name, long... lengths) {
    return constant(name, LongArray.of(lengths));
  }

  String number(String name, double value) {
    return constant(name, FloatArray.scalar((float) value));
  }

  /// Adds weights.
  ///
  /// @param before what was applied to the layer's inputs
  /// @param after what is applied to its outputs
  String weight(
      String path,
      Role role,
      Kernel kernel,
      Order order,
      Activation before,
      Activation after,
      long... lengths) {
    boolean first = tensors.stream().noneMatch(PlannedTensor::isMatrix);
    var position =
        role == Role.HEAD
            ? Place.Position.LAST
            : first ? Place.Position.FIRST : Place.Position.INNER;
    var place = new Place(Place.Part.WEIGHT, kernel, before, after, position);
    boolean active = !(after instanceof Activation.Identity);
    tensors.add(new PlannedTensor(path, role, place, order, TensorShape.of(lengths), active));
    return path;
  }

  /// Adds the bias that goes with the last weights.
  String bias(String path, long... lengths) {
    PlannedTensor weight = tensors.getLast();
    TensorShape shape = TensorShape.of(lengths);
    tensors.add(
        new PlannedTensor(
            path, weight.role(), weight.place().bias(), Order.UNITS_FIRST, shape, weight.active()));
    return path;
  }

  /// The network with these values.
  ///
  /// @param values of all parameters, by path
  /// @param output its only output
  Graph graph(Map<String, FloatArray> values, String output) {
    Map<String, NdArray> all = new LinkedHashMap<>(constants);
    all.putAll(values);
    return new Graph(
        List.of(task.input()), all, new LinkedHashSet<>(values.keySet()), nodes, List.of(output));
  }
}

package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.Measured;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.graph.WeightedNode;
import dev.seedbed.data.Targets;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Recurrence;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.SoftmaxFunction.Softmax;
import dev.seedbed.graph.SoftmaxFunction.Span;
import dev.seedbed.graph.TargetLoss;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.init.Fans;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Loss;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Shows a start of any network to published tools, which know layers only: each operator with
/// weights is one. Its units are channels, features or states, and its rows all that the other axes
/// count. All values that tools look at are kept until the run is over.
final class MeasuredGraph {
  private static final String PROBABILITIES = "measured/probabilities";

  /// Of ONNX's recurrent operators: weights of inputs, weights of states, biases of both.
  private static final int INPUT_WEIGHTS = 1;

  private static final int GATE_BIASES = 3;

  private final GraphStart start;

  /// The network's only output that has a loss.
  private final String output;

  private final Run run;
  private final Map<String, NdArray> values = new HashMap<>();

  private MeasuredGraph(GraphStart start, NdArray inputs) {
    this.start = start;
    this.output = start.graph().outputs().getFirst();
    var wanted = new LinkedHashSet<>(List.of(output, PROBABILITIES));
    for (WeightedNode node : start.weighted()) {
      wanted.addAll(List.of(node.z(), node.a(), applied(node)));
    }
    run =
        Run.forBackward(
            giving(start.graph(), List.copyOf(wanted)),
            Map.of(GraphTask.INPUT, inputs),
            Team.ALONE,
            Run.Observer.NONE);
    int i = 0;
    for (String name : wanted) {
      values.put(name, run.outputs().get(i++));
    }
  }

  /// Propagates rows forward and backward.
  ///
  /// @param start with the one input [GraphTask#INPUT] and one output; its operators with weights
  ///   are all of kinds that [WeightedNode#kernel] knows
  static Measured of(GraphStart start, GraphTask.Rows rows) {
    return new MeasuredGraph(start, rows.inputs()).measured(rows.targets());
  }

  /// The graph with the softmax of its output, and with these values as outputs.
  private static Graph giving(Graph graph, List<String> outputs) {
    var nodes = new ArrayList<>(graph.nodes());
    nodes.add(
        new Node(
            PROBABILITIES,
            new Node.Apply(new Softmax(-1, Span.AXIS)),
            List.of(graph.outputs().getFirst()),
            List.of(PROBABILITIES)));
    return new Graph(graph.inputs(), graph.tensors(), graph.parameters(), nodes, outputs);
  }

  /// The value that a node has its weights from: their tensor, or what is made of it.
  private static String applied(WeightedNode node) {
    return node.node().inputs().get(node.input());
  }

  private Measured measured(NdArray targets) {
    TargetLoss loss = TargetLoss.of(value(output), targets);
    run.backward(List.of(Optional.of(loss.gradient())));
    Loss kind = targets instanceof LongArray ? Loss.CROSS_ENTROPY : Loss.SQUARED_ERROR;
    return new Measured(
        start.weighted().stream().map(node -> layer(node, kind)).toList(),
        loss.value(),
        kind,
        targets(targets));
  }

  private Measured.Of layer(WeightedNode node, Loss kind) {
    boolean hidden = !node.a().equals(output);
    FloatArray z = value(node.z());
    FloatArray a = hidden || kind == Loss.SQUARED_ERROR ? value(node.a()) : value(PROBABILITIES);
    Fans fans = node.kernel(value(applied(node)).shape()).orElseThrow().fans();
    Optional<String> bias = bias(node);
    return new Measured.Of(
        hidden,
        node.activation().known().orElse(new Activation.Identity()),
        Math.toIntExact(Math.round(fans.in())),
        Math.toIntExact(Math.round(fans.out())),
        tensor(node.weight()),
        bias.map(this::tensor).orElse(new double[0]),
        matrix(z, node.unitAxis(z.shape())),
        matrix(a, node.unitAxis(a.shape())),
        gradient(node.weight()),
        bias.map(this::gradient).orElse(new double[0]));
  }

  /// Of a recurrent layer, both halves of the biases go with the weights of its inputs.
  private Optional<String> bias(WeightedNode node) {
    List<String> inputs = node.node().inputs();
    boolean gates =
        node.node().operator().orElseThrow() instanceof Recurrence
            && node.input() == INPUT_WEIGHTS
            && inputs.size() > GATE_BIASES;
    return gates
        ? Optional.of(inputs.get(GATE_BIASES)).filter(start.graph().parameters()::contains)
        : node.bias();
  }

  private FloatArray value(String name) {
    return Optional.ofNullable(values.get(name)).orElseThrow().asFloats();
  }

  private double[] tensor(String name) {
    return Measured.doubles(start.graph().tensor(name).orElseThrow().asFloats().data());
  }

  /// Zeros if the loss does not depend on the tensor.
  private double[] gradient(String name) {
    return run.gradient(name)
        .map(gradient -> Measured.doubles(gradient.data()))
        .orElseGet(() -> new double[tensor(name).length]);
  }

  /// Rows and outputs as those of the last layer.
  private Targets targets(NdArray targets) {
    TensorShape shape = value(output).shape();
    return switch (targets) {
      case LongArray classes -> {
        int[] ofRow = new int[classes.data().length];
        for (int i = 0; i < ofRow.length; i++) {
          ofRow[i] = Math.toIntExact(classes.data()[i]);
        }
        yield new Targets.Classes(shape.length(shape.rank() - 1), ofRow);
      }
      case NdArray numbers -> {
        int axis =
            start.weighted().stream()
                .filter(node -> node.a().equals(output))
                .mapToInt(node -> node.unitAxis(shape))
                .findFirst()
                .orElse(shape.rank() - 1);
        yield new Targets.Values(matrix(numbers.asFloats().reshaped(shape), axis));
      }
    };
  }

  /// An array as rows × units.
  ///
  /// @param axis of the units
  private static Matrix matrix(FloatArray array, int axis) {
    TensorShape shape = array.shape();
    int units = shape.length(axis);
    int inner = shape.elements(axis + 1, shape.rank());
    var matrix = new Matrix(shape.elements() / units, units);
    for (int k = 0; k < array.data().length; k++) {
      int row = k / (units * inner) * inner + k % inner;
      matrix.set(row, k / inner % units, array.data()[k]);
    }
    return matrix;
  }
}

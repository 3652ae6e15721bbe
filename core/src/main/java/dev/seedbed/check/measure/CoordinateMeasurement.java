package dev.seedbed.check.measure;

import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.graph.SignalPaths;
import dev.seedbed.check.graph.WeightedNode;
import dev.seedbed.check.result.Coordinates.Kind;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.ParameterUpdates;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The size of a network's activations before and after its first steps of training, on one batch.
/// Results do not depend on the number of threads.
public final class CoordinateMeasurement {
  private final GraphStart start;
  private final GraphRows rows;
  private final SignalPaths paths;
  private final Map<String, Operator> operators = new LinkedHashMap<>();
  private final Map<String, List<WeightedNode>> byA = new HashMap<>();
  private final IdentityHashMap<Node, String> attentions = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Boolean> ours = new IdentityHashMap<>();

  /// The activations at the start, which changes are from.
  private final Map<String, float[]> starts = new HashMap<>();

  /// What was measured of an operator.
  ///
  /// @param units of an operator with weights; 1 of the logits of attention
  /// @param sizes of a, before the first step and after each
  /// @param changes of a since the start, after each step
  public record Operator(Kind kind, int units, List<Size> sizes, List<Size> changes) {}

  /// The size of numbers, some for each unit.
  ///
  /// @param mean of their absolute values
  /// @param chance the squared standard error of the mean, relative to it, if units are drawn
  ///   independently; 0 of a single unit
  public record Size(double mean, double chance) {
    /// @param values unit by unit in blocks of `inner`, over and over
    static Size of(float[] values, int units, int inner) {
      double[] sums = new double[units];
      for (int i = 0; i < values.length; i++) {
        sums[i / inner % units] += Math.abs(values[i]);
      }
      double sum = 0;
      for (double each : sums) {
        sum += each;
      }
      double mean = sum / units;
      double squares = 0;
      for (double each : sums) {
        squares += (each - mean) * (each - mean);
      }
      boolean several = units > 1 && mean > 0;
      return new Size(
          sum / values.length, several ? squares / (units - 1) / units / (mean * mean) : 0);
    }
  }

  /// @param start whose parameters change
  private CoordinateMeasurement(GraphStart start, GraphRows rows) {
    this.start = start;
    this.rows = rows;
    this.paths = SignalPaths.of(start);
    for (WeightedNode node : start.weighted()) {
      byA.computeIfAbsent(node.a(), _ -> new ArrayList<>()).add(node);
    }
    start.graph().nodes().forEach(node -> ours.put(node, true));
  }

  /// Trains a copy of a network on a batch, and measures it before each step and after the last.
  ///
  /// @return the operators by their names, in the order in which they run: those with weights, and
  ///   the logits of attention
  /// @throws InputException if no operator has weights, or a node cannot run
  public static Map<String, Operator> of(
      GraphStart start, GraphRows rows, ParameterUpdates.Method method, int steps, Team team) {
    if (start.weighted().isEmpty()) {
      throw new InputException("the network has no operator with weights to measure");
    }
    var measurement = new CoordinateMeasurement(start.copied(), rows);
    measurement.train(method, steps, team);
    return measurement.operators;
  }

  private void train(ParameterUpdates.Method method, int steps, Team team) {
    Graph graph = start.graph();
    var updates = new ParameterUpdates(graph, method);
    var watch = new Watch(outputs());
    for (int t = 0; t < steps; t++) {
      Run run = Run.forBackward(graph, rows.inputs(), team, watch);
      run.backward(OutputLosses.of(start, rows, run).gradients());
      updates.step(run);
    }
    Run.forward(graph, rows.inputs(), team, watch);
  }

  /// The nodes with weights whose results no other operator with weights uses.
  private Set<String> outputs() {
    var nodes = new IdentityHashMap<Node, List<String>>();
    for (WeightedNode node : start.weighted()) {
      nodes.computeIfAbsent(node.node(), _ -> new ArrayList<>()).add(node.name());
    }
    var used = new HashSet<String>();
    var outputs = new HashSet<String>();
    for (Node node : start.graph().nodes().reversed()) {
      boolean leadsOn = node.outputs().stream().anyMatch(used::contains);
      if (nodes.containsKey(node) && !leadsOn) {
        outputs.addAll(nodes.get(node));
      }
      if (nodes.containsKey(node) || leadsOn) {
        used.addAll(Graph.uses(node));
      }
    }
    return outputs;
  }

  /// @param values those of each unit in blocks of `inner`
  private void add(String name, Kind kind, int units, int inner, float[] values) {
    Operator operator =
        operators.computeIfAbsent(
            name, _ -> new Operator(kind, units, new ArrayList<>(), new ArrayList<>()));
    operator.sizes().add(Size.of(values, units, inner));
    float[] before = starts.putIfAbsent(name, values);
    if (before != null) {
      float[] changes = new float[values.length];
      for (int i = 0; i < changes.length; i++) {
        // A mask that depends on what was learned leaves nothing to compare.
        changes[i] = before.length == values.length ? values[i] - before[i] : Float.NaN;
      }
      operator.changes().add(Size.of(changes, units, inner));
    }
  }

  /// Measures what goes by.
  private final class Watch implements Run.Observer {
    private final Set<String> outputs;

    Watch(Set<String> outputs) {
      this.outputs = outputs;
    }

    @Override
    public void forward(Node node, List<Optional<NdArray>> inputs, List<NdArray> results) {
      // Branches and bodies of loops have names of their own, which may be the same.
      if (!ours.containsKey(node)) {
        return;
      }
      for (int i = 0; i < Math.min(results.size(), node.outputs().size()); i++) {
        if (results.get(i) instanceof FloatArray a) {
          byA.getOrDefault(node.outputs().get(i), List.of()).forEach(each -> ran(each, a));
        }
      }
      if (paths.isAttention(node) && inputs.getFirst().orElseThrow() instanceof FloatArray scores) {
        String name = attentions.computeIfAbsent(node, this::attentionName);
        float[] seen = seen(scores);
        add(name, Kind.ATTENTION, 1, Math.max(1, seen.length), seen);
      }
    }

    private void ran(WeightedNode node, FloatArray a) {
      TensorShape shape = a.shape();
      int axis = shape.rank() == 0 ? 0 : node.unitAxis(shape);
      int units = shape.rank() == 0 ? 1 : shape.length(axis);
      int inner = shape.rank() == 0 ? 1 : shape.elements(axis + 1, shape.rank());
      Kind kind = outputs.contains(node.name()) ? Kind.OUTPUT : Kind.HIDDEN;
      add(node.name(), kind, units, inner, a.data());
    }

    /// The path of an attention's softmax, as exporters write it; else its number.
    private String attentionName(Node softmax) {
      String path = softmax.name().replaceFirst("^/+", "").replaceFirst("/?Softmax(_\\d+)?$", "");
      String name = path + " logits";
      return path.isEmpty() || operators.containsKey(name)
          ? "attention%d logits".formatted(attentions.size() + 1)
          : name;
    }
  }

  /// The logits of the keys that queries see, in their order.
  private static float[] seen(FloatArray scores) {
    TensorShape shape = scores.shape();
    int keys = shape.length(shape.rank() - 1);
    float[] seen = new float[shape.elements()];
    int count = 0;
    for (int at = 0; at < shape.elements(); at += keys) {
      float greatest = Float.NEGATIVE_INFINITY;
      for (int k = at; k < at + keys; k++) {
        greatest = Math.max(greatest, scores.data()[k]);
      }
      for (int k = at; k < at + keys; k++) {
        // Written so that NaN is seen.
        if (!(scores.data()[k] <= greatest - AttentionMeasurement.MASKED)) {
          seen[count++] = scores.data()[k];
        }
      }
    }
    return Arrays.copyOf(seen, count);
  }
}

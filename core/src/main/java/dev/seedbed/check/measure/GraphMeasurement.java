package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain.Head;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.graph.WeightedNode;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Run;
import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Runs rows through a graph, forward and backward, and measures every weighted operator as it
/// goes. Results do not depend on the number of threads.
public final class GraphMeasurement {
  private final GraphStart start;
  private final GraphRows rows;
  private final List<NodeProbe> probes;
  private int rowCount = 1;

  private GraphMeasurement(GraphStart start, GraphRows rows, boolean histograms, Team team) {
    this.start = start;
    this.rows = rows;
    this.probes =
        start.weighted().stream().map(node -> new NodeProbe(node, histograms, team)).toList();
  }

  /// Runs the rows and measures.
  ///
  /// @param matches what tensors were likely drawn by, by their names
  /// @param learningRate of the first step
  /// @param histograms whether to tell how numbers are distributed
  /// @throws InputException if no operator has weights, a node cannot run, or targets do not fit
  ///   the output
  public static StartMeasurement of(
      GraphStart start,
      GraphRows rows,
      Map<String, List<InitializerMatch>> matches,
      double learningRate,
      boolean histograms,
      Team team) {
    var measurement = new GraphMeasurement(start, rows, histograms, team);
    Run run = Run.forBackward(start.graph(), rows.inputs(), team, measurement.new Watch());
    if (start.weighted().isEmpty()) {
      throw new InputException("the network has no operator with weights to measure");
    }
    List<GraphLoss> losses = measurement.backward(run);
    List<LayerMeasurement> layers =
        measurement.probes.stream().map(probe -> measurement.layer(probe, run, matches)).toList();
    GraphLoss first = losses.getFirst();
    return new StartMeasurement(
        StartMeasurement.Kind.GRAPH,
        first.head(),
        layers,
        true,
        new RowsMeasurement(
            measurement.rowCount,
            rows.given(),
            measurement.inputs(),
            first.means(),
            first.variances()),
        losses.stream().mapToDouble(loss -> loss.loss().value()).sum(),
        losses.stream().mapToDouble(GraphLoss::chance).sum(),
        learningRate,
        false,
        Optional.empty(),
        OptionalDouble.empty());
  }

  private double[] inputs() {
    return rows.inputs().values().stream()
        .filter(FloatArray.class::isInstance)
        .mapToDouble(array -> Sample.of(Numbers.of(array.asFloats().data())).secondMoment())
        .toArray();
  }

  /// Takes the losses of the outputs back through the run: all of them, or if targets are given
  /// that of the first.
  private List<GraphLoss> backward(Run run) {
    var losses = new ArrayList<GraphLoss>();
    var byOutputs = new ArrayList<Optional<FloatArray>>();
    for (int i = 0; i < run.outputs().size(); i++) {
      NdArray output = run.outputs().get(i);
      Head head = start.outputs().get(i).head();
      boolean counts =
          output instanceof FloatArray && (rows.targets().isEmpty() || losses.isEmpty());
      if (!counts) {
        byOutputs.add(Optional.empty());
        continue;
      }
      FloatArray values = output.asFloats();
      if (values.data().length == 0) {
        throw new InputException(
            "output '%s' has no elements: %s"
                .formatted(start.outputs().get(i).name(), values.shape()));
      }
      GraphLoss loss =
          rows.targets()
              .map(targets -> GraphLoss.of(head, values, targets))
              .orElseGet(() -> GraphLoss.atRandom(head, values));
      losses.add(loss);
      byOutputs.add(Optional.of(loss.loss().gradient()));
      if (losses.size() == 1) {
        rowCount = output.shape().rank() == 0 ? 1 : output.shape().length(0);
      }
    }
    if (losses.isEmpty()) {
      throw new InputException("the network has no output of real numbers to give a loss");
    }
    run.backward(byOutputs);
    return losses;
  }

  private LayerMeasurement layer(
      NodeProbe probe, Run run, Map<String, List<InitializerMatch>> matches) {
    WeightedNode node = probe.node();
    return probe.measured(
        tensor(node.weight()),
        node.bias().map(this::tensor),
        node.scale().map(this::tensor),
        run.gradient(node.weight()),
        matches.getOrDefault(node.weight(), List.of()));
  }

  private FloatArray tensor(String name) {
    return start.graph().tensor(name).orElseThrow().asFloats();
  }

  /// Hands each probe the values that it asks for.
  private final class Watch implements Run.Observer {
    private final IdentityHashMap<Node, List<NodeProbe>> operators = new IdentityHashMap<>();
    private final Map<String, List<NodeProbe>> byZ = new HashMap<>();
    private final Map<String, List<NodeProbe>> byA = new HashMap<>();
    private final Map<String, List<NodeProbe>> byX = new HashMap<>();
    private final IdentityHashMap<Node, Boolean> ours = new IdentityHashMap<>();

    Watch() {
      for (NodeProbe probe : probes) {
        WeightedNode node = probe.node();
        operators.computeIfAbsent(node.node(), _ -> new ArrayList<>()).add(probe);
        byZ.computeIfAbsent(node.z(), _ -> new ArrayList<>()).add(probe);
        byA.computeIfAbsent(node.a(), _ -> new ArrayList<>()).add(probe);
        byX.computeIfAbsent(node.x(), _ -> new ArrayList<>()).add(probe);
      }
      // Branches and bodies of loops have names of their own, which may be the same.
      start.graph().nodes().forEach(node -> ours.put(node, true));
    }

    @Override
    public void forward(Node node, List<Optional<NdArray>> inputs, List<NdArray> outputs) {
      if (!ours.containsKey(node)) {
        return;
      }
      operators.getOrDefault(node, List.of()).forEach(probe -> probe.ran(inputs));
      for (int i = 0; i < Math.min(outputs.size(), node.outputs().size()); i++) {
        if (outputs.get(i) instanceof FloatArray array) {
          String name = node.outputs().get(i);
          byZ.getOrDefault(name, List.of()).forEach(probe -> probe.z(array));
          byA.getOrDefault(name, List.of()).forEach(probe -> probe.a(array));
        }
      }
    }

    @Override
    public void backward(Node node, List<Optional<FloatArray>> outputs) {
      if (!ours.containsKey(node)) {
        return;
      }
      for (int i = 0; i < Math.min(outputs.size(), node.outputs().size()); i++) {
        if (outputs.get(i).isEmpty()) {
          continue;
        }
        FloatArray gradient = outputs.get(i).get();
        String name = node.outputs().get(i);
        byZ.getOrDefault(name, List.of()).forEach(probe -> probe.gradientOfZ(gradient, rowCount));
        byA.getOrDefault(name, List.of()).forEach(probe -> probe.gradientOfA(gradient));
        byX.getOrDefault(name, List.of()).forEach(probe -> probe.gradientOfX(gradient));
      }
    }
  }
}

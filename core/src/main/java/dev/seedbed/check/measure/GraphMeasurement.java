package dev.seedbed.check.measure;

import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.graph.WeightedNode;
import dev.seedbed.check.measure.StartMeasurement.Kind;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
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

  /// None of a chain, which has layers only.
  private final Optional<PartsProbe> parts;

  private final Run run;
  private final OutputLosses losses;

  private GraphMeasurement(
      GraphStart start, GraphRows rows, Kind kind, Detail detail, boolean histograms, Team team) {
    this.start = start;
    this.rows = rows;
    int count = rows.count();
    this.probes =
        start.weighted().stream()
            .map(node -> new NodeProbe(node, kind, detail, histograms, count, team))
            .toList();
    this.parts = kind == Kind.GRAPH ? Optional.of(new PartsProbe(start, team)) : Optional.empty();
    var watch = new Watch();
    this.run = Run.forBackwardToInputs(start.graph(), rows.inputs(), team, watch);
    if (probes.isEmpty()) {
      throw new InputException("the network has no operator with weights to measure");
    }
    losses = OutputLosses.of(start, rows, run);
    run.backward(losses.gradients());
    for (Graph.Input input : start.graph().inputs()) {
      run.inputGradient(input.name()).ifPresent(gradient -> watch.byX(input.name(), gradient));
    }
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
    GraphMeasurement measured = run(start, rows, Kind.GRAPH, Detail.FIGURES, histograms, team);
    GraphParts parts = measured.parts.orElseThrow().parts(measured.run);
    return new StartMeasurement(
        Kind.GRAPH,
        measured.losses.losses().getFirst().head(),
        measured.layers((l, probe) -> facts(probe.node(), parts.trunk().contains(l), matches)),
        parts,
        start.oddities(),
        true,
        measured.rowsMeasurement(measured.inputs()),
        measured.loss(),
        measured.chance(),
        learningRate,
        false,
        Optional.empty(),
        OptionalDouble.empty());
  }

  private static WeightFacts facts(
      WeightedNode node, boolean onTrunk, Map<String, List<InitializerMatch>> matches) {
    return WeightFacts.brief(
        Optional.of(new LayerReport.Origin(node.weight(), node.type(), onTrunk)),
        Double.NaN,
        matches.getOrDefault(node.weight(), List.of()));
  }

  /// Runs the rows, forward and backward.
  static GraphMeasurement run(
      GraphStart start, GraphRows rows, Kind kind, Detail detail, boolean histograms, Team team) {
    return new GraphMeasurement(start, rows, kind, detail, histograms, team);
  }

  /// What the weights alone tell of the layer of a number, given what was seen of it.
  interface Facts {
    WeightFacts of(int layer, NodeProbe probe);
  }

  List<LayerMeasurement> layers(Facts facts) {
    var layers = new ArrayList<LayerMeasurement>();
    for (int l = 0; l < probes.size(); l++) {
      NodeProbe probe = probes.get(l);
      WeightedNode node = probe.node();
      layers.add(
          probe.measured(
              tensor(node.weight()),
              node.bias().map(this::tensor),
              node.scale().map(this::tensor),
              run.gradient(node.weight()),
              facts.of(l, probe)));
    }
    return layers;
  }

  private FloatArray tensor(String name) {
    return start.graph().tensor(name).orElseThrow().asFloats();
  }

  /// The loss of all outputs.
  double loss() {
    return losses.losses().stream().mapToDouble(loss -> loss.loss().value()).sum();
  }

  /// The loss of outputs that know nothing but how often each target is there.
  double chance() {
    return losses.losses().stream().mapToDouble(GraphLoss::chance).sum();
  }

  /// @param inputs second moments
  RowsMeasurement rowsMeasurement(double[] inputs) {
    GraphLoss first = losses.losses().getFirst();
    return new RowsMeasurement(
        losses.rows(), rows.given(), inputs, first.means(), first.variances());
  }

  private double[] inputs() {
    return rows.inputs().values().stream()
        .filter(FloatArray.class::isInstance)
        .mapToDouble(array -> Sample.of(Numbers.of(array.asFloats().data())).secondMoment())
        .toArray();
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
      parts.ifPresent(probe -> probe.ran(node, inputs, outputs));
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
        byZ.getOrDefault(name, List.of())
            .forEach(probe -> probe.gradientOfZ(gradient, losses.rows()));
        byA.getOrDefault(name, List.of()).forEach(probe -> probe.gradientOfA(gradient));
        byX(name, gradient);
      }
    }

    void byX(String name, FloatArray gradient) {
      byX.getOrDefault(name, List.of()).forEach(probe -> probe.gradientOfX(gradient));
    }
  }
}

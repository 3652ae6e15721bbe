package dev.seedbed.check.measure;

import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.graph.SignalPaths;
import dev.seedbed.check.graph.WeightedNode;
import dev.seedbed.graph.AxesNormalization;
import dev.seedbed.graph.BatchNormalization;
import dev.seedbed.graph.BinaryFunction;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Recurrence;
import dev.seedbed.graph.RowNormalization;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Measures the parts of a graph that are no operators with weights, while a run goes by.
final class PartsProbe {
  /// Which input of ONNX's recurrent operators the biases are.
  private static final int GATE_BIASES = 3;

  private final GraphStart start;
  private final SignalPaths paths;
  private final Team team;
  private final IdentityHashMap<Node, List<WeightedNode>> recurrent = new IdentityHashMap<>();
  private final List<JoinMeasurement> joins = new ArrayList<>();
  private final List<AttentionMeasurement> attentions = new ArrayList<>();
  private final List<RecurrenceMeasurement> recurrences = new ArrayList<>();

  PartsProbe(GraphStart start, Team team) {
    this.start = start;
    this.paths = SignalPaths.of(start);
    this.team = team;
    for (WeightedNode node : start.weighted()) {
      if (node.node().operator().orElseThrow() instanceof Recurrence) {
        recurrent.computeIfAbsent(node.node(), _ -> new ArrayList<>()).add(node);
      }
    }
  }

  /// After a step forward.
  void ran(Node node, List<Optional<NdArray>> inputs, List<NdArray> outputs) {
    paths.joinAt(node).ifPresent(join -> joined(join, inputs, outputs.getFirst()));
    if (paths.isAttention(node) && outputs.getFirst().shape().elements() > 0) {
      FloatArray scores = inputs.getFirst().orElseThrow().asFloats();
      attentions.add(
          AttentionMeasurement.of(
              node.name(), paths.scoring(node), scores, outputs.getFirst().asFloats()));
    }
    List<WeightedNode> weights = recurrent.getOrDefault(node, List.of());
    if (!weights.isEmpty()) {
      recurrences.add(
          RecurrenceMeasurement.of(weights, biases(node.inputs()), inputs, outputs, team));
    }
  }

  private List<String> biases(List<String> inputs) {
    return inputs.size() > GATE_BIASES ? paths.parametersOf(inputs.get(GATE_BIASES)) : List.of();
  }

  private void joined(SignalPaths.Join join, List<Optional<NdArray>> inputs, NdArray out) {
    TensorShape skip = inputs.get(join.skip()).orElseThrow().shape();
    TensorShape branch = inputs.get(join.branch()).orElseThrow().shape();
    // A sum that repeats one of them brings no branch back.
    if (out instanceof FloatArray && skip.equals(branch)) {
      joins.add(
          new JoinMeasurement(
              join.last().name(), join.last().weight(), NodeProbe.secondMoment(out.asFloats())));
    }
  }

  /// What was measured.
  ///
  /// @param run that went back
  GraphParts parts(Run run) {
    List<WeightedNode> trunk = paths.trunk();
    return new GraphParts(
        IntStream.range(0, start.weighted().size())
            .filter(i -> trunk.contains(start.weighted().get(i)))
            .boxed()
            .toList(),
        joins,
        attentions,
        recurrences,
        scales(run));
  }

  private List<ScaleMeasurement> scales(Run run) {
    var scales = new ArrayList<ScaleMeasurement>();
    for (Node node : start.graph().nodes()) {
      candidates(node).stream()
          .filter(start.graph().parameters()::contains)
          .findFirst()
          .ifPresent(name -> scales.add(scale(node, name, run)));
    }
    return scales;
  }

  /// What may be a parameter that scales. Exporters write normalisations as several operators, the
  /// last but one of which is the product with γ.
  private static List<String> candidates(Node node) {
    return switch (node.operator().orElse(null)) {
      case BatchNormalization _, RowNormalization _, AxesNormalization _ ->
          node.inputs().subList(1, Math.min(2, node.inputs().size()));
      case BinaryFunction.Mul _ -> node.inputs();
      case null, default -> List.of();
    };
  }

  private ScaleMeasurement scale(Node node, String name, Run run) {
    FloatArray scales = start.graph().tensor(name).orElseThrow().asFloats();
    double largest =
        run.gradient(name)
            .map(gradient -> Sample.of(Numbers.of(gradient.data())))
            .map(sample -> (double) Math.max(Math.abs(sample.min()), Math.abs(sample.max())))
            .orElse(0.0);
    Sample sample = Sample.of(Numbers.of(scales.data()));
    boolean zero = sample.secondMoment() == 0;
    return new ScaleMeasurement(name, sample, largest, zero && paths.isOnlyWay(node));
  }
}

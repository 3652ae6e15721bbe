package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.measure.StartMeasurement.Kind;
import dev.seedbed.check.measure.TensorMeasurement;
import dev.seedbed.check.measure.TensorSetMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import java.util.List;

/// All rules: what a check asks of whatever was measured.
public final class Rules {
  /// In the order in which they are listed in [Rule].
  private static final List<RunRule> OF_RUNS =
      List.of(
          new Saddle(),
          new Symmetry(),
          new SparseStart(),
          new UnequalSpeeds(),
          new NonFinite(),
          new ZeroLayer(),
          new WeightScale(),
          new ForwardGain(),
          new BackwardGain(),
          new GradientSize(),
          new DeadUnits(),
          new ZeroFraction(),
          new Saturation(),
          new ActivationSpread(),
          new StartLoss(),
          new OutputBias(),
          new HiddenBias(),
          new Architecture(),
          new Inputs(),
          new UpdateRatio(),
          new LossMean(),
          new RowsInteract(),
          new GradientCheck(),
          new Overfitting(),
          new SameSign(),
          new LooksTrained(),
          new Initialiser(),
          new Rank(),
          new ResidualGrowth(),
          new RankCollapse(),
          new AttentionEntropy(),
          new RecurrentGain(),
          new GateBias(),
          new EmbeddingScale(),
          new ZeroScale(),
          new WrongFans());

  private static final List<TensorRule> OF_TENSORS =
      List.of(
          new NonFinite(),
          new ZeroLayer(),
          new Symmetry(),
          new SameSign(),
          new SparseStart(),
          new HiddenBias(),
          new LooksTrained(),
          new Initialiser(),
          new WeightScale());

  private static final List<TensorSetRule> OF_TENSOR_SETS =
      List.of(new Saddle(), new ZeroLayer(), new EqualTensors());

  private Rules() {}

  /// Judges a start that was run.
  public static List<Finding> judge(StartMeasurement start) {
    return OF_RUNS.stream()
        .filter(rule -> start.kind() == Kind.CHAIN || rule.judgesGraphs())
        .filter(rule -> start.isFinite() || !rule.needsFinite())
        .filter(rule -> start.rows().given() || rule.rule().needs() != Rule.Needs.GIVEN_ROWS)
        .flatMap(rule -> rule.judge(start).stream())
        .toList();
  }

  /// The rules that judge any network that is run.
  public static List<Rule> ofGraphs() {
    return OF_RUNS.stream().filter(RunRule::judgesGraphs).map(RunRule::rule).toList();
  }

  /// Judges a tensor of a network that is not run.
  public static List<Finding> judge(TensorMeasurement tensor) {
    return OF_TENSORS.stream()
        .flatMap(rule -> rule.judge(tensor).stream())
        .map(finding ->
            finding.severity() == Severity.INFO
                ? finding
                : finding.withRemedies(Advice.draw(finding.rule(), tensor.facts())))
        .toList();
  }

  /// Judges the tensors of a network that is not run beside each other.
  public static List<Finding> judge(TensorSetMeasurement tensors) {
    return OF_TENSOR_SETS.stream().flatMap(rule -> rule.judge(tensors).stream()).toList();
  }

  /// Tensors that hold the same numbers: what running a network does not tell. Information: layers
  /// that follow each other and start alike soon differ, as they get other inputs and gradients.
  public static List<Finding> judgeEqual(TensorSetMeasurement tensors) {
    return new EqualTensors()
        .judge(tensors).stream().map(finding -> finding.as(Severity.INFO)).toList();
  }

  /// Whether large negative biases keep the sigmoid units of a layer off.
  public static boolean isSparse(LayerMeasurement layer) {
    return SparseStart.isSparse(layer);
  }
}

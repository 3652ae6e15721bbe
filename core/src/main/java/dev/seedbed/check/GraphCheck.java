package dev.seedbed.check;

import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.measure.GraphMeasurement;
import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Verdict;
import dev.seedbed.check.rule.Rules;
import dev.seedbed.data.InputException;
import dev.seedbed.kernel.Team;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The check of any network: it is run, and every weighted operator is measured. [Check] judges
/// chains of dense layers by more rules.
///
/// @param rows to run
/// @param matches what tensors were likely drawn by, by their names
/// @param learningRate of the first step, for the update ratio; above 0
/// @param histograms whether to tell how numbers are distributed
public record GraphCheck(
    GraphStart start,
    GraphRows rows,
    Map<String, List<InitializerMatch>> matches,
    double learningRate,
    boolean histograms) {
  /// The rules that judge a run. Tensors are judged by themselves, too, by [TensorCheck#RULES].
  public static final List<Rule> RULES = Rules.ofGraphs();

  /// Rounding errors of sums in float32; gradients of two layers hardly agree so well by chance.
  private static final double SAME_GRADIENT = 1e-5;

  public GraphCheck {
    matches = Map.copyOf(matches);
  }

  /// Runs the rows forward and backward, and applies the rules.
  ///
  /// @param threads that work on it; the result does not depend on that
  /// @throws InputException if a node cannot run, or targets do not fit the output
  public Diagnosis run(int threads) {
    StartMeasurement measured;
    try (Team team = Team.of(threads)) {
      measured = GraphMeasurement.of(start, rows, matches, learningRate, histograms, team);
    }
    List<Finding> findings = Check.condensed(Rules.judge(measured), measured.layers().size());
    return new Diagnosis(
        Diagnosis.sorted(findings.stream().map(Finding::withoutNeedlessRemedies).toList()),
        measured.layers().stream().map(LayerMeasurement::report).toList(),
        measured.network());
  }

  /// What a run says together with what its tensors say by themselves. What was run is judged by
  /// its run: large biases are a fault if something is wrong with the run, too, and tell what;
  /// equal tensors if their gradients are equal, too.
  ///
  /// @param ofTensors what [TensorCheck] and [TensorComparison] found
  public static Diagnosis together(Diagnosis run, List<Finding> ofTensors) {
    Map<String, LayerReport> layers =
        run.layers().stream()
            .filter(layer -> layer.origin().isPresent())
            .collect(
                Collectors.toMap(
                    layer -> layer.origin().orElseThrow().weight(),
                    Function.identity(),
                    (first, _) -> first));
    boolean sound = run.verdict() == Verdict.HEALTHY;
    List<Finding> stand =
        ofTensors.stream()
            .filter(finding ->
                finding.rule() != Rule.SADDLE
                    && !(RULES.contains(finding.rule()) && layers.containsKey(finding.layer())))
            .map(finding ->
                finding.severity() == Severity.INFO
                    ? finding
                    : switch (finding.rule()) {
                      case HIDDEN_BIAS, SPARSE_START ->
                          sound
                              ? finding.asInformation("but the rows that were run show no harm")
                              : finding;
                      case EQUAL_TENSORS ->
                          differ(finding, layers)
                              ? finding.asInformation(
                                  "but their gradients differ, so training tells them apart")
                              : finding;
                      default -> finding;
                    })
            .toList();
    // Where both find a rule broken, tensors tell which of them are at fault.
    Stream<Finding> others =
        run.findings().stream()
            .filter(finding ->
                stand.stream()
                    .noneMatch(it ->
                        it.rule() == finding.rule()
                            && it.severity().compareTo(finding.severity()) >= 0));
    return new Diagnosis(
        Diagnosis.sorted(Stream.concat(stand.stream(), others).toList()),
        run.layers(),
        run.network());
  }

  /// Whether tensors that hold the same numbers all get other gradients, as those of layers that
  /// follow each other do: so a step of training tells them apart. The finding is about the first
  /// of them, and its remedies are about the others.
  private static boolean differ(Finding equal, Map<String, LayerReport> layers) {
    List<LayerReport> alike =
        Stream.concat(
                Stream.of(equal.layer()),
                equal.remedies().stream()
                    .filter(Remedy.OfTensor.class::isInstance)
                    .map(remedy -> ((Remedy.OfTensor) remedy).tensor()))
            .map(layers::get)
            .filter(Objects::nonNull)
            .sorted(Comparator.comparingDouble(LayerReport::weightGradient))
            .toList();
    for (int i = 1; i < alike.size(); i++) {
      double greater = alike.get(i).weightGradient();
      if (!(greater - alike.get(i - 1).weightGradient() > SAME_GRADIENT * greater)) {
        return false;
      }
    }
    return alike.size() == 1 + equal.remedies().size();
  }
}

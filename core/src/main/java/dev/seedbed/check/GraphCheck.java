package dev.seedbed.check;

import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.measure.GraphMeasurement;
import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.rule.Rules;
import dev.seedbed.data.InputException;
import dev.seedbed.kernel.Team;
import java.util.List;
import java.util.Map;

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
}

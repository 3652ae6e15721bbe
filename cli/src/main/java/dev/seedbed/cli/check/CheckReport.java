package dev.seedbed.cli.check;

import dev.seedbed.check.GraphCheck;
import dev.seedbed.check.Repair;
import dev.seedbed.check.TensorCheck;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Verdict;
import dev.seedbed.cli.terminal.OutputStyle;
import dev.seedbed.io.check.CheckResult;
import dev.seedbed.io.check.RepairResult;
import dev.seedbed.io.document.CheckDocument;
import dev.seedbed.io.document.CheckDocument.FindingRow;
import dev.seedbed.io.document.CheckDocument.FixPart;
import dev.seedbed.io.document.CheckDocument.Judgement;
import dev.seedbed.io.document.CheckDocument.LeftRow;
import dev.seedbed.io.document.CheckDocument.RepairRow;
import dev.seedbed.io.document.LayerRow;
import dev.seedbed.io.document.TensorRow;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/// The output of `seedbed check`, for people and for machines.
///
/// @param result of the check; with --fix, of the repaired copy
/// @param repair empty without --fix
public record CheckReport(CheckResult result, Optional<RepairResult> repair) {

  public static CheckReport of(CheckResult result) {
    return new CheckReport(result, Optional.empty());
  }

  public static CheckReport of(RepairResult repair) {
    return new CheckReport(repair.after(), Optional.of(repair));
  }

  public void print(PrintWriter out) {
    new CheckText(out, OutputStyle.ofStandardOutput()).report(this);
  }

  /// The document that `check --json` prints.
  public CheckDocument document() {
    return document(LayerRow::of, TensorRow::of);
  }

  /// The document that the report is drawn from: the same, with histograms.
  public CheckDocument drawn() {
    Iterator<Optional<InitializerMatch>> drawnBy =
        switch (result) {
          case CheckResult.OfRun propagated -> propagated.drawnBy().iterator();
          case CheckResult.OfGraph graph ->
              graph.diagnosis().layers().stream().map(LayerReport::likeliest).iterator();
          case CheckResult.OfTensors _ -> Collections.emptyIterator();
        };
    // The layers of a network that was run show its tensors.
    Function<CheckResult.Tensor, TensorRow> tensor =
        result instanceof CheckResult.OfTensors ? TensorRow::drawn : TensorRow::of;
    return document(layer -> LayerRow.drawn(layer, drawnBy.next()), tensor).explained(result);
  }

  private CheckDocument document(
      Function<LayerReport, LayerRow> layer, Function<CheckResult.Tensor, TensorRow> tensor) {
    Optional<FixPart> fix = repair.map(CheckReport::fix);
    Judgement judgement = judgement(result);
    return switch (result) {
      case CheckResult.OfRun propagated ->
          new CheckDocument(
              judgement.verdict(),
              judgement.findings(),
              propagated.diagnosis().layers().stream().map(layer).toList(),
              Optional.of(CheckDocument.NetworkPart.of(propagated.diagnosis())),
              Optional.of(CheckDocument.RowsPart.of(propagated.diagnosis())),
              propagated.survey().map(CheckDocument.SurveyPart::of),
              List.of(),
              List.of(),
              List.of(),
              Optional.empty(),
              fix,
              Optional.empty(),
              Optional.empty());
      case CheckResult.OfGraph graph ->
          new CheckDocument(
              judgement.verdict(),
              judgement.findings(),
              graph.diagnosis().layers().stream().map(layer).toList(),
              Optional.of(CheckDocument.NetworkPart.of(graph.diagnosis())),
              Optional.of(CheckDocument.RowsPart.of(graph.diagnosis())),
              graph.survey().map(CheckDocument.SurveyPart::of),
              graph.tensors().tensors().stream().map(tensor).toList(),
              graph.assumed(),
              List.of(),
              Optional.of(lookedAt(graph.tensors(), allRules(), graph.unknown())),
              fix,
              Optional.empty(),
              Optional.empty());
      case CheckResult.OfTensors apart ->
          new CheckDocument(
              judgement.verdict(),
              judgement.findings(),
              List.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              apart.tensors().stream().map(tensor).toList(),
              List.of(),
              apart.obstacles(),
              Optional.of(lookedAt(apart, TensorCheck.RULES, CheckResult.OfTensors.UNKNOWN)),
              fix,
              Optional.empty(),
              Optional.empty());
    };
  }

  private static CheckDocument.LookedAt lookedAt(
      CheckResult.OfTensors apart, List<Rule> rules, String unknown) {
    return new CheckDocument.LookedAt(
        apart.lookedAt(), apart.parameters(), rules.stream().map(Rule::title).toList(), unknown);
  }

  /// The rules that judge a network that is no chain.
  static List<Rule> allRules() {
    return Stream.of(TensorCheck.RULES, GraphCheck.RULES)
        .flatMap(List::stream)
        .distinct()
        .sorted()
        .toList();
  }

  static boolean saved(CheckResult result) {
    return switch (result) {
      case CheckResult.OfRun propagated -> propagated.saved();
      case CheckResult.OfGraph _, CheckResult.OfTensors _ -> true;
    };
  }

  private static Judgement judgement(CheckResult result) {
    return judgement(result.verdict(), result.findings(), saved(result));
  }

  /// A verdict with its findings, in words.
  ///
  /// @param saved whether the start stands in a file; else it was drawn for the check
  public static Judgement judgement(Verdict verdict, List<Finding> findings, boolean saved) {
    return new Judgement(
        verdict.title(),
        findings.stream()
            .map(finding ->
                new FindingRow(
                    finding.rule().title(),
                    finding.rule().id(),
                    finding.severity().name().toLowerCase(Locale.ROOT),
                    finding.layer(),
                    Double.isFinite(finding.value())
                        ? OptionalDouble.of(finding.value())
                        : OptionalDouble.empty(),
                    FindingText.threshold(finding.threshold()),
                    finding.message(),
                    FindingText.fix(finding, saved),
                    finding.rule().source()))
            .toList());
  }

  private static FixPart fix(RepairResult repair) {
    return new FixPart(
        repair.out().toString(),
        judgement(repair.before()),
        repair.changes().stream().map(CheckReport::change).toList(),
        repair.left().stream()
            .map(finding ->
                new LeftRow(finding.rule().title(), finding.layer(), repair.reason(finding)))
            .toList());
  }

  private static RepairRow change(RepairResult.Change change) {
    return switch (change) {
      case RepairResult.Change.OfLayer(String layer, Repair repair) ->
          new RepairRow(
              Optional.of(layer),
              Optional.of(repair.weights().isPresent()),
              Optional.of(repair.biases().isPresent()),
              Optional.of(repair.scales().isPresent()),
              Optional.empty(),
              repair.scheme());
      case RepairResult.Change.OfTensor(String tensor, String scheme) ->
          new RepairRow(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(tensor),
              scheme);
    };
  }
}

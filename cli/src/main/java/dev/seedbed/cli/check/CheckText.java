package dev.seedbed.cli.check;

import static java.util.stream.Collectors.joining;

import dev.seedbed.check.Repair;
import dev.seedbed.check.Survey;
import dev.seedbed.check.TensorCheck;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.NetworkMeasurement;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.OutputStyle;
import dev.seedbed.cli.terminal.Tones;
import dev.seedbed.cli.terminal.Words;
import dev.seedbed.io.check.CheckResult;
import dev.seedbed.io.check.RepairResult;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.statistics.Proportion;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The output of `seedbed check` for people: the verdict, the findings, the tables, the network.
final class CheckText {
  /// A rule that finds the same in every layer is printed so often, and then summed up.
  private static final int MOST_OF_A_KIND = 3;

  private static final int MOST_NAMES = 4;

  private static final int MOST_CHANGES = 12;

  private final PrintWriter out;
  private final Lines lines;

  CheckText(PrintWriter out, OutputStyle style) {
    this.out = out;
    this.lines = new Lines(out, style);
  }

  void report(CheckReport report) {
    report
        .repair()
        .ifPresentOrElse(
            this::repair,
            () -> {
              verdict("", report.result());
              result(report.result());
            });
  }

  /// @param before what the verdict was
  private void verdict(String before, CheckResult checked) {
    var counts = new ArrayList<String>();
    for (Severity severity : List.of(Severity.ERROR, Severity.WARNING)) {
      long count = checked.findings().stream().filter(f -> f.severity() == severity).count();
      if (count > 0) {
        counts.add(Words.count(count, lowerCase(severity)));
      }
    }
    lines.label(
        "verdict",
        Tones.of(checked.verdict()),
        before + checked.verdict().title(),
        ": "
            + checked.meaning()
            + (counts.isEmpty() ? "" : " (" + String.join(", ", counts) + ")"));
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private void repair(RepairResult repair) {
    CheckResult after = repair.after();
    verdict(repair.before().verdict().title() + " -> ", after);
    label(
        "repaired",
        repair.changes().isEmpty()
            ? nothing(repair)
            : some(repair.changes().stream().map(CheckText::change).toList()));
    for (Finding finding : repair.left()) {
      label(
          "left",
          "%s %s: %s%s"
              .formatted(
                  finding.rule().title(),
                  finding.layer(),
                  repair.reason(finding),
                  hint(finding, CheckReport.saved(repair.after()))));
    }
    label("wrote", repair.out().toString());
    if (!repair.before().findings().isEmpty()) {
      print("");
      print("Before:");
      findings(repair.before().findings(), CheckReport.saved(repair.before()));
      print("");
      print("After:");
    }
    result(after);
  }

  /// Advice for a finding that new values could not repair.
  private static String hint(Finding finding, boolean saved) {
    String fix = FindingText.fix(finding, saved);
    return fix.isEmpty() || finding.isRepairable() ? "" : "; " + fix;
  }

  /// The first few of them.
  private static String some(List<String> changes) {
    int more = changes.size() - MOST_CHANGES;
    return changes.stream().limit(MOST_CHANGES).collect(joining(", "))
        + (more > 0 ? " and %,d more".formatted(more) : "");
  }

  private static String nothing(RepairResult repair) {
    return repair.left().isEmpty()
        ? "nothing: there are no warnings and no errors"
        : "nothing: new values would be no better";
  }

  private static String change(RepairResult.Change change) {
    return switch (change) {
      case RepairResult.Change.OfLayer(String layer, Repair repair) -> {
        String weights = repair.weights().isPresent() ? "weights by " + repair.scheme() : "";
        String biases = repair.biases().isPresent() ? "biases" : "";
        String scales = repair.scales().isPresent() ? "gamma = 1" : "";
        yield layer
            + " "
            + Stream.of(weights, biases, scales)
                .filter(part -> !part.isEmpty())
                .collect(joining(" and "));
      }
      case RepairResult.Change.OfTensor(String tensor, String scheme) -> tensor + " by " + scheme;
    };
  }

  private void result(CheckResult result) {
    switch (result) {
      case CheckResult.OfRun propagated -> {
        propagated
            .survey()
            .ifPresent(survey -> {
              survey(survey);
              first(propagated);
            });
        findings(propagated.findings(), propagated.saved());
        print("");
        CheckTables.forward(out, propagated.diagnosis().layers());
        print("");
        CheckTables.backward(out, propagated.diagnosis().layers());
        print("");
        label("network", propagated.start());
        whole(propagated.diagnosis(), "standard-normal rows");
        widths(propagated.diagnosis().network());
      }
      case CheckResult.OfGraph graph -> {
        graph
            .survey()
            .ifPresent(survey -> {
              survey(survey);
              print("The start that the file holds:");
            });
        findings(graph.findings(), true);
        print("");
        CheckTables.forward(out, graph.diagnosis().layers());
        print("");
        CheckTables.backward(out, graph.diagnosis().layers());
        print("");
        label("network", graph.start());
        graph.assumed().forEach(line -> label("assumed", line));
        whole(graph.diagnosis(), "rows drawn at random");
        label("looked at", lookedAt(graph.tensors(), CheckReport.allRules()));
        leftOut(graph.tensors());
        label("unknown", graph.unknown());
      }
      case CheckResult.OfTensors apart -> {
        findings(apart.findings(), true);
        print("");
        CheckTables.tensors(out, apart.tensors());
        print("");
        label("network", apart.start());
        apart.obstacles().forEach(obstacle -> label("not run", obstacle));
        label("looked at", lookedAt(apart, TensorCheck.RULES));
        leftOut(apart);
        label("unknown", CheckResult.OfTensors.UNKNOWN);
        axes(apart.tensors());
      }
    }
  }

  private static String lookedAt(CheckResult.OfTensors apart, List<Rule> rules) {
    return "%s of %s in all, each by itself and all beside each other: %s"
        .formatted(
            Words.count(apart.lookedAt(), "tensor"),
            Words.count(apart.parameters(), "parameter"),
            rules.stream().map(Rule::title).collect(joining(", ")));
  }

  /// Matrices of other types than real numbers, such as quantised weights.
  private void leftOut(CheckResult.OfTensors apart) {
    List<StoredTensor> others =
        apart.others().stream().map(tensor -> tensor.units().tensor()).toList();
    if (!others.isEmpty()) {
      label(
          "left out",
          "%s of %s, of type %s"
              .formatted(
                  Words.count(others.size(), "tensor"),
                  Words.count(others.stream().mapToLong(StoredTensor::elements).sum(), "element"),
                  others.stream()
                      .map(StoredTensor::dataType)
                      .distinct()
                      .sorted()
                      .collect(joining(", "))));
    }
  }

  private void first(CheckResult.OfRun checked) {
    print(
        checked.saved()
            ? "The start that the file holds:"
            : "The first of them, " + checked.start() + ":");
  }

  private void survey(Survey survey) {
    print("");
    share("born dead", survey.bornDead(), "a whole hidden layer is 0 on every row");
    share("exploding", survey.exploding(), "the signal or the gradient");
    share("vanishing", survey.vanishing(), "the signal or the gradient");
    share("faulty", survey.faulty(), "any error");
    String rules =
        survey.rules().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .sorted(
                Map.Entry.<Rule, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(entry -> "%s in %,d seeds".formatted(entry.getKey().title(), entry.getValue()))
            .collect(joining(", "));
    label("found", rules.isEmpty() ? "nothing" : rules);
    print("");
  }

  private void share(String what, Proportion share, String meaning) {
    label(
        what,
        "%s %% (%s to %s %%) of %,d seeds: %s"
            .formatted(
                percent(share.value()),
                percent(share.low()),
                percent(share.high()),
                share.of(),
                meaning));
  }

  /// A share in percent, with a digit behind the point or, if it is very small, as many as it
  /// takes.
  private static String percent(double share) {
    double percent = 100 * share;
    return String.format(Locale.ROOT, percent == 0 || percent >= 0.1 ? "%.1f" : "%.1g", percent);
  }

  /// The findings, and of those of one kind in many layers the first few.
  private void findings(List<Finding> findings, boolean saved) {
    record Kind(Severity severity, Rule rule) {}
    var kinds = new LinkedHashMap<Kind, List<Finding>>();
    for (Finding finding : findings) {
      if (finding.rule() == Rule.INITIALISER) {
        continue; // It is in the tables.
      }
      kinds
          .computeIfAbsent(new Kind(finding.severity(), finding.rule()), _ -> new ArrayList<>())
          .add(finding);
    }
    if (!kinds.isEmpty()) {
      print("");
    }
    for (List<Finding> same : kinds.values()) {
      int shown = same.getFirst().severity() == Severity.INFO ? 1 : MOST_OF_A_KIND;
      same.stream().limit(shown).forEach(finding -> finding(finding, saved));
      if (same.size() > shown) {
        List<Finding> more = same.subList(shown, same.size());
        String first = more.stream().limit(MOST_NAMES).map(Finding::layer).collect(joining(", "));
        wrapped(
            "  and %,d more like it: %s%s"
                .formatted(
                    more.size(),
                    first,
                    more.size() > MOST_NAMES ? ", … " + more.getLast().layer() : ""));
      }
    }
  }

  private void finding(Finding finding, boolean saved) {
    lines.text(
        Tones.of(finding.severity()),
        finding.severity().toString(),
        " %s %s: %s".formatted(finding.rule().title(), finding.layer(), finding.message()),
        2);
    wrapped(
        "  measured %s, threshold %s (%s)"
            .formatted(
                CheckTables.figures(finding.value()),
                FindingText.threshold(finding.threshold()),
                finding.rule().source()));
    String fix = FindingText.fix(finding, saved);
    if (!fix.isEmpty()) {
      wrapped("  fix: " + fix);
    }
  }

  /// @param drawn what rows are where none are given
  private void whole(Diagnosis diagnosis, String drawn) {
    NetworkMeasurement whole = diagnosis.network();
    label(
        "rows",
        whole.given()
            ? "%,d of those that were given".formatted(whole.rows())
            : "%,d %s, as none were given".formatted(whole.rows(), drawn));
    label(
        "loss",
        "%s at the start, %s by chance"
            .formatted(CheckTables.figures(whole.loss()), CheckTables.figures(whole.chance())));
    label(
        "update",
        "a first step at learning rate %s changes a layer's weights by up to %s of their size"
            .formatted(
                Words.plain(whole.learningRate()), CheckTables.figures(whole.updateRatio())));
  }

  private void widths(NetworkMeasurement whole) {
    label(
        "widths",
        "Σ 1/width over hidden layers is %s: how much gradients may differ by chance"
            .formatted(CheckTables.figures(whole.inverseWidths())));
  }

  /// Prints which axes are known, how, and for how many tensors.
  private void axes(List<CheckResult.Tensor> tensors) {
    var reasons = new LinkedHashMap<String, Integer>();
    for (CheckResult.Tensor tensor : tensors) {
      tensor
          .units()
          .axes()
          .ifPresent(axes -> reasons.merge(axes.text() + ", " + axes.reason(), 1, Integer::sum));
    }
    reasons.forEach(
        (reason, count) -> label("axes", reason + " (" + Words.count(count, "tensor") + ")"));
  }

  private void label(String name, String text) {
    lines.label(name, text);
  }

  private void wrapped(String text) {
    lines.text(Tones.PLAIN, text, "", 2);
  }

  private void print(String line) {
    out.println(line);
  }
}

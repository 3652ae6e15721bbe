package dev.seedbed.report;

import dev.seedbed.check.result.Rule;
import dev.seedbed.io.document.CheckDocument;
import dev.seedbed.io.document.CheckDocument.FindingRow;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// The findings of a check, each beside the figure that shows it.
record Findings(List<FindingRow> all) {

  /// The figure that shows a finding.
  enum Figure {
    /// No single one: the first, of all layers.
    WHOLE("start-sizes"),
    ACTIVATIONS("start-activations"),
    GRADIENTS("start-gradients"),
    WEIGHT_GRADIENTS("start-weight-gradients"),
    WEIGHTS("start-weights"),
    SINGULAR_VALUES("start-singular-values");

    private final String id;

    Figure(String id) {
      this.id = id;
    }

    /// In the page.
    String id() {
      return id;
    }
  }

  static Findings of(CheckDocument check) {
    return new Findings(
        check.findings().stream()
            // It stands in the table of the weights.
            .filter(finding -> rule(finding) != Rule.INITIALISER)
            .toList());
  }

  private static Rule rule(FindingRow finding) {
    return Arrays.stream(Rule.values())
        .filter(rule -> rule.title().equals(finding.rule()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such rule: " + finding.rule()));
  }

  private static Figure figure(Rule rule) {
    return switch (rule) {
      case FORWARD_GAIN,
          DEAD_UNITS,
          ZERO_FRACTION,
          SATURATION,
          ACTIVATION_SPREAD,
          SPARSE_START,
          RESIDUAL_GROWTH,
          RANK_COLLAPSE ->
          Figure.ACTIVATIONS;
      case BACKWARD_GAIN, GRADIENT_SIZE, UNEQUAL_SPEEDS -> Figure.GRADIENTS;
      case UPDATE_RATIO -> Figure.WEIGHT_GRADIENTS;
      case SYMMETRY,
          NON_FINITE,
          ZERO_LAYER,
          WEIGHT_SCALE,
          HIDDEN_BIAS,
          SAME_SIGN,
          LOOKS_TRAINED,
          EQUAL_TENSORS,
          GATE_BIAS,
          EMBEDDING_SCALE,
          ZERO_SCALE,
          WRONG_FANS,
          INITIALISER ->
          Figure.WEIGHTS;
      case RANK -> Figure.SINGULAR_VALUES;
      case SADDLE,
          START_LOSS,
          OUTPUT_BIAS,
          ARCHITECTURE,
          INPUTS,
          LOSS_MEAN,
          ROWS_INTERACT,
          GRADIENT_CHECK,
          OVERFITTING,
          WIDTH,
          ATTENTION_ENTROPY,
          RECURRENT_GAIN,
          SEED_SENSITIVITY ->
          Figure.WHOLE;
    };
  }

  long count(String severity) {
    return all.stream().filter(finding -> finding.severity().equals(severity)).count();
  }

  /// The errors and warnings of a layer.
  private Stream<FindingRow> faults(String layer) {
    return all.stream()
        .filter(finding -> finding.layer().equals(layer) && !finding.severity().equals("info"));
  }

  /// The rules that find errors or warnings at a layer.
  List<String> faultsOf(String layer) {
    return faults(layer).map(FindingRow::rule).distinct().toList();
  }

  /// 2 of a layer with errors, 1 with warnings, else 0.
  int severityOf(String layer) {
    return faults(layer)
        .mapToInt(finding -> finding.severity().equals("error") ? 2 : 1)
        .max()
        .orElse(0);
  }

  /// All, as a list; empty if there are none.
  Html html() {
    return list(all, Findings::item);
  }

  /// The errors and warnings in short, each with a link to the figure that shows it; empty if there
  /// are none.
  Html summary() {
    return list(
        all.stream().filter(finding -> !finding.severity().equals("info")).toList(),
        finding ->
            Html.fragment(
                "finding-link",
                Map.of(
                    "severity",
                    finding.severity(),
                    "figure",
                    figure(rule(finding)).id(),
                    "rule",
                    finding.rule(),
                    "layer",
                    finding.layer(),
                    "message",
                    finding.message())));
  }

  /// Those that `figure` shows, as a list; empty if there are none.
  Html html(Figure figure) {
    return list(
        all.stream().filter(finding -> figure(rule(finding)) == figure).toList(), Findings::item);
  }

  private static Html list(List<FindingRow> findings, Function<FindingRow, Html> item) {
    return findings.isEmpty()
        ? Html.NONE
        : Html.fragment("findings", Map.of("items", Html.each(findings, item)));
  }

  private static Html item(FindingRow finding) {
    return Html.fragment(
        "finding",
        Map.of(
            "severity",
            finding.severity(),
            "rule",
            finding.rule(),
            "layer",
            finding.layer(),
            "message",
            finding.message(),
            "value",
            ShownNumbers.text(finding.value()),
            "threshold",
            finding.threshold(),
            "source",
            finding.source(),
            "fix",
            finding.fix().isEmpty() ? "" : " Fix: " + finding.fix()));
  }
}

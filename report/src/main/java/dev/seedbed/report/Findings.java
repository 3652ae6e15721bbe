package dev.seedbed.report;

import dev.seedbed.check.result.Rule;
import dev.seedbed.io.StoredJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// What a check has found, each finding beside the figure that shows it.
record Findings(List<JsonNode> all) {

  /// What shows a finding.
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

  static Findings of(JsonNode check) {
    return new Findings(
        check
            .required("findings")
            .valueStream()
            // It stands in the table of the weights.
            .filter(finding -> rule(finding) != Rule.INITIALISER)
            .toList());
  }

  private static Rule rule(JsonNode finding) {
    String title = text(finding, "rule");
    return Arrays.stream(Rule.values())
        .filter(rule -> rule.title().equals(title))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such rule: " + title));
  }

  private static Figure figure(Rule rule) {
    return switch (rule) {
      case FORWARD_GAIN, DEAD_UNITS, ZERO_FRACTION, SATURATION, ACTIVATION_SPREAD, SPARSE_START ->
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
          SEED_SENSITIVITY ->
          Figure.WHOLE;
    };
  }

  long count(String severity) {
    return all.stream().filter(finding -> text(finding, "severity").equals(severity)).count();
  }

  /// All, as a list; empty if there are none.
  Html html() {
    return list(all, Findings::item);
  }

  /// The errors and warnings in short, each with a link to the figure that shows it; empty if there
  /// are none.
  Html summary() {
    return list(
        all.stream().filter(finding -> !text(finding, "severity").equals("info")).toList(),
        finding ->
            Html.fragment(
                "finding-link",
                Map.of(
                    "severity",
                    text(finding, "severity"),
                    "figure",
                    figure(rule(finding)).id(),
                    "rule",
                    text(finding, "rule"),
                    "layer",
                    text(finding, "layer"),
                    "message",
                    text(finding, "message"))));
  }

  /// Those that `figure` shows, as a list; empty if there are none.
  Html html(Figure figure) {
    return list(
        all.stream().filter(finding -> figure(rule(finding)) == figure).toList(), Findings::item);
  }

  private static Html list(List<JsonNode> findings, Function<JsonNode, Html> item) {
    return findings.isEmpty()
        ? Html.NONE
        : Html.fragment("findings", Map.of("items", Html.each(findings, item)));
  }

  private static Html item(JsonNode finding) {
    String fix = text(finding, "fix");
    return Html.fragment(
        "finding",
        Map.of(
            "severity",
            text(finding, "severity"),
            "rule",
            text(finding, "rule"),
            "layer",
            text(finding, "layer"),
            "message",
            text(finding, "message"),
            "value",
            ShownNumbers.text(finding.required("value")),
            "threshold",
            text(finding, "threshold"),
            "source",
            text(finding, "source"),
            "fix",
            fix.isEmpty() ? "" : " To mend it: " + fix));
  }

  private static String text(JsonNode finding, String field) {
    return StoredJson.text(finding.required(field));
  }
}

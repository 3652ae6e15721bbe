package dev.seedbed.report;

import dev.seedbed.check.result.Rule;
import dev.seedbed.io.StoredJson;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
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
        StreamSupport.stream(check.required("findings").spliterator(), false)
            // It stands in the table of the weights.
            .filter(finding -> rule(finding) != Rule.INITIALISER)
            .toList());
  }

  private static Rule rule(JsonNode finding) {
    String title = StoredJson.text(finding.required("rule"));
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
    return all.stream()
        .filter(finding -> StoredJson.text(finding.required("severity")).equals(severity))
        .count();
  }

  /// All, as a list; empty if there are none.
  String html() {
    return html(all);
  }

  /// The errors and warnings in short, each with a link to the figure that shows it; empty if there
  /// are none.
  String summary() {
    return list(
        all.stream()
            .filter(finding -> !StoredJson.text(finding.required("severity")).equals("info"))
            .map(finding ->
                "<li class=\"%1$s\"><strong>%1$s</strong> <a href=\"#%2$s\">%3$s</a>, %4$s: %5$s</li>\n"
                    .formatted(
                        Html.text(StoredJson.text(finding.required("severity"))),
                        figure(rule(finding)).id(),
                        Html.text(StoredJson.text(finding.required("rule"))),
                        Html.text(StoredJson.text(finding.required("layer"))),
                        Html.text(StoredJson.text(finding.required("message")))))
            .toList());
  }

  /// Those that `figure` shows, as a list; empty if there are none.
  String html(Figure figure) {
    return html(all.stream().filter(finding -> figure(rule(finding)) == figure).toList());
  }

  private static String html(List<JsonNode> findings) {
    return list(findings.stream().map(Findings::item).toList());
  }

  private static String list(List<String> items) {
    return items.isEmpty()
        ? ""
        : items.stream().collect(Collectors.joining("", "<ul class=\"findings\">\n", "</ul>\n"));
  }

  private static String item(JsonNode finding) {
    String severity = StoredJson.text(finding.required("severity"));
    String fix = StoredJson.text(finding.required("fix"));
    return "<li class=\"%s\"><strong>%s</strong> %s, %s: %s <small>Measured %s, threshold %s (%s).%s</small></li>\n"
        .formatted(
            Html.text(severity),
            Html.text(severity),
            Html.text(StoredJson.text(finding.required("rule"))),
            Html.text(StoredJson.text(finding.required("layer"))),
            Html.text(StoredJson.text(finding.required("message"))),
            Scores.number(finding.required("value")),
            Html.text(StoredJson.text(finding.required("threshold"))),
            Html.text(StoredJson.text(finding.required("source"))),
            fix.isEmpty() ? "" : " To mend it: " + Html.text(fix));
  }
}

package dev.seedbed.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.AtomicFiles;
import dev.seedbed.io.StoredJson;
import dev.seedbed.report.WeightCharts.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The report of a check: one HTML file, from what `check` has to say.
public final class StartReport {

  private StartReport() {}

  /// Writes the report of `check` to `file`, in place of an earlier one.
  ///
  /// @param check what `check --json` prints, with histograms
  /// @param command to make it again
  public static void write(JsonNode check, String command, Path file) throws IOException {
    byte[] page = html(check, command).getBytes(UTF_8);
    AtomicFiles.write(file, out -> out.write(page));
  }

  private static String html(JsonNode check, String command) {
    var findings = Findings.of(check);
    boolean propagated = !check.required("layers").isEmpty();
    List<Chart> charts = propagated ? StartCharts.of(check).all() : tensors(check);
    return Page.html(
        "check: " + text(check, "start"),
        Html.join(
            answer(check, findings),
            propagated ? Html.NONE : findings.html(),
            Page.contents(parts(charts, check.path("survey"))),
            Html.each(charts, chart -> chart.html(2)),
            check.has("survey") ? survey(check.required("survey")) : Html.NONE,
            Html.fragment("start-foot", Map.of("command", command, "drawn", Page.drawn()))));
  }

  private static String text(JsonNode json, String field) {
    return StoredJson.text(json.required(field));
  }

  private static Html answer(JsonNode check, Findings findings) {
    String verdict = text(check, "verdict");
    var more = new ArrayList<String>();
    for (JsonNode obstacle : check.path("not_propagated")) {
      more.add("Not run: " + StoredJson.text(obstacle));
    }
    if (check.has("looked_at")) {
      more.add(lookedAt(check.required("looked_at")));
    }
    if (check.has("fix")) {
      more.add(mended(check.required("fix")));
    }
    return Html.fragment(
        "start-answer",
        Map.of(
            "verdict",
            verdict,
            "title",
            capitalised(verdict).replace('-', ' '),
            "meaning",
            text(check, "meaning"),
            "start",
            text(check, "start"),
            "more",
            Html.each(more, words -> Html.fragment("paragraph", Map.of("text", words))),
            "figures",
            Page.figures(figures(check, findings)),
            "findings",
            check.required("layers").isEmpty() ? Html.NONE : findings.summary()));
  }

  private static List<Page.Figure> figures(JsonNode check, Findings findings) {
    var figures = new ArrayList<Page.Figure>();
    figures.add(
        new Page.Figure("findings", count(findings, "error") + ", " + count(findings, "warning")));
    if (check.has("network")) {
      JsonNode network = check.required("network");
      JsonNode rows = check.required("rows");
      figures.add(
          new Page.Figure(
              "loss at the start",
              "%s; %s by chance"
                  .formatted(
                      ShownNumbers.text(network.required("loss")),
                      ShownNumbers.text(network.required("chance")))));
      figures.add(
          new Page.Figure(
              "first step, relative to the weights",
              ShownNumbers.text(network.required("update_ratio"))));
      figures.add(
          new Page.Figure(
              "rows propagated",
              "%,d %s"
                  .formatted(
                      rows.required("count").intValue(),
                      rows.required("given").booleanValue() ? "of the data" : "standard normal")));
    }
    return figures;
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /// What was looked at in place of a run, and what that leaves open.
  private static String lookedAt(JsonNode lookedAt) {
    String rules =
        lookedAt
            .required("rules")
            .valueStream()
            .map(StoredJson::text)
            .collect(Collectors.joining(", "));
    return "Looked at: %,d tensors of %,d parameters in all, each by itself and all beside each other (%s). Unknown: %s."
        .formatted(
            lookedAt.required("tensors").longValue(),
            lookedAt.required("parameters").longValue(),
            rules,
            text(lookedAt, "unknown"));
  }

  private static List<Page.Part> parts(List<Chart> charts, JsonNode survey) {
    var parts = new ArrayList<>(Page.Part.of(charts));
    if (!survey.isMissingNode()) {
      parts.add(
          new Page.Part("seeds", "Over %,d seeds".formatted(survey.required("seeds").intValue())));
    }
    return parts;
  }

  private static String count(Findings findings, String severity) {
    long count = findings.count(severity);
    return "%d %s%s".formatted(count, severity, count == 1 ? "" : "s");
  }

  private static String mended(JsonNode fix) {
    String layers =
        fix.required("repairs")
            .valueStream()
            .map(repair -> text(repair, "layer"))
            .collect(Collectors.joining(", "));
    return "Mended, in %s: %s. Before: %s."
        .formatted(
            text(fix, "out"),
            layers.isEmpty() ? "nothing" : layers,
            text(fix.required("before"), "verdict"));
  }

  private static List<Chart> tensors(JsonNode check) {
    List<Weights> weights =
        check
            .required("tensors")
            .valueStream()
            .filter(tensor -> !tensor.path("histogram").path("shares").isEmpty())
            .map(tensor -> new Weights(text(tensor, "name"), tensor.required("histogram")))
            .toList();
    return weights.isEmpty() ? List.of() : List.of(WeightCharts.chart(weights, Html.NONE));
  }

  /// What other seeds would give.
  private static Html survey(JsonNode survey) {
    var rows = new ArrayList<List<String>>();
    for (String share : List.of("faulty", "born_dead", "exploding", "vanishing")) {
      JsonNode one = survey.required(share);
      rows.add(
          List.of(
              share.replace('_', ' '),
              one.required("count").asString(),
              percent(one.required("probability")),
              percent(one.required("low")) + " to " + percent(one.required("high"))));
    }
    return Html.fragment(
        "survey",
        Map.of(
            "seeds",
            "%,d".formatted(survey.required("seeds").intValue()),
            "table",
            new DataTable(List.of("start", "seeds", "share", "95 % interval"), rows)
                .html("Over all seeds")));
  }

  private static String percent(JsonNode share) {
    return "%.1f %%".formatted(100 * share.doubleValue());
  }
}

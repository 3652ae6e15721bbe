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
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
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
    String start = StoredJson.text(check.required("start"));
    return Page.html(
        "check: " + start,
        answer(check, findings)
            + (propagated ? "" : findings.html())
            + Page.contents(parts(charts, check.path("survey")))
            + charts.stream().map(chart -> chart.html(2)).collect(Collectors.joining())
            + survey(check.path("survey"))
            + foot(command));
  }

  private static String answer(JsonNode check, Findings findings) {
    String verdict = StoredJson.text(check.required("verdict"));
    var html = new StringBuilder();
    html.append(
        "<header class=\"answer\">\n<h1><span class=\"verdict %s\">%s</span> %s</h1>\n"
            .formatted(
                Html.text(verdict),
                Html.text(capitalised(verdict).replace('-', ' ')),
                Html.text(StoredJson.text(check.required("meaning")))));
    html.append("<p>%s</p>\n".formatted(Html.text(StoredJson.text(check.required("start")))));
    for (JsonNode obstacle : check.path("not_propagated")) {
      html.append("<p>Not run: %s</p>\n".formatted(Html.text(StoredJson.text(obstacle))));
    }
    if (check.has("looked_at")) {
      html.append(lookedAt(check.required("looked_at")));
    }
    if (check.has("fix")) {
      html.append(mended(check.required("fix")));
    }
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
                      Scores.number(network.required("loss")),
                      Scores.number(network.required("chance")))));
      figures.add(
          new Page.Figure(
              "first step, relative to the weights",
              Scores.number(network.required("update_ratio"))));
      figures.add(
          new Page.Figure(
              "rows propagated",
              "%,d %s"
                  .formatted(
                      rows.required("count").intValue(),
                      rows.required("given").booleanValue() ? "of the data" : "standard normal")));
    }
    return html.append(Page.figures(figures))
        .append(check.required("layers").isEmpty() ? "" : findings.summary())
        .append("</header>\n")
        .toString();
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /// What was looked at in place of a run, and what that leaves open.
  private static String lookedAt(JsonNode lookedAt) {
    String rules =
        StreamSupport.stream(lookedAt.required("rules").spliterator(), false)
            .map(StoredJson::text)
            .collect(Collectors.joining(", "));
    return "<p>Looked at: %,d tensors of %,d parameters in all, each by itself and all beside each other (%s). Unknown: %s.</p>\n"
        .formatted(
            lookedAt.required("tensors").longValue(),
            lookedAt.required("parameters").longValue(),
            Html.text(rules),
            Html.text(StoredJson.text(lookedAt.required("unknown"))));
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
        StreamSupport.stream(fix.required("repairs").spliterator(), false)
            .map(repair -> StoredJson.text(repair.required("layer")))
            .collect(Collectors.joining(", "));
    return "<p>Mended, in %s: %s. Before: %s.</p>\n"
        .formatted(
            Html.text(StoredJson.text(fix.required("out"))),
            layers.isEmpty() ? "nothing" : Html.text(layers),
            Html.text(StoredJson.text(fix.required("before").required("verdict"))));
  }

  private static List<Chart> tensors(JsonNode check) {
    List<Weights> weights =
        StreamSupport.stream(check.required("tensors").spliterator(), false)
            .filter(tensor -> !tensor.path("histogram").path("shares").isEmpty())
            .map(tensor ->
                new Weights(StoredJson.text(tensor.required("name")), tensor.required("histogram")))
            .toList();
    return weights.isEmpty() ? List.of() : List.of(WeightCharts.chart(weights, ""));
  }

  /// What other seeds would give.
  private static String survey(JsonNode survey) {
    if (survey.isMissingNode()) {
      return "";
    }
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
    return "<section class=\"chart\" id=\"seeds\"><h2>Over %,d seeds</h2>\n<p>How probable a faulty start is.</p>\n%s</section>\n"
        .formatted(
            survey.required("seeds").intValue(),
            new DataTable(List.of("start", "seeds", "share", "95 % interval"), rows)
                .html("Over all seeds"));
  }

  private static String percent(JsonNode share) {
    return "%.1f %%".formatted(100 * share.doubleValue());
  }

  private static String foot(String command) {
    return "<footer>\n<p>To check it again: <code>%s</code></p>\n<p>%s</p>\n</footer>\n"
        .formatted(Html.text(command), Page.drawn());
  }
}

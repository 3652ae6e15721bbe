package dev.seedbed.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.data.InputException;
import dev.seedbed.io.AtomicFiles;
import dev.seedbed.io.StoredJson;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.io.run.RunSpec;
import dev.seedbed.study.Vary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// The report of a study: `report.html`, from what its run folder says.
public final class StudyReport {
  private StudyReport() {}

  /// Writes the report of a run into its folder, in place of an earlier one.
  ///
  /// @return the file
  /// @throws InputException if the run has not ended, or its files are damaged
  public static Path write(RunRecord run) throws IOException {
    // Looked at first: a report takes a while.
    Path file = run.report();
    byte[] page =
        run.result(result -> html(run, result))
            .orElseThrow(() ->
                new InputException("the run has not ended; first: seedbed resume " + run.path()))
            .getBytes(UTF_8);
    AtomicFiles.write(file, out -> out.write(page));
    return file;
  }

  private static String html(RunRecord run, JsonNode result) {
    RunSpec specification = run.specification();
    String target = specification.data().target();
    String name = Path.of(specification.file()).getFileName().toString();
    var charts = new ArrayList<>(new StudyCharts(result, Curves.read(run.curves())).all());
    run.test().map(test -> predictions(test, result, target)).ifPresent(charts::add);
    var parts = new ArrayList<>(Page.Part.of(charts));
    String start = run.start(StudyReport::start).orElse("");
    if (!start.isEmpty()) {
      parts.add(new Page.Part("start", "The start of the best network"));
    }
    String overTraining = overTraining(run);
    if (!overTraining.isEmpty()) {
      parts.add(new Page.Part("over-training", "Activations over training"));
    }
    String body =
        answer(specification.study().vary(), name, target, result)
            + Page.contents(parts)
            + charts.stream().map(chart -> chart.html(2)).collect(Collectors.joining())
            + start
            + overTraining
            + foot(run, result);
    return Page.html("%s: %s".formatted(name, target), body);
  }

  private static Chart predictions(Path test, JsonNode result, String target) {
    var predictions = Predictions.read(test);
    return Scores.ofClasses(result.required("best"))
        ? predictions.confusion()
        : predictions.scatter(target);
  }

  private static String start(JsonNode check) {
    return "<section aria-labelledby=\"start\">\n<h2 id=\"start\">The start of the best network</h2>\n<p><span class=\"verdict %s\">%s</span> %s. It was drawn from %s.</p>\n%s%s</section>\n"
        .formatted(
            Html.text(StoredJson.text(check.required("verdict"))),
            Html.text(StoredJson.text(check.required("verdict"))),
            Html.text(StoredJson.text(check.required("meaning"))),
            Html.text(StoredJson.text(check.required("start"))),
            Findings.of(check).summary(),
            StartCharts.of(check).all().stream()
                .map(chart -> chart.html(3))
                .collect(Collectors.joining()));
  }

  private static String overTraining(RunRecord run) {
    List<Chart> charts =
        run.activations().map(file -> ActivationCharts.read(file).all()).orElse(List.of());
    return charts.isEmpty()
        ? ""
        : "<section aria-labelledby=\"over-training\">\n<h2 id=\"over-training\">Activations of the best network over its training</h2>\n%s</section>\n"
            .formatted(charts.stream().map(chart -> chart.html(3)).collect(Collectors.joining()));
  }

  /// What people want to know first: the best network, how good, did the seed matter?
  private static String answer(Vary vary, String name, String target, JsonNode result) {
    var html = new StringBuilder("<header class=\"answer\">\n");
    if (result.has("best")) {
      JsonNode best = result.required("best");
      html.append(
          "<h1>Seed %d%s (%s) is best: %s</h1>\n"
              .formatted(
                  best.required("seed").longValue(),
                  vary == Vary.INIT ? "" : ", order " + best.required("order_seed").longValue(),
                  Html.text(StoredJson.text(best.required("scheme"))),
                  Html.text(Scores.test(best))));
      html.append(
          "<p>%s from %s, on test rows that nothing else has seen.</p>\n"
              .formatted(Html.text(target), Html.text(name)));
      JsonNode effect = result.required("seed_effect");
      html.append(
          "<p><strong>Did the seed matter?</strong> %s%s</p>\n"
              .formatted(
                  effect.path("lead").path("found").asBoolean(false) ? "Probably. " : "",
                  Html.text(sentence(StoredJson.text(effect.required("luck"))))));
    } else {
      html.append(
          "<h1>Every trial that was trained to its end diverged</h1>\n<p>Try a smaller --learning-rate, or another --init.</p>\n");
    }
    return html.append(Page.figures(figures(result))).append("</header>\n").toString();
  }

  private static List<Page.Figure> figures(JsonNode result) {
    var figures = new ArrayList<Page.Figure>();
    int stopped = 0;
    int diverged = 0;
    for (JsonNode scheme : result.required("seed_effect").required("schemes")) {
      JsonNode one = scheme.required("one_seed").path("validation_loss");
      if (!one.isMissingNode()) {
        figures.add(
            new Page.Figure(
                "one seed of "
                    + StoredJson.text(scheme.required("scheme"))
                    + ": mean validation loss",
                Scores.number(one.required("mean"))));
        if (one.path("prediction_low").isNumber()) {
          figures.add(
              new Page.Figure(
                  "a new seed of it: 95 % prediction interval",
                  Scores.number(one.required("prediction_low"))
                      + " to "
                      + Scores.number(one.required("prediction_high"))));
        }
      }
      stopped += scheme.required("stopped").intValue();
      diverged += scheme.required("diverged").intValue();
    }
    figures.add(
        new Page.Figure(
            "trials",
            "%,d, %,d stopped early%s"
                .formatted(
                    result.required("trials").size(),
                    stopped,
                    diverged == 0 ? "" : ", %,d diverged".formatted(diverged))));
    figures.add(
        new Page.Figure("epochs trained", "%,d".formatted(result.required("epochs").longValue())));
    return figures;
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  /// How to come to the same again, and where it comes from.
  private static String foot(RunRecord run, JsonNode result) {
    String hash =
        result.has("weights_sha256")
            ? "<p>The best network's weights have the SHA-256 <code>%s</code>. To train them again and compare, to the bit: <code>seedbed replay %s</code></p>\n"
                .formatted(
                    Html.text(StoredJson.text(result.required("weights_sha256"))),
                    Html.text(CommandLines.of(List.of(run.path().toString()))))
            : "";
    return """
    <footer>
    <h2>How to reproduce it</h2>
    %s<details><summary>Every setting, the data and the machine</summary>%s</details>
    <p>Every number is in the run folder. %s</p>
    </footer>
    """
        .formatted(hash, provenance(run).html("settings"), Page.drawn());
  }

  private static DataTable provenance(RunRecord run) {
    var rows = new ArrayList<List<String>>();
    run.settings(json -> flatten("", json, rows));
    run.environment(json -> flatten("machine", json, rows));
    return new DataTable(List.of("setting", "value"), rows);
  }

  private static List<List<String>> flatten(String name, JsonNode json, List<List<String>> rows) {
    if (json.isObject()) {
      json.properties()
          .forEach(field ->
              flatten(
                  (name.isEmpty() ? "" : name + ", ") + field.getKey().replace('_', ' '),
                  field.getValue(),
                  rows));
    } else if (json.isArray()) {
      rows.add(
          List.of(
              name,
              StreamSupport.stream(json.spliterator(), false)
                  .map(JsonNode::asString)
                  .collect(Collectors.joining(", "))));
    } else {
      rows.add(List.of(name, json.asString()));
    }
    return rows;
  }
}

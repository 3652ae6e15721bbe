package dev.seedbed.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.data.InputException;
import dev.seedbed.io.AtomicFiles;
import dev.seedbed.io.Version;
import dev.seedbed.io.run.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The report of a study: `report.html`, from what its run folder says.
public final class StudyReport {
  private static final String FILE = "report.html";

  private StudyReport() {}

  /// Writes the report of a run into its folder, in place of an earlier one.
  ///
  /// @return the file
  /// @throws InputException if the run has not ended, or its files are damaged
  public static Path write(RunRecord run) throws IOException {
    byte[] page =
        run.result(result -> html(run, result))
            .orElseThrow(() ->
                new InputException("the run has not ended; first: seedbed resume " + run.path()))
            .getBytes(UTF_8);
    Path file = run.path().resolve(FILE);
    AtomicFiles.write(file, out -> out.write(page));
    return file;
  }

  private static String html(RunRecord run, JsonNode result) {
    String target = run.specification().data().target();
    String name = Path.of(run.specification().file()).getFileName().toString();
    List<Chart> charts = new StudyCharts(result, Curves.read(run.curves())).all();
    String body =
        answer(name, target, result)
            + charts.stream().map(Chart::html).collect(Collectors.joining())
            + foot(run, result);
    return Page.html("%s: %s".formatted(name, target), body);
  }

  /// What people want to know first: the best network, how good, did the seed matter?
  private static String answer(String name, String target, JsonNode result) {
    var html = new StringBuilder("<header class=\"answer\">\n");
    if (result.has("best")) {
      JsonNode best = result.required("best");
      html.append(
          "<h1>Seed %d (%s) is best: %s</h1>\n"
              .formatted(
                  best.required("seed").longValue(),
                  Html.text(best.required("scheme").stringValue()),
                  Html.text(Scores.test(best))));
      html.append(
          "<p>%s from %s, on test rows that nothing else has seen.</p>\n"
              .formatted(Html.text(target), Html.text(name)));
      html.append(
          "<p><strong>Did the seed matter?</strong> %s</p>\n"
              .formatted(
                  Html.text(
                      sentence(result.required("seed_effect").required("luck").stringValue()))));
    } else {
      html.append("<h1>Every trial that was trained to its end diverged</h1>\n");
    }
    html.append("<dl class=\"figures\">\n");
    for (JsonNode scheme : result.required("seed_effect").required("schemes")) {
      JsonNode one = scheme.required("one_seed").path("validation_loss");
      if (!one.isMissingNode()) {
        figure(
            html,
            "one seed of " + scheme.required("scheme").stringValue(),
            "%.4f ± %s"
                .formatted(one.required("mean").doubleValue(), Scores.number(one.required("sd"))));
      }
    }
    int stopped = 0;
    int diverged = 0;
    for (JsonNode scheme : result.required("seed_effect").required("schemes")) {
      stopped += scheme.required("stopped").intValue();
      diverged += scheme.required("diverged").intValue();
    }
    figure(
        html,
        "trials",
        "%,d, %,d stopped early%s"
            .formatted(
                result.required("trials").size(),
                stopped,
                diverged == 0 ? "" : ", %,d diverged".formatted(diverged)));
    figure(html, "epochs trained", "%,d".formatted(result.required("epochs").longValue()));
    figure(
        html,
        "parameters",
        "%,d".formatted(result.required("network").required("parameters").longValue()));
    return html.append("</dl>\n</header>\n").toString();
  }

  private static void figure(StringBuilder html, String name, String value) {
    html.append("<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(Html.text(name), Html.text(value)));
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  private static String foot(RunRecord run, JsonNode result) {
    String hash =
        result.has("weights_sha256")
            ? "<p>Its weights have the SHA-256 <code>%s</code>. To train them again and compare, to the bit: <code>seedbed replay %s</code></p>\n"
                .formatted(
                    Html.text(result.required("weights_sha256").stringValue()),
                    Html.text(run.path().toString()))
            : "";
    return "<footer>\n"
        + hash
        + "<p>Settings: study.json; every number: result.json, trials.csv, curves.csv. Drawn by Seedbed %s with Apache ECharts (Apache-2.0).</p>\n</footer>\n"
            .formatted(Version.CURRENT);
  }
}

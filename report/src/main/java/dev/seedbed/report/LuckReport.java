package dev.seedbed.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.document.LuckDocument;
import dev.seedbed.io.document.LuckDocument.ConfigurationPart;
import dev.seedbed.io.document.LuckDocument.Spread;
import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.report.text.LuckText;
import dev.seedbed.report.text.ScoreText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The report of anybody's runs: one HTML file, from what `luck` has to say.
public final class LuckReport {
  private static final String EACH = "each";

  private LuckReport() {}

  /// Writes the report to `file`, in place of an earlier one.
  ///
  /// @param command to make it again
  public static void write(LuckDocument luck, String command, Path file) throws IOException {
    byte[] page = html(luck, command).getBytes(UTF_8);
    AtomicFiles.write(file, out -> out.write(page));
  }

  private static String html(LuckDocument luck, String command) {
    List<Chart> charts = new LuckCharts(luck).all();
    boolean several = luck.configurations().size() > 1;
    List<Page.Part> parts = new ArrayList<>(Page.Part.of(charts));
    if (several) {
      parts.add(new Page.Part(EACH, "Each configuration"));
    }
    return Page.html(
        "luck: " + luck.metric(),
        Html.join(
            answer(luck),
            Page.contents(parts),
            Html.each(charts, chart -> chart.html(2)),
            several ? each(luck) : Html.NONE,
            Html.fragment("json-foot", Map.of("command", command, "drawn", Page.drawn()))));
  }

  private static Html answer(LuckDocument luck) {
    var text = new LuckText(luck);
    List<String> sentences = new ArrayList<>(text.comparisons());
    if (luck.configurations().size() == 1) {
      sentences.addAll(text.more(luck.configurations().getFirst()));
    }
    sentences.addAll(text.notes());
    String answer = text.answer();
    sentences.remove(answer);
    return Html.fragment(
        "plain-answer",
        Map.of(
            "answer",
            answer,
            "source",
            text.source(),
            "figures",
            Page.figures(figures(luck)),
            "sentences",
            Page.paragraphs(sentences)));
  }

  private static Html each(LuckDocument luck) {
    var text = new LuckText(luck);
    Html all =
        Html.each(
            luck.configurations(),
            one ->
                Html.fragment(
                    "luck-configuration",
                    Map.of(
                        "spread", text.spread(one), "sentences", Page.paragraphs(text.more(one)))));
    return Html.fragment("section", Map.of("id", EACH, "title", "Each configuration", "body", all));
  }

  private static List<Page.Figure> figures(LuckDocument luck) {
    List<Page.Figure> figures = new ArrayList<>();
    Optional<ConfigurationPart> best = luck.best();
    best.ifPresent(one -> {
      String of = one.name().isEmpty() ? "" : " of " + one.name();
      Spread scores = one.scores().orElseThrow();
      ScoreText text = ScoreText.of(scores.sd().orElse(Double.NaN));
      figures.add(new Page.Figure("mean " + luck.metric() + of, text.text(scores.mean())));
      if (scores.predictionLow().isPresent() && scores.predictionHigh().isPresent()) {
        figures.add(
            new Page.Figure(
                "a new seed" + of + ": 95 % prediction interval",
                text.range(
                    scores.predictionLow().getAsDouble(), scores.predictionHigh().getAsDouble())));
      }
    });
    int diverged = luck.configurations().stream().mapToInt(one -> one.diverged().size()).sum();
    int runs = luck.configurations().stream().mapToInt(one -> one.runs().size()).sum();
    figures.add(
        new Page.Figure(
            "runs",
            "%,d%s".formatted(runs, diverged == 0 ? "" : ", %,d diverged".formatted(diverged))));
    long apart = luck.comparisons().stream().filter(LuckDocument.ContrastPart::toldApart).count();
    if (!luck.comparisons().isEmpty()) {
      figures.add(
          new Page.Figure(
              "comparisons told apart", "%,d of %,d".formatted(apart, luck.comparisons().size())));
    }
    return figures;
  }
}

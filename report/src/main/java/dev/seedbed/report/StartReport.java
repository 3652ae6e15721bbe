package dev.seedbed.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.document.CheckDocument;
import dev.seedbed.io.document.CheckDocument.FixPart;
import dev.seedbed.io.document.CheckDocument.LookedAt;
import dev.seedbed.io.document.CheckDocument.RepairRow;
import dev.seedbed.io.document.CheckDocument.SharePart;
import dev.seedbed.io.document.CheckDocument.SurveyPart;
import dev.seedbed.io.document.TensorRow;
import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.report.WeightCharts.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The report of a check: one HTML file, from what `check` has to say.
public final class StartReport {

  private StartReport() {}

  /// Writes the report of `check` to `file`, in place of an earlier one.
  ///
  /// @param check with histograms, and [explained][CheckDocument#explained]
  /// @param command to make it again
  public static void write(CheckDocument check, String command, Path file) throws IOException {
    byte[] page = html(check, command).getBytes(UTF_8);
    AtomicFiles.write(file, out -> out.write(page));
  }

  private static String html(CheckDocument check, String command) {
    var findings = Findings.of(check);
    boolean propagated = !check.layers().isEmpty();
    List<Chart> charts = propagated ? StartCharts.of(check).all() : tensors(check);
    var blocks = BlockTable.of(check.layers(), findings);
    return Page.html(
        "check: " + check.start().orElse(""),
        Html.join(
            answer(check, findings),
            propagated ? Html.NONE : findings.html(),
            Page.contents(parts(blocks, charts, check.survey())),
            blocks.help() ? blocks.html() : Html.NONE,
            Html.each(charts, chart -> chart.html(2)),
            check.survey().map(StartReport::survey).orElse(Html.NONE),
            Html.fragment("start-foot", Map.of("command", command, "drawn", Page.drawn()))));
  }

  private static Html answer(CheckDocument check, Findings findings) {
    String verdict = check.verdict();
    var more = new ArrayList<String>();
    check.notPropagated().forEach(obstacle -> more.add("Not run: " + obstacle));
    check.lookedAt().map(StartReport::lookedAt).ifPresent(more::add);
    check.fix().map(StartReport::repaired).ifPresent(more::add);
    return Html.fragment(
        "start-answer",
        Map.of(
            "verdict",
            verdict,
            "title",
            capitalised(verdict).replace('-', ' '),
            "meaning",
            check.meaning().orElse(""),
            "start",
            check.start().orElse(""),
            "more",
            Html.each(more, words -> Html.fragment("paragraph", Map.of("text", words))),
            "figures",
            Page.figures(figures(check, findings)),
            "findings",
            check.layers().isEmpty() ? Html.NONE : findings.summary()));
  }

  private static List<Page.Figure> figures(CheckDocument check, Findings findings) {
    var figures = new ArrayList<Page.Figure>();
    figures.add(
        new Page.Figure("findings", count(findings, "error") + ", " + count(findings, "warning")));
    check
        .network()
        .ifPresent(network -> {
          figures.add(
              new Page.Figure(
                  "loss at the start",
                  "%s; %s by chance"
                      .formatted(
                          ShownNumbers.text(network.loss()), ShownNumbers.text(network.chance()))));
          figures.add(
              new Page.Figure(
                  "first step, relative to the weights", ShownNumbers.text(network.updateRatio())));
        });
    check
        .rows()
        .ifPresent(rows ->
            figures.add(
                new Page.Figure(
                    "rows propagated",
                    "%,d %s"
                        .formatted(rows.count(), rows.given() ? "of the data" : drawn(check)))));
    return figures;
  }

  /// What rows are that nobody gave: of networks that are no chains, by the type of each input.
  private static String drawn(CheckDocument check) {
    return check.layers().stream().anyMatch(layer -> layer.operator().isPresent())
        ? "drawn at random"
        : "standard normal";
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /// The tensors that were checked instead of a run, and what that leaves open.
  private static String lookedAt(LookedAt lookedAt) {
    return "Looked at: %,d tensors of %,d parameters in all, each by itself and all beside each other (%s). Unknown: %s."
        .formatted(
            lookedAt.tensors(),
            lookedAt.parameters(),
            String.join(", ", lookedAt.rules()),
            lookedAt.unknown());
  }

  private static List<Page.Part> parts(
      BlockTable blocks, List<Chart> charts, Optional<SurveyPart> survey) {
    var parts = new ArrayList<Page.Part>();
    if (blocks.help()) {
      parts.add(new Page.Part(BlockTable.ID, BlockTable.TITLE));
    }
    parts.addAll(Page.Part.of(charts));
    survey.ifPresent(
        some -> parts.add(new Page.Part("seeds", "Over %,d seeds".formatted(some.seeds()))));
    return parts;
  }

  private static String count(Findings findings, String severity) {
    long count = findings.count(severity);
    return "%d %s%s".formatted(count, severity, count == 1 ? "" : "s");
  }

  private static String repaired(FixPart fix) {
    String repaired =
        fix.repairs().stream()
            .map(StartReport::place)
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return "Repaired, in %s: %s. Before: %s."
        .formatted(fix.out(), repaired.isEmpty() ? "nothing" : repaired, fix.before().verdict());
  }

  private static Optional<String> place(RepairRow repair) {
    return repair.layer().or(repair::tensor);
  }

  private static List<Chart> tensors(CheckDocument check) {
    List<Weights> weights =
        check.tensors().stream().map(StartReport::weights).flatMap(Optional::stream).toList();
    return weights.isEmpty() ? List.of() : List.of(WeightCharts.chart(weights, Html.NONE));
  }

  private static Optional<Weights> weights(TensorRow tensor) {
    return tensor
        .histogram()
        .filter(histogram -> !histogram.shares().isEmpty())
        .map(histogram -> new Weights(tensor.name(), histogram));
  }

  /// The survey of other seeds.
  private static Html survey(SurveyPart survey) {
    List<List<String>> rows =
        List.of(
            row("faulty", survey.faulty()),
            row("born dead", survey.bornDead()),
            row("exploding", survey.exploding()),
            row("vanishing", survey.vanishing()));
    return Html.fragment(
        "survey",
        Map.of(
            "seeds",
            "%,d".formatted(survey.seeds()),
            "table",
            new DataTable(List.of("start", "seeds", "share", "95 % interval"), rows)
                .html("Over all seeds")));
  }

  private static List<String> row(String start, SharePart share) {
    return List.of(
        start,
        Integer.toString(share.count()),
        percent(share.probability()),
        percent(share.low()) + " to " + percent(share.high()));
  }

  private static String percent(double share) {
    return "%.1f %%".formatted(100 * share);
  }
}

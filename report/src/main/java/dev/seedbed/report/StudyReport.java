package dev.seedbed.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.data.InputException;
import dev.seedbed.io.document.CheckDocument;
import dev.seedbed.io.document.ColumnPart;
import dev.seedbed.io.document.Documents;
import dev.seedbed.io.document.KeptPart;
import dev.seedbed.io.document.ResultDocument;
import dev.seedbed.io.document.SeedEffectPart;
import dev.seedbed.io.document.SeedEffectPart.SchemePart;
import dev.seedbed.io.document.StudyDocument;
import dev.seedbed.io.document.TrialRow;
import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.notation.Names;
import dev.seedbed.report.text.CommandLines;
import dev.seedbed.report.text.NoticeText;
import dev.seedbed.report.text.NumberText;
import dev.seedbed.report.text.TestScoreText;
import dev.seedbed.study.Vary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
    ResultDocument result =
        run.result()
            .orElseThrow(() ->
                new InputException(
                    "the run has not ended", new InputException.Hint.Resume(run.path())));
    check(run, result);
    return write(file, html(run, run.study(), result, run.start(StudyReport::start)));
  }

  /// Writes the same report of a run that has just ended: reading its documents again would take
  /// longer than drawing it.
  ///
  /// @param study what `study.json` says
  /// @param result what `result.json` says
  /// @param start what `start.json` says
  /// @return the file
  /// @throws InputException if its tables are damaged
  public static Path write(
      RunRecord run, StudyDocument study, ResultDocument result, Optional<CheckDocument> start)
      throws IOException {
    return write(run.report(), html(run, study, result, start.map(StudyReport::start)));
  }

  private static Path write(Path file, String html) throws IOException {
    byte[] page = html.getBytes(UTF_8);
    AtomicFiles.write(file, out -> out.write(page));
    return file;
  }

  private static String html(
      RunRecord run, StudyDocument study, ResultDocument result, Optional<Html> start) {
    String target = study.data().target();
    String name = Path.of(study.data().file()).getFileName().toString();
    // How good it is comes first, then how much of that is the seed's.
    var charts = new ArrayList<Chart>();
    result.best().map(best -> new ScoreCharts(best).all()).ifPresent(charts::addAll);
    result
        .best()
        .flatMap(best -> run.test().map(test -> predictions(test, best, target)))
        .ifPresent(charts::add);
    ImportanceChart.of(result.importance()).ifPresent(charts::add);
    charts.addAll(new StudyCharts(result, Curves.read(run.curves())).all());
    var parts = new ArrayList<>(Page.Part.of(charts));
    parts.add(new Page.Part("data", "The data"));
    if (start.isPresent()) {
      parts.add(new Page.Part("start", "The start of the best network"));
    }
    Html overTraining = overTraining(run);
    if (!overTraining.equals(Html.NONE)) {
      parts.add(new Page.Part("over-training", "Activations over training"));
    }
    return Page.html(
        "%s: %s".formatted(name, target),
        Html.join(
            answer(study.vary(), name, target, result),
            Page.contents(parts),
            Html.each(charts, chart -> chart.html(2)),
            data(result),
            start.orElse(Html.NONE),
            overTraining,
            foot(run, study, result)));
  }

  private static void check(RunRecord run, ResultDocument result) {
    List<String> schemes = result.seedEffect().schemes().stream().map(SchemePart::scheme).toList();
    result.trials().stream()
        .map(TrialRow::scheme)
        .filter(scheme -> !schemes.contains(scheme))
        .findFirst()
        .ifPresent(scheme -> {
          throw new InputException(
              "%s is damaged: 'seed_effect' misses the scheme of a trial: %s"
                  .formatted(run.path().resolve("result.json"), scheme));
        });
  }

  private static Chart predictions(Path test, ResultDocument.Best best, String target) {
    var predictions = Predictions.read(test);
    return best.testAccuracy().isPresent() ? predictions.confusion() : predictions.scatter(target);
  }

  /// What is to be said of the data, and what became of each column.
  private static Html data(ResultDocument result) {
    var columns =
        new DataTable(
            List.of("column", "kind", "missing", "became"),
            result.data().columns().stream().map(StudyReport::column).toList());
    return section(
        "data",
        "The data",
        Html.fragment(
            "data",
            Map.of(
                "notices",
                Html.each(
                    NoticeText.sentences(result.notices()),
                    notice -> Html.fragment("notice", Map.of("text", notice))),
                "columns",
                columns.html("the columns"))));
  }

  private static List<String> column(ColumnPart column) {
    return List.of(
        column.name(),
        column.kind().name().toLowerCase(Locale.ROOT),
        column.missing() == 0 ? "none" : "%.1f %%".formatted(100 * column.missing()),
        column
            .reason()
            .map(reason -> "left out: " + reason)
            .orElseGet(() ->
                switch (column.inputs()) {
                  case 0 -> "the target";
                  case 1 -> "1 input";
                  default -> column.inputs() + " inputs";
                }));
  }

  private static Html start(CheckDocument check) {
    return section(
        "start",
        "The start of the best network",
        Html.fragment(
            "start-of-best",
            Map.of(
                "verdict",
                check.verdict(),
                "meaning",
                check.meaning().orElse(""),
                "start",
                check.start().orElse(""),
                "findings",
                Findings.of(check).summary(),
                "charts",
                Html.each(StartCharts.of(check).all(), chart -> chart.html(3)))));
  }

  private static Html overTraining(RunRecord run) {
    List<Chart> charts =
        run.activations().map(file -> ActivationCharts.read(file).all()).orElse(List.of());
    return charts.isEmpty()
        ? Html.NONE
        : section(
            "over-training",
            "Activations of the best network over its training",
            Html.each(charts, chart -> chart.html(3)));
  }

  private static Html section(String id, String title, Html body) {
    return Html.fragment("section", Map.of("id", id, "title", title, "body", body));
  }

  /// What people want to know first: the best network, how good, did the seed matter?
  private static Html answer(Vary vary, String name, String target, ResultDocument result) {
    return Html.fragment(
        "study-answer",
        Map.of(
            "answer",
            result
                .best()
                .map(best ->
                    best(
                        best, result.keep().orElseThrow(), vary, name, target, result.seedEffect()))
                .orElseGet(() -> Html.fragment("all-diverged", Map.of())),
            "figures",
            Page.figures(figures(result))));
  }

  private static Html best(
      ResultDocument.Best best,
      KeptPart keep,
      Vary vary,
      String name,
      String target,
      SeedEffectPart effect) {
    return Html.fragment(
        "best",
        Map.of(
            "kept",
            kept(best, keep, vary),
            "score",
            TestScoreText.headline(best),
            "target",
            target,
            "data",
            name,
            "luck",
            (effect.lead().filter(lead -> lead.found() && lead.onNewRows().isPresent()).isPresent()
                    ? "Probably. "
                    : "")
                + sentence(effect.luck())));
  }

  private static String kept(ResultDocument.Best best, KeptPart keep, Vary vary) {
    int members = keep.members().size();
    if (members > 1) {
      return "The best %d networks %s"
          .formatted(members, keep.way().equals("soup") ? "as one, their mean" : "together");
    }
    return "Seed %d%s (%s) is best"
        .formatted(
            best.seed(), vary == Vary.INIT ? "" : ", order " + best.orderSeed(), best.scheme());
  }

  /// What several networks give together, beside the best alone.
  private static void addTogether(
      ResultDocument.Best best, KeptPart keep, List<Page.Figure> figures) {
    String alone = ShownNumbers.text(best.validationLoss());
    keep.ensembleWouldGive()
        .ifPresent(together ->
            figures.add(
                new Page.Figure(
                    "the best %d together would have, the best alone: validation loss"
                        .formatted(together.members()),
                    ShownNumbers.text(together.validationLoss()) + ", " + alone)));
    if (keep.members().size() > 1) {
      figures.add(
          new Page.Figure(
              "the best %d, the best alone: validation loss".formatted(keep.members().size()),
              ShownNumbers.text(keep.validationLoss()) + ", " + alone));
    }
  }

  private static List<Page.Figure> figures(ResultDocument result) {
    List<SchemePart> schemes = result.seedEffect().schemes();
    var figures = new ArrayList<>(result.best().map(StudyReport::scores).orElse(List.of()));
    for (SchemePart scheme : schemes) {
      scheme
          .oneSeed()
          .validationLoss()
          .ifPresent(losses -> {
            figures.add(
                new Page.Figure(
                    "one seed of " + scheme.scheme() + ": mean validation loss",
                    ShownNumbers.text(losses.mean())));
            if (losses.predictionLow().isPresent()) {
              figures.add(
                  new Page.Figure(
                      "a new seed of it: 95 % prediction interval",
                      ShownNumbers.text(losses.predictionLow())
                          + " to "
                          + ShownNumbers.text(losses.predictionHigh())));
            }
          });
    }
    result.best().ifPresent(best -> addTogether(best, result.keep().orElseThrow(), figures));
    int stopped = schemes.stream().mapToInt(SchemePart::stopped).sum();
    int diverged = schemes.stream().mapToInt(SchemePart::diverged).sum();
    figures.add(
        new Page.Figure(
            "trials",
            "%,d, %,d stopped early%s"
                .formatted(
                    result.trials().size(),
                    stopped,
                    diverged == 0 ? "" : ", %,d diverged".formatted(diverged))));
    figures.add(new Page.Figure("epochs trained", "%,d".formatted(result.epochs())));
    return figures;
  }

  /// The test scores, and what anybody has without a network.
  private static List<Page.Figure> scores(ResultDocument.Best best) {
    var figures = new ArrayList<Page.Figure>();
    best.testAccuracy()
        .ifPresent(
            value -> figures.add(new Page.Figure("test accuracy", NumberText.percent(value))));
    best.baselineClass()
        .ifPresent(name ->
            figures.add(
                new Page.Figure(
                    "baseline: always “%s”".formatted(Names.shortened(name)),
                    NumberText.percent(best.baselineAccuracy().orElseThrow()))));
    best.testBalancedAccuracy()
        .ifPresent(
            value -> figures.add(new Page.Figure("balanced accuracy", NumberText.percent(value))));
    TestScoreText.f1(best)
        .ifPresent(value ->
            figures.add(
                new Page.Figure(
                    best.testF1Class()
                        .map(name -> "F1 of “%s”".formatted(Names.shortened(name)))
                        .orElse("F1, mean of the classes"),
                    NumberText.score(value))));
    best.testAuc()
        .ifPresent(value -> figures.add(new Page.Figure("ROC AUC", NumberText.score(value))));
    best.testLogLoss()
        .ifPresent(value -> figures.add(new Page.Figure("log loss", ShownNumbers.text(value))));
    best.testRmse()
        .ifPresent(value -> figures.add(new Page.Figure("test RMSE", ShownNumbers.text(value))));
    best.baselineRmse()
        .ifPresent(value ->
            figures.add(new Page.Figure("baseline: RMSE of the mean", ShownNumbers.text(value))));
    best.testMae()
        .ifPresent(value -> figures.add(new Page.Figure("MAE", ShownNumbers.text(value))));
    best.testR2().ifPresent(value -> figures.add(new Page.Figure("R²", NumberText.score(value))));
    return figures;
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  /// How to reproduce the result, and what it was made from.
  private static Html foot(RunRecord run, StudyDocument study, ResultDocument result) {
    String path = CommandLines.of(List.of(run.path().toString()));
    Html hash =
        result
            .weightsSha256()
            .map(sha256 -> Html.fragment("hash", Map.of("sha256", sha256, "run", path)))
            .orElse(Html.NONE);
    return Html.fragment(
        "study-foot",
        Map.of(
            "hash",
            hash,
            "settings",
            provenance(run, study).html("settings"),
            "drawn",
            Page.drawn()));
  }

  private static DataTable provenance(RunRecord run, StudyDocument study) {
    var rows = new ArrayList<List<String>>();
    flatten("", Documents.tree(study), rows);
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
    } else if (json.isArray() && json.valueStream().anyMatch(JsonNode::isObject)) {
      // The columns of the table have a table of their own.
      return rows;
    } else if (json.isArray()) {
      rows.add(
          List.of(
              name, json.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))));
    } else {
      rows.add(List.of(name, json.asString()));
    }
    return rows;
  }
}

package dev.seedbed.report;

import dev.seedbed.io.StoredJson;
import dev.seedbed.report.ChartData.LearningCurves;
import dev.seedbed.report.ChartData.ParallelTrials;
import dev.seedbed.report.ChartData.SeedSpread;
import dev.seedbed.report.Curves.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The charts of a study.
final class StudyCharts {
  private static final List<String> QUANTILES =
      List.of("least", "p25", "median", "p75", "greatest");

  /// Colours of schemes in `report.css`.
  private static final int COLOURS = 6;

  private final JsonNode result;
  private final Curves curves;
  private final List<String> schemes;
  private final List<JsonNode> trials;
  private final boolean ordersVary;

  StudyCharts(JsonNode result, Curves curves) {
    this.result = result;
    this.curves = curves;
    this.schemes = schemeEffects().map(scheme -> text(scheme, "scheme")).toList();
    this.trials = result.required("trials").valueStream().toList();
    this.ordersVary =
        trials.stream().map(trial -> trial.required("order_seed").longValue()).distinct().count()
            > 1;
  }

  List<Chart> all() {
    if (trials.stream().allMatch(trial -> is(trial, "diverged"))) {
      return List.of(learning());
    }
    var effect = new SeedEffectCharts(result.required("seed_effect"));
    return Stream.of(
            Optional.of(learning()),
            Optional.of(spread()),
            effect.bestOf(),
            effect.comparisons(),
            Optional.of(parallel()))
        .flatMap(Optional::stream)
        .toList();
  }

  private Stream<JsonNode> schemeEffects() {
    return result.required("seed_effect").required("schemes").valueStream();
  }

  private static String text(JsonNode json, String field) {
    return StoredJson.text(json.required(field));
  }

  /// The number of the trial's scheme.
  private int scheme(JsonNode trial) {
    int scheme = schemes.indexOf(text(trial, "scheme"));
    if (scheme < 0) {
      throw new IllegalArgumentException(
          "'seed_effect' misses the scheme of a trial: " + text(trial, "scheme"));
    }
    return scheme;
  }

  private String seeds(JsonNode trial) {
    String seed = "seed " + trial.required("seed").longValue();
    return ordersVary ? seed + ", order " + trial.required("order_seed").longValue() : seed;
  }

  private String title(JsonNode trial) {
    return schemes.size() == 1 ? seeds(trial) : text(trial, "scheme") + ", " + seeds(trial);
  }

  private static boolean is(JsonNode trial, String state) {
    return text(trial, "state").equals(state);
  }

  private Chart learning() {
    var lines = new ArrayList<LearningCurves.Curve>();
    var rows = new ArrayList<List<String>>();
    for (JsonNode trial : trials) {
      List<Point> points = curves.of(trial);
      lines.add(
          new LearningCurves.Curve(
              seeds(trial),
              scheme(trial),
              text(trial, "state"),
              points.stream().map(Point::epoch).toList(),
              points.stream().map(point -> Numbers.rounded(point.loss())).toList()));
      rows.add(
          List.of(
              title(trial),
              text(trial, "state"),
              Long.toString(trial.required("epochs").longValue()),
              Numbers.text(trial.path("validation_loss"))));
    }
    List<LearningCurves.Rung> rungs =
        result
            .required("rungs")
            .valueStream()
            .map(rung ->
                new LearningCurves.Rung(
                    rung.required("rung").asString(), rung.required("epochs").intValue()))
            .toList();
    String sentence =
        "Each line is a trial: the thick one is the best, pale ones were stopped early."
            + (rungs.isEmpty()
                ? ""
                : " Dashed and upright: the rungs, at which the poorer trials are stopped.")
            + (curves.thinned() ? " Points were left out; all are in curves.csv." : "");
    return new Chart(
        "learning",
        "Learning curves",
        sentence,
        new LearningCurves(schemes, lines, rungs),
        new DataTable(List.of("trial", "state", "epochs", "lowest validation loss"), rows),
        key());
  }

  /// Which colour is which scheme; empty if there is but one.
  private Html key() {
    if (schemes.size() == 1) {
      return Html.NONE;
    }
    return Html.fragment(
        "key",
        Map.of(
            "schemes",
            Html.each(
                schemes,
                scheme ->
                    Html.fragment(
                        "key-scheme",
                        Map.of(
                            "colour",
                            "c" + schemes.indexOf(scheme) % COLOURS,
                            "scheme",
                            scheme)))));
  }

  private Chart spread() {
    List<SeedSpread.Dot> dots =
        trials.stream()
            .filter(trial -> !is(trial, "diverged"))
            .map(trial ->
                new SeedSpread.Dot(
                    seeds(trial),
                    trial.required("trial").intValue(),
                    scheme(trial),
                    text(trial, "state"),
                    trial.required("validation_loss").doubleValue()))
            .toList();
    var boxes = new ArrayList<List<Double>>();
    var rows = new ArrayList<List<String>>();
    schemeEffects()
        .forEach(scheme -> {
          JsonNode one = scheme.required("one_seed").path("validation_loss");
          List<Double> box =
              QUANTILES.stream()
                  .map(quantile ->
                      one.isMissingNode() ? Double.NaN : one.required(quantile).doubleValue())
                  .toList();
          boxes.add(box);
          var row = new ArrayList<>(List.of(text(scheme, "scheme")));
          box.forEach(value -> row.add(Numbers.text(value)));
          rows.add(row);
        });
    return new Chart(
        "spread",
        "What the seeds gave",
        "Each dot is a trial's lowest validation loss, small if it was stopped early; the diamond is the best. The box shows the quartiles of what one seed gives, by the trials that are never stopped. Where dots lie side by side means nothing.",
        new SeedSpread(schemes, trials.size() / schemes.size(), dots, boxes),
        new DataTable(List.of("scheme", "least", "25 %", "median", "75 %", "greatest"), rows));
  }

  /// The columns of the trials side by side: the names of their axes, and of fields in
  /// `result.json`.
  private Map<ParallelTrials.Axis, String> columns() {
    var columns = new LinkedHashMap<ParallelTrials.Axis, String>();
    columns.put(new ParallelTrials.Axis("seed", true), "seed");
    if (ordersVary) {
      columns.put(new ParallelTrials.Axis("order seed", true), "order_seed");
    }
    columns.put(new ParallelTrials.Axis("epochs", true), "epochs");
    columns.put(new ParallelTrials.Axis("best epoch", true), "best_epoch");
    if (Scores.ofClasses(trials.getFirst())) {
      columns.put(new ParallelTrials.Axis("accuracy", false), "validation_accuracy");
    } else {
      columns.put(new ParallelTrials.Axis("RMSE", false), "validation_rmse");
    }
    columns.put(new ParallelTrials.Axis("loss", false), "validation_loss");
    return columns;
  }

  private Chart parallel() {
    Map<ParallelTrials.Axis, String> columns = columns();
    List<ParallelTrials.Line> lines =
        trials.stream()
            .map(trial ->
                new ParallelTrials.Line(
                    scheme(trial),
                    text(trial, "state"),
                    columns.values().stream()
                        .map(field -> Numbers.value(trial.path(field)))
                        .toList()))
            .toList();
    var header = new ArrayList<>(columns.keySet().stream().map(ParallelTrials.Axis::name).toList());
    if (schemes.size() > 1) {
      header.addFirst("scheme");
    }
    var rows = new ArrayList<List<String>>();
    for (String state : List.of("stopped", "completed")) {
      for (String scheme : schemes) {
        trials.stream()
            .filter(trial -> is(trial, state) && text(trial, "scheme").equals(scheme))
            .map(trial -> row(trial, columns))
            .forEach(rows::add);
      }
    }
    return new Chart(
        "parallel",
        "Trials side by side",
        "Each line is a trial, from what was chosen at the left to what came out at the right, on the validation rows; pale ones were stopped early. Drag along an axis to see only some of them.",
        new ParallelTrials(schemes, List.copyOf(columns.keySet()), lines),
        new DataTable(header, rows),
        key());
  }

  private List<String> row(JsonNode trial, Map<ParallelTrials.Axis, String> columns) {
    var row = new ArrayList<String>();
    if (schemes.size() > 1) {
      row.add(text(trial, "scheme"));
    }
    columns.forEach((axis, field) ->
        row.add(
            axis.integer()
                ? trial.required(field).asString()
                : Numbers.text(trial.required(field))));
    return row;
  }
}

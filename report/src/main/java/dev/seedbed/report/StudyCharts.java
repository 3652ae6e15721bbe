package dev.seedbed.report;

import dev.seedbed.io.StoredJson;
import dev.seedbed.report.Curves.Point;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The charts of a study.
final class StudyCharts {
  /// Losses so many times as large as others are shown by their logarithms.
  private static final double FAR = 8;

  /// Across how many places the dots of a scheme are spread, and how far apart these are.
  private static final int PLACES = 15;

  private static final double APART = 0.03;

  /// Dots of so many trials are small.
  private static final int MANY = 150;

  private static final Set<String> INTEGERS = Set.of("seed", "order_seed", "epochs", "best_epoch");

  private final JsonNode result;
  private final Curves curves;
  private final List<String> schemes = new ArrayList<>();
  private final boolean ordersVary;

  StudyCharts(JsonNode result, Curves curves) {
    this.result = result;
    this.curves = curves;
    result
        .required("seed_effect")
        .required("schemes")
        .forEach(scheme -> schemes.add(StoredJson.text(scheme.required("scheme"))));
    this.ordersVary =
        StreamSupport.stream(result.required("trials").spliterator(), false)
                .map(trial -> trial.required("order_seed").longValue())
                .distinct()
                .limit(2)
                .count()
            > 1;
  }

  List<Chart> all() {
    if (numbers("validation_loss").getCount() == 0) {
      // Every trial diverged.
      return List.of(learning());
    }
    var effect = new SeedEffectCharts(result.required("seed_effect"));
    return Stream.of(
            Optional.of(learning()),
            Optional.of(spread()),
            effect.bestOf(),
            effect.comparisons(),
            parallel())
        .flatMap(Optional::stream)
        .toList();
  }

  /// An axis for losses: logarithmic if they lie far apart.
  static ObjectNode lossAxis(DoubleSummaryStatistics losses) {
    boolean far = losses.getMin() > 0 && losses.getMax() > FAR * losses.getMin();
    return far
        ? Options.logarithmic("validation loss", losses)
        : Options.upright("value", "validation loss");
  }

  private String title(JsonNode trial) {
    String title = "seed " + trial.required("seed").longValue();
    if (ordersVary) {
      title += ", order " + trial.required("order_seed").longValue();
    }
    return schemes.size() == 1
        ? title
        : Options.text(StoredJson.text(trial.required("scheme"))) + ", " + title;
  }

  /// The numbers in a field of all trials that have one.
  private DoubleSummaryStatistics numbers(String field) {
    return StreamSupport.stream(result.required("trials").spliterator(), false)
        .map(trial -> trial.path(field))
        .filter(JsonNode::isNumber)
        .mapToDouble(JsonNode::doubleValue)
        .summaryStatistics();
  }

  /// To three digits, so that it can stand at the end of an axis.
  private static double rounded(double value, RoundingMode mode) {
    return new BigDecimal(value).round(new MathContext(3, mode)).doubleValue();
  }

  private String colour(JsonNode trial) {
    return Options.colour(schemes.indexOf(StoredJson.text(trial.required("scheme"))));
  }

  private static boolean is(JsonNode trial, String state) {
    return StoredJson.text(trial.required("state")).equals(state);
  }

  private Chart learning() {
    ObjectNode option =
        Options.option(
            Options.axis("value", "epoch"),
            lossAxis(
                curves.trials().values().stream()
                    .flatMap(List::stream)
                    .mapToDouble(Point::loss)
                    .summaryStatistics()),
            "item");
    ArrayNode series = Options.series(option);
    // The best last, so that it is drawn above the others.
    List<JsonNode> trials = new ArrayList<>();
    result.required("trials").forEach(trials::add);
    for (JsonNode trial : trials.reversed()) {
      List<Point> points = curves.of(trial);
      boolean best = trial.equals(trials.getFirst()) && is(trial, "completed");
      ObjectNode line =
          series
              .addObject()
              .put("type", "line")
              .put("name", title(trial))
              .put("showSymbol", false)
              .put("triggerLineEvent", true);
      line.putObject("lineStyle")
          .put("width", best ? 3.5 : 1)
          .put("color", best && schemes.size() == 1 ? Options.colour(1) : colour(trial))
          .put("opacity", best ? 1 : is(trial, "completed") ? 0.7 : 0.3);
      line.putObject("emphasis").putObject("lineStyle").put("width", 4).put("opacity", 1);
      ArrayNode data = line.putArray("data");
      points.forEach(
          point -> data.addArray().add(point.epoch()).add(Options.at(option, point.loss())));
    }
    for (JsonNode rung : result.required("rungs")) {
      Options.mark(
          (ObjectNode) series.get(series.size() - 1),
          rung.required("epochs").intValue(),
          rung.required("rung").asString());
    }
    var rows = new ArrayList<List<String>>();
    for (JsonNode trial : trials) {
      rows.add(
          List.of(
              title(trial),
              StoredJson.text(trial.required("state")),
              Long.toString(trial.required("epochs").longValue()),
              Scores.number(trial.path("validation_loss"))));
    }
    String sentence =
        "Each line is a trial: the thick one is the best, pale ones were stopped early."
            + (result.required("rungs").isEmpty()
                ? ""
                : " Dashed and upright: the rungs, at which the poorer trials are stopped.")
            + (curves.thinned() ? " Points were left out; all are in curves.csv." : "");
    return new Chart(
        "learning",
        "Learning curves",
        sentence,
        option,
        new DataTable(List.of("trial", "state", "epochs", "lowest validation loss"), rows),
        key());
  }

  /// Which colour is which scheme; empty if there is but one.
  private String key() {
    return schemes.size() == 1
        ? ""
        : schemes.stream()
            .map(scheme ->
                "<span style=\"background: var(--%s)\"></span>%s"
                    .formatted(
                        Options.colour(schemes.indexOf(scheme)).substring(1), Html.text(scheme)))
            .collect(Collectors.joining("", "<p class=\"key\">", "</p>"));
  }

  private Chart spread() {
    // One axis with the names, and one with places for the dots.
    ObjectNode names = Options.names("", schemes.stream().map(Options::text).toList());
    ObjectNode option = Options.option(names, lossAxis(numbers("validation_loss")), "item");
    option
        .putArray("xAxis")
        .add(names)
        .add(Options.axis("value", "").put("min", 0).put("max", schemes.size()).put("show", false));
    Options.legend(option);
    ((ObjectNode) option.get("tooltip")).put("formatter", "{b}");
    ArrayNode series = Options.series(option);
    var rows = new ArrayList<List<String>>();
    int perScheme = result.required("trials").size() / schemes.size();
    int places = Math.min(perScheme, PLACES);
    for (String state : List.of("stopped", "completed")) {
      ObjectNode dots =
          series.addObject().put("type", "scatter").put("name", state).put("xAxisIndex", 1);
      boolean many = perScheme > MANY;
      dots.put("symbolSize", state.equals("stopped") ? (many ? 3 : 6) : many ? 4 : 9);
      dots.putObject("itemStyle")
          .put("color", Options.colour(0))
          .put("opacity", state.equals("stopped") ? 0.45 : 0.9);
      ArrayNode data = dots.putArray("data");
      for (JsonNode trial : result.required("trials")) {
        if (is(trial, state)) {
          ObjectNode dot =
              data.addObject()
                  .put(
                      "name",
                      "%s: %s, %s"
                          .formatted(
                              title(trial),
                              Scores.number(trial.required("validation_loss")),
                              state));
          double place = trial.required("trial").intValue() % perScheme % places;
          double apart = APART * (place - (places - 1) / 2.0);
          dot.putArray("value")
              .add(schemes.indexOf(StoredJson.text(trial.required("scheme"))) + 0.5 + apart)
              .add(Options.at(option, trial.required("validation_loss").doubleValue()));
          if (result.has("best") && trial.equals(result.required("trials").get(0))) {
            dot.put("symbol", "diamond").put("symbolSize", 18);
            dot.putObject("itemStyle").put("color", Options.colour(1)).put("opacity", 1);
          }
        }
      }
    }
    ObjectNode quartiles =
        series.addObject().put("type", "boxplot").put("name", "one seed: quartiles");
    quartiles.put("z", 3).putArray("boxWidth").add(20).add(60);
    quartiles.putObject("itemStyle").put("color", "transparent").put("borderColor", "@soft");
    ArrayNode boxes = quartiles.putArray("data");
    for (JsonNode scheme : result.required("seed_effect").required("schemes")) {
      JsonNode one = scheme.required("one_seed").path("validation_loss");
      ObjectNode named = boxes.addObject();
      ArrayNode box = named.putArray("value");
      var row = new ArrayList<String>();
      row.add(StoredJson.text(scheme.required("scheme")));
      for (String quantile : List.of("least", "p25", "median", "p75", "greatest")) {
        if (one.isMissingNode()) {
          box.add("-");
        } else {
          box.add(Options.at(option, one.get(quantile).doubleValue()));
        }
        row.add(Scores.number(one.path(quantile)));
      }
      rows.add(row);
      named.put(
          "name",
          "one seed of %s: %s, from %s to %s"
              .formatted(Options.text(row.get(0)), row.get(3), row.get(1), row.get(5)));
    }
    return new Chart(
        "spread",
        "What the seeds gave",
        "Each dot is a trial's lowest validation loss, small if it was stopped early; the diamond is the best. The box shows the quartiles of what one seed gives, by the trials that are never stopped. Where dots lie side by side means nothing.",
        option,
        new DataTable(List.of("scheme", "least", "25 %", "median", "75 %", "greatest"), rows));
  }

  /// A column as an axis calls it: all scores here are those of the validation rows.
  private static String shown(String column) {
    return column.replace("validation_", "").replace("rmse", "RMSE").replace('_', ' ');
  }

  private Optional<Chart> parallel() {
    boolean classes = Scores.ofClasses(result.required("trials").get(0));
    String metric = classes ? "validation_accuracy" : "validation_rmse";
    var columns = new ArrayList<String>();
    if (schemes.size() > 1) {
      columns.add("scheme");
    }
    columns.add("seed");
    if (ordersVary) {
      columns.add("order_seed");
    }
    columns.addAll(List.of("epochs", "best_epoch", metric, "validation_loss"));
    ObjectNode option = Options.option();
    option.putObject("parallel").put("left", 48).put("right", 64).put("top", 56).put("bottom", 24);
    ArrayNode axes = option.putArray("parallelAxis");
    for (int i = 0; i < columns.size(); i++) {
      ObjectNode axis = axes.addObject().put("dim", i).put("name", shown(columns.get(i)));
      if (columns.get(i).equals("scheme")) {
        axis.put("type", "category");
        ArrayNode names = axis.putArray("data");
        schemes.forEach(scheme -> names.add(Options.text(scheme)));
      } else {
        DoubleSummaryStatistics numbers = numbers(columns.get(i));
        axis.put("scale", true)
            .put("minInterval", INTEGERS.contains(columns.get(i)) ? 1 : 0)
            .put("min", rounded(numbers.getMin(), RoundingMode.FLOOR))
            .put("max", rounded(numbers.getMax(), RoundingMode.CEILING));
      }
    }
    ArrayNode series = Options.series(option);
    var rows = new ArrayList<List<String>>();
    for (String state : List.of("stopped", "completed")) {
      for (String scheme : schemes) {
        ObjectNode lines = series.addObject().put("type", "parallel").put("name", scheme);
        lines
            .putObject("lineStyle")
            .put("width", 1.5)
            .put("color", Options.colour(schemes.indexOf(scheme)))
            .put("opacity", state.equals("stopped") ? 0.2 : 0.8);
        ArrayNode data = lines.putArray("data");
        for (JsonNode trial : result.required("trials")) {
          if (is(trial, state) && StoredJson.text(trial.required("scheme")).equals(scheme)) {
            var row = new ArrayList<String>();
            ArrayNode values = data.addArray();
            for (String column : columns) {
              JsonNode value = trial.get(column);
              if (value.isString()) {
                values.add(Options.text(StoredJson.text(value)));
                row.add(StoredJson.text(value));
              } else {
                values.add(value);
                row.add(value.isIntegralNumber() ? value.asString() : Scores.number(value));
              }
            }
            rows.add(row);
          }
        }
      }
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chart(
                "parallel",
                "Trials side by side",
                "Each line is a trial, from what was chosen at the left to what came out at the right, on the validation rows; pale ones were stopped early. Drag along an axis to see only some of them.",
                option,
                new DataTable(columns.stream().map(StudyCharts::shown).toList(), rows),
                key()));
  }
}

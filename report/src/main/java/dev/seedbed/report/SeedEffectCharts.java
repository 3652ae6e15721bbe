package dev.seedbed.report;

import dev.seedbed.io.StoredJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The charts of how much the seed mattered, and the scheme.
///
/// @param effect as `result.json` says it
record SeedEffectCharts(JsonNode effect) {

  /// What to expect of the best of so many seeds; empty if there is but one.
  Optional<Chart> bestOf() {
    ObjectNode option =
        Options.option(
            Options.axis("value", "seeds").put("minInterval", 1).put("min", 1),
            StudyCharts.lossAxis(
                StreamSupport.stream(effect.required("schemes").spliterator(), false)
                    .flatMap(scheme ->
                        StreamSupport.stream(scheme.required("best_of").spliterator(), false))
                    .flatMap(
                        best -> Stream.of(best.required("unbiased_low"), best.required("unbiased")))
                    .mapToDouble(JsonNode::doubleValue)
                    .summaryStatistics()),
            "axis");
    Options.legend(option);
    var rows = new ArrayList<List<String>>();
    boolean any = false;
    int number = 0;
    for (JsonNode scheme : effect.required("schemes")) {
      String name = Options.text(StoredJson.text(scheme.required("scheme")));
      String colour = Options.colour(number++);
      any |= scheme.required("best_of").size() > 1;
      for (String line : List.of("unbiased", "unbiased_low", "unbiased_high")) {
        boolean middle = line.equals("unbiased");
        ArrayNode data =
            Options.line(
                    option,
                    name + (middle ? "" : line.endsWith("low") ? ", from" : ", to"),
                    colour,
                    middle ? "solid" : "dotted")
                .put("showSymbol", middle)
                .putArray("data");
        for (JsonNode best : scheme.required("best_of")) {
          data.addArray()
              .add(best.required("seeds").intValue())
              .add(Options.at(option, best.get(line).doubleValue()));
        }
      }
      for (JsonNode best : scheme.required("best_of")) {
        rows.add(
            List.of(
                name,
                Integer.toString(best.required("seeds").intValue()),
                Scores.number(best.required("unbiased")),
                Scores.number(best.required("unbiased_low")),
                Scores.number(best.required("unbiased_high")),
                Scores.number(best.required("plug_in"))));
      }
    }
    return any
        ? Optional.of(
            new Chart(
                "best-of",
                "The best of several seeds",
                "The lowest validation loss to expect of so many seeds, estimated from the trials that are never stopped. Where the line is flat, more seeds are of no use; dotted is its 95 % interval.",
                option,
                new DataTable(
                    List.of("scheme", "seeds", "expected", "from", "to", "plug-in"), rows)))
        : Optional.empty();
  }

  /// How probably the better of two schemes is better, or an end of the interval of that.
  private static double better(JsonNode comparison, String end, boolean aBetter) {
    double a = comparison.required("probability_a_better" + end).doubleValue();
    return aBetter ? a : 1 - a;
  }

  /// Which scheme beats which; empty if there is but one.
  Optional<Chart> comparisons() {
    JsonNode comparisons = effect.required("comparisons");
    if (comparisons.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode yAxis = Options.names("", List.of());
    ArrayNode names = (ArrayNode) yAxis.get("data");
    ObjectNode option =
        Options.option(
            Options.axis("value", "probability that the first is better")
                .put("min", 0)
                .put("max", 1),
            yAxis,
            "item");
    ((ObjectNode) option.get("grid")).put("left", 24).put("containLabel", true);
    ObjectNode points =
        Options.JSON.createObjectNode().put("type", "scatter").put("symbolSize", 12);
    points.putObject("itemStyle").put("color", Options.colour(1));
    ArrayNode data = points.putArray("data");
    ArrayNode series = Options.series(option);
    var rows = new ArrayList<List<String>>();
    boolean any = false;
    for (JsonNode comparison : comparisons) {
      boolean aBetter = comparison.required("probability_a_better").doubleValue() >= 0.5;
      String name =
          Options.text(
              StoredJson.text(comparison.required(aBetter ? "a" : "b"))
                  + " > "
                  + StoredJson.text(comparison.required(aBetter ? "b" : "a")));
      double probability = better(comparison, "", aBetter);
      double low = better(comparison, aBetter ? "_low" : "_high", aBetter);
      double high = better(comparison, aBetter ? "_high" : "_low", aBetter);
      any |= !StoredJson.text(comparison.required("verdict")).equals("not_significant");
      names.add(name);
      data.addArray().add(probability).add(name);
      ObjectNode interval =
          Options.line(option, name, Options.colour(0), "solid")
              .put("showSymbol", false)
              .put("silent", true);
      ((ObjectNode) interval.get("lineStyle")).put("width", 4).put("opacity", 0.5);
      ArrayNode ends = interval.putArray("data");
      ends.addArray().add(low).add(name);
      ends.addArray().add(high).add(name);
      rows.add(
          List.of(
              name,
              Integer.toString(comparison.required("seeds").intValue()),
              Scores.number(probability),
              Scores.number(low),
              Scores.number(high),
              Scores.number(comparison.required("p_holm")),
              Scores.number(comparison.required(aBetter ? "aso_a_over_b" : "aso_b_over_a")),
              Scores.number(comparison.required(aBetter ? "aso_b_over_a" : "aso_a_over_b")),
              StoredJson.text(comparison.required("verdict")).replace('_', ' ')));
    }
    series.add(points);
    Options.mark(points, 0.5, "½");
    return Optional.of(
        new Chart(
            "schemes",
            "Schemes compared",
            "How often the first scheme beats the second on the same seed, with 95 % intervals: one that crosses ½ tells nothing. "
                + (any ? "The verdicts are in the table." : "No difference here is significant."),
            option,
            new DataTable(
                List.of(
                    "schemes",
                    "seeds",
                    "P",
                    "from",
                    "to",
                    "p (Holm)",
                    "ASO",
                    "ASO, reverse",
                    "verdict"),
                rows)));
  }
}

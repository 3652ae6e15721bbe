package dev.seedbed.report;

import dev.seedbed.io.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            Options.upright("value", "validation loss"),
            "axis");
    Options.legend(option);
    var rows = new ArrayList<List<String>>();
    boolean any = false;
    int number = 0;
    for (JsonNode scheme : effect.required("schemes")) {
      String name = VisibleText.of(scheme.required("scheme").stringValue());
      String colour = Options.colour(number++);
      any |= scheme.required("best_of").size() > 1;
      for (String line : List.of("unbiased", "unbiased_low", "unbiased_high")) {
        boolean middle = line.equals("unbiased");
        ArrayNode data =
            Options.line(
                    option,
                    middle ? name : name + ": 95 % interval",
                    colour,
                    middle ? "solid" : "dotted")
                .put("showSymbol", middle)
                .putArray("data");
        for (JsonNode best : scheme.required("best_of")) {
          data.addArray().add(best.required("seeds").intValue()).add(best.get(line).doubleValue());
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
                "The lowest validation loss to expect of so many seeds: where the line is flat, more seeds are of no use.",
                option,
                new DataTable(
                    List.of("scheme", "seeds", "expected", "from", "to", "plug-in"), rows)))
        : Optional.empty();
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
    ArrayNode data = points.putArray("data");
    ArrayNode series = Options.series(option);
    var rows = new ArrayList<List<String>>();
    for (JsonNode comparison : comparisons) {
      String name =
          VisibleText.of(
              comparison.required("a").stringValue()
                  + " > "
                  + comparison.required("b").stringValue());
      names.add(name);
      data.addArray().add(comparison.required("probability_a_better").doubleValue()).add(name);
      ObjectNode interval =
          series.addObject().put("type", "line").put("showSymbol", false).put("silent", true);
      interval.putObject("lineStyle").put("width", 4).put("opacity", 0.5);
      ArrayNode ends = interval.putArray("data");
      ends.addArray().add(comparison.required("probability_a_better_low").doubleValue()).add(name);
      ends.addArray().add(comparison.required("probability_a_better_high").doubleValue()).add(name);
      rows.add(
          List.of(
              name,
              Integer.toString(comparison.required("seeds").intValue()),
              Scores.number(comparison.required("probability_a_better")),
              Scores.number(comparison.required("probability_a_better_low")),
              Scores.number(comparison.required("probability_a_better_high")),
              Scores.number(comparison.required("p_holm")),
              Scores.number(comparison.required("aso_a_over_b")),
              Scores.number(comparison.required("aso_b_over_a")),
              comparison.required("verdict").stringValue().replace('_', ' ')));
    }
    series.add(points);
    Options.mark(points, 0.5, "½");
    return Optional.of(
        new Chart(
            "schemes",
            "Schemes compared",
            "How often one scheme beats the other on the same seed, with 95 % intervals: one that crosses ½ tells nothing.",
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

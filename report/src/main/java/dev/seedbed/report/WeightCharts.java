package dev.seedbed.report;

import dev.seedbed.io.StoredJson;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Weights against the law they were drawn by, or likely were: one tensor at a time.
final class WeightCharts {
  private static final int MOST_TENSORS = 40;

  private WeightCharts() {}

  /// The weights of a layer or tensor.
  ///
  /// @param histogram with `drawn_by` if anything is known of that
  record Weights(String name, JsonNode histogram) {}

  /// @param notes HTML that belongs beside it
  static Chart chart(List<Weights> all, String notes) {
    List<Weights> shown = all.subList(0, Math.min(MOST_TENSORS, all.size()));
    ObjectNode option =
        Options.option(
            Options.axis("value", "weight").put("scale", true),
            Options.upright("value", "share").put("min", 0),
            "axis");
    Options.legend(option);
    // One at a time: their widths differ too much for one picture. A line goes with its law, which
    // has the same name.
    ObjectNode legend = ((ObjectNode) option.get("legend")).put("selectedMode", "single");
    var rows = new ArrayList<List<String>>();
    for (int i = 0; i < shown.size(); i++) {
      Weights weights = shown.get(i);
      String name = Options.text(weights.name());
      Bins bins = Bins.of(weights.histogram());
      ObjectNode drawn = Options.line(option, name, Options.colour(0), "solid");
      drawn.put("step", "middle").put("showSymbol", false);
      drawn.putObject("areaStyle").put("opacity", 0.15);
      bins.draw(drawn.putArray("data"), bins.shares(), 1);
      JsonNode drawnBy = weights.histogram().path("drawn_by");
      if (!drawnBy.isMissingNode()) {
        ObjectNode law = Options.line(option, name, Options.colour(1), "dashed");
        law.put("showSymbol", false);
        bins.draw(law.putArray("data"), drawnBy.required("shares"), 1);
      }
      legend.withObjectProperty("selected").put(name, i == 0);
      rows.add(
          List.of(
              weights.name(),
              Scores.number(weights.histogram().required("low")),
              Scores.number(weights.histogram().required("high")),
              drawnBy.isMissingNode() ? "–" : StoredJson.text(drawnBy.required("scheme")),
              drawnBy.isMissingNode() ? "–" : StoredJson.text(drawnBy.required("law")),
              Scores.number(drawnBy.path("odds"))));
    }
    return new Chart(
        Findings.Figure.WEIGHTS.id(),
        "Weights against their law",
        "Solid: how the weights are distributed. Dashed: the law they were drawn by, or likely were. Where the two part by more than the unrest of the solid line, the weights are not what they should be. Choose a layer above the chart."
            + (shown.size() < all.size()
                ? " The first %d of %,d are shown.".formatted(shown.size(), all.size())
                : ""),
        option,
        new DataTable(List.of("layer", "from", "to", "drawn by", "law", "odds"), rows),
        notes);
  }
}

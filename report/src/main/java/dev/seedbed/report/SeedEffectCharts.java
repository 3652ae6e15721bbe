package dev.seedbed.report;

import dev.seedbed.io.StoredJson;
import dev.seedbed.report.ChartData.BestOfSeeds;
import dev.seedbed.report.ChartData.SchemeComparisons;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The charts of how much the seed mattered, and the scheme.
///
/// @param effect as `result.json` says it
record SeedEffectCharts(JsonNode effect) {

  /// The lowest loss to expect of several seeds; empty if there is but one.
  Optional<Chart> bestOf() {
    var schemes = new ArrayList<BestOfSeeds.Scheme>();
    var rows = new ArrayList<List<String>>();
    for (JsonNode scheme : effect.required("schemes")) {
      String name = StoredJson.text(scheme.required("scheme"));
      List<JsonNode> all = scheme.required("best_of").valueStream().toList();
      schemes.add(
          new BestOfSeeds.Scheme(
              name,
              all.stream().map(best -> best.required("seeds").intValue()).toList(),
              numbers(all, "unbiased"),
              numbers(all, "unbiased_low"),
              numbers(all, "unbiased_high")));
      for (JsonNode best : all) {
        rows.add(
            List.of(
                name,
                Integer.toString(best.required("seeds").intValue()),
                Numbers.text(best.required("unbiased")),
                Numbers.text(best.required("unbiased_low")),
                Numbers.text(best.required("unbiased_high")),
                Numbers.text(best.required("plug_in"))));
      }
    }
    return schemes.stream().allMatch(scheme -> scheme.seeds().size() <= 1)
        ? Optional.empty()
        : Optional.of(
            new Chart(
                "best-of",
                "The best of several seeds",
                "The lowest validation loss to expect of so many seeds, estimated from the trials that are never stopped. Where the line is flat, more seeds are of no use; dotted is its 95 % interval.",
                new BestOfSeeds(schemes),
                new DataTable(
                    List.of("scheme", "seeds", "expected", "from", "to", "plug-in"), rows)));
  }

  private static List<Double> numbers(List<JsonNode> all, String field) {
    return all.stream().map(json -> Numbers.rounded(json.required(field).doubleValue())).toList();
  }

  /// How probably the better of two schemes is better, or an end of the interval of that.
  private static double better(JsonNode comparison, String end, boolean aBetter) {
    double a = comparison.required("probability_a_better" + end).doubleValue();
    return aBetter ? a : 1 - a;
  }

  /// Which scheme beats which; empty if there is but one.
  Optional<Chart> comparisons() {
    var all = new ArrayList<SchemeComparisons.Comparison>();
    var rows = new ArrayList<List<String>>();
    boolean any = false;
    for (JsonNode comparison : effect.required("comparisons")) {
      boolean aBetter = comparison.required("probability_a_better").doubleValue() >= 0.5;
      String name =
          StoredJson.text(comparison.required(aBetter ? "a" : "b"))
              + " > "
              + StoredJson.text(comparison.required(aBetter ? "b" : "a"));
      double probability = better(comparison, "", aBetter);
      double low = better(comparison, aBetter ? "_low" : "_high", aBetter);
      double high = better(comparison, aBetter ? "_high" : "_low", aBetter);
      String verdict = StoredJson.text(comparison.required("verdict"));
      any |= !verdict.equals("not_significant");
      all.add(new SchemeComparisons.Comparison(name, probability, low, high));
      rows.add(
          List.of(
              name,
              Integer.toString(comparison.required("seeds").intValue()),
              Numbers.text(probability),
              Numbers.text(low),
              Numbers.text(high),
              Numbers.text(comparison.required("p_holm")),
              Numbers.text(comparison.required(aBetter ? "aso_a_over_b" : "aso_b_over_a")),
              Numbers.text(comparison.required(aBetter ? "aso_b_over_a" : "aso_a_over_b")),
              verdict.replace('_', ' ')));
    }
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chart(
                "schemes",
                "Schemes compared",
                "How often the first scheme beats the second on the same seed, with 95 % intervals: one that crosses ½ tells nothing. "
                    + (any
                        ? "The verdicts are in the table."
                        : "No difference here is significant."),
                new SchemeComparisons(all),
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

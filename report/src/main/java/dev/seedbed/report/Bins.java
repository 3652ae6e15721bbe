package dev.seedbed.report;

import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// A histogram as it is drawn.
///
/// @param shares one a bin
record Bins(double low, double high, JsonNode shares) {

  static Bins of(JsonNode histogram) {
    return new Bins(
        histogram.required("low").doubleValue(),
        histogram.required("high").doubleValue(),
        histogram.required("shares"));
  }

  double highest() {
    return StreamSupport.stream(shares.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .max()
        .orElse(1);
  }

  /// A line through the middles of the bins; upright if all numbers are the same.
  ///
  /// @param heights of the bins
  /// @param unit what is drawn as 1
  void draw(ArrayNode data, JsonNode heights, double unit) {
    if (low == high) {
      data.addArray().add(low).add(0);
    }
    for (int i = 0; i < heights.size(); i++) {
      data.addArray().add(rounded(at(i + 0.5))).add(rounded(heights.get(i).doubleValue() / unit));
    }
  }

  /// Adds a row a bin: the name, where it begins and ends, its share.
  void list(String name, List<List<String>> rows) {
    for (int i = 0; i < shares.size(); i++) {
      rows.add(
          List.of(
              name,
              Scores.figures(at(i)),
              Scores.figures(at(i + 1.0)),
              Scores.figures(shares.get(i))));
    }
  }

  private double at(double bin) {
    return low + (high - low) * bin / shares.size();
  }

  /// To five digits: more make a page large, and no picture better.
  static double rounded(double value) {
    return Double.parseDouble("%.5g".formatted(value));
  }
}

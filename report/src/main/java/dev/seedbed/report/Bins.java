package dev.seedbed.report;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// A histogram.
///
/// @param shares one a bin
record Bins(double low, double high, List<Double> shares) {

  static Bins of(JsonNode histogram) {
    return new Bins(
        histogram.required("low").doubleValue(),
        histogram.required("high").doubleValue(),
        shares(histogram.required("shares")));
  }

  static List<Double> shares(JsonNode shares) {
    return shares.valueStream().map(JsonNode::doubleValue).toList();
  }

  /// To as many digits as can be seen.
  Bins rounded() {
    return new Bins(low, high, ShownNumbers.rounded(shares));
  }

  /// Adds a row a bin: the name, where it begins and ends, its share.
  void list(String name, List<List<String>> rows) {
    for (int i = 0; i < shares.size(); i++) {
      rows.add(
          List.of(
              name,
              ShownNumbers.text(edge(i)),
              ShownNumbers.text(edge(i + 1)),
              ShownNumbers.text(shares.get(i))));
    }
  }

  private double edge(int bin) {
    return low + (high - low) * bin / shares.size();
  }
}

package dev.seedbed.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// A histogram as it is drawn.
///
/// @param shares one a bin
record Bins(double low, double high, JsonNode shares) {
  /// So many digits can be seen.
  private static final int SEEN = 5;

  private static final MathContext DIGITS = new MathContext(SEEN);

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
      data.addArray()
          .add(rounded(at(i + 0.5), high - low))
          .add(rounded(heights.get(i).doubleValue() / unit));
    }
  }

  /// Adds a row a bin: the name, where it begins and ends, its share.
  void list(String name, List<List<String>> rows) {
    for (int i = 0; i < shares.size(); i++) {
      rows.add(
          List.of(
              name,
              Scores.number(at(i)),
              Scores.number(at(i + 1.0)),
              Scores.number(shares.get(i))));
    }
  }

  private double at(double bin) {
    return low + (high - low) * bin / shares.size();
  }

  /// To so many digits as can be seen: more make a page large, and no picture better.
  static double rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
  }

  /// Likewise, of a value between others that lie `range` apart: to a hundred-thousandth of that.
  static double rounded(double value, double range) {
    if (!(range > 0 && range < Double.POSITIVE_INFINITY) || !Double.isFinite(value)) {
      return value;
    }
    var unit = new BigDecimal(range);
    int exponent = unit.precision() - unit.scale() - 1;
    return new BigDecimal(value).setScale(SEEN - exponent, RoundingMode.HALF_EVEN).doubleValue();
  }
}

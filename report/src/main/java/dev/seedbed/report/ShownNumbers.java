package dev.seedbed.report;

import dev.seedbed.report.text.NumberText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.OptionalDouble;

/// Numbers in tables and in charts.
final class ShownNumbers {
  /// More cannot be seen in a chart, and make a page large.
  private static final MathContext DIGITS = new MathContext(5);

  private ShownNumbers() {}

  /// A number with four digits that count; a dash if there is none.
  static String text(OptionalDouble value) {
    return text(value.orElse(Double.NaN));
  }

  static String text(double value) {
    return Double.isNaN(value) ? "–" : NumberText.four(value);
  }

  /// To as many digits as can be seen in a chart.
  static double rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
  }

  /// Likewise; NaN if there is none.
  static double rounded(OptionalDouble value) {
    return rounded(value.orElse(Double.NaN));
  }

  static List<Double> rounded(List<Double> values) {
    return values.stream().map(ShownNumbers::rounded).toList();
  }
}

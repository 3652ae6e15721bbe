package dev.seedbed.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.OptionalDouble;

/// Numbers in tables and in charts.
final class ShownNumbers {
  private static final double SMALL = 1e-3;
  private static final double LARGE = 1e6;

  /// More cannot be seen in a chart, and make a page large.
  private static final MathContext DIGITS = new MathContext(5);

  private ShownNumbers() {}

  /// A number of any size to four significant digits; a dash if there is none.
  static String text(OptionalDouble value) {
    return text(value.orElse(Double.NaN));
  }

  static String text(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    return size >= SMALL && size < LARGE ? "%.4g".formatted(value) : "%.3e".formatted(value);
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

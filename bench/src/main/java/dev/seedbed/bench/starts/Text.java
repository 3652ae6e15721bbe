package dev.seedbed.bench.starts;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Numbers and tables as the page writes them.
final class Text {
  private static final double LEAST_PLAIN = 1e-3;
  private static final double MOST_PLAIN = 1e5;

  private Text() {}

  /// Three significant digits: 0.298, 4.54e-5, 0.
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3));
    double size = Math.abs(value);
    if (size >= LEAST_PLAIN && size < MOST_PLAIN) {
      return rounded.toPlainString();
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.movePointLeft(exponent).toPlainString() + "e" + exponent;
  }

  /// With so many decimal places.
  static String decimals(double value, int places) {
    return String.format(Locale.ROOT, "%." + places + "f", value);
  }

  /// 1,000.
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /// One decimal place: 18.8 %.
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /// The name of a row, then its numbers.
  static List<String> row(String name, double... values) {
    var row = new ArrayList<String>();
    row.add(name);
    Arrays.stream(values).mapToObj(Text::number).forEach(row::add);
    return row;
  }

  /// A table in Markdown, the first row its head.
  static String table(List<List<String>> rows) {
    var lines = new ArrayList<String>();
    for (List<String> row : rows) {
      lines.add("| " + String.join(" | ", row) + " |");
      if (lines.size() == 1) {
        lines.add("|---|" + String.join("", Collections.nCopies(row.size() - 1, "---:|")));
      }
    }
    return String.join("\n", lines);
  }
}

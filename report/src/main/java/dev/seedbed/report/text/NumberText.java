package dev.seedbed.report.text;

import java.util.Locale;

/// Numbers with the digits that count.
public final class NumberText {
  private static final double SMALL = 1e-4;

  /// From here on four digits are rounded to five.
  private static final double WHOLE = 9999.5;

  private static final double LARGE = 1e9;
  private static final double LEAST_SCORE = -10;
  private static final int MOST_DECIMALS = 9;

  private NumberText() {}

  /// Four digits that count, or all before the point: 0.07937, 2.400, 15172. Only below 0.0001 and
  /// from a billion on there is an exponent.
  public static String four(double value) {
    double size = Math.abs(value);
    if (value == 0) {
      return "0";
    }
    if (size >= WHOLE && size < LARGE) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, size >= SMALL && size < WHOLE ? "%.4g" : "%.3e", value);
  }

  /// A share in percent: two digits behind the point, or as many as it takes not to say 0 or 100 of
  /// what is neither.
  public static String percent(double share) {
    return honest(100 * share, 100, 2) + " %";
  }

  /// A score that is at most 1, such as an F1, an area or an R²: three digits behind the point, or
  /// as many as it takes not to say 0 or 1 of what is neither.
  public static String score(double score) {
    return score < LEAST_SCORE ? four(score) : honest(score, 1, 3);
  }

  private static String honest(double value, double whole, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    double said = Double.parseDouble(text);
    boolean wrong = (said == 0 || said == whole) && said != value;
    return wrong && decimals < MOST_DECIMALS ? honest(value, whole, decimals + 1) : text;
  }
}

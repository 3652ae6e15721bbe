package dev.seedbed.report.text;

import java.math.BigDecimal;
import java.math.MathContext;

/// Scores in words, with as many decimals as their spread makes worth saying.
///
/// @param decimals behind the point; below 0 if the spread is unknown
public record ScoreText(int decimals) {
  private static final int MOST_DECIMALS = 12;
  private static final double LARGE = 1e9;
  private static final MathContext SIX = new MathContext(6);

  /// Of scores that are spread like that: two digits of the standard deviation are shown.
  ///
  /// @param deviation 0 or NaN if it is not known
  public static ScoreText of(double deviation) {
    if (!(deviation > 0)) {
      return new ScoreText(-1);
    }
    int size = (int) Math.floor(StrictMath.log10(deviation));
    return new ScoreText(Math.clamp(1L - size, 0, MOST_DECIMALS));
  }

  /// A score, or a difference of scores.
  public String text(double score) {
    if (decimals < 0) {
      BigDecimal rounded = new BigDecimal(score).round(SIX).stripTrailingZeros();
      return Math.abs(rounded.scale()) > MOST_DECIMALS
          ? rounded.toString()
          : rounded.toPlainString();
    }
    return Math.abs(score) < LARGE
        ? ("%." + decimals + "f").formatted(score + 0.0)
        : "%.6g".formatted(score);
  }

  /// "0.905 to 0.917".
  public String range(double low, double high) {
    return text(low) + " to " + text(high);
  }

  /// "p = 0.031", "p < 0.0001".
  static String probability(double p) {
    return p < 0.0001 ? "p < 0.0001" : p < 0.01 ? "p = %.4f".formatted(p) : "p = %.2f".formatted(p);
  }

  /// A share in percent.
  static String percent(double share) {
    return "%.0f %%".formatted(100 * share);
  }
}

package dev.seedbed.report.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/// Scores in words, with as many decimals as their spread makes worth saying.
///
/// @param decimals behind the point; below 0 if the spread is unknown
public record ScoreText(int decimals) {
  private static final int MOST_DECIMALS = 12;
  private static final double LARGE = 1e9;
  private static final MathContext SIX = new MathContext(6);
  private static final MathContext TWO = new MathContext(2);

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
        ? BigDecimal.valueOf(score).setScale(decimals, RoundingMode.HALF_UP).toPlainString()
        : "%.6g".formatted(score);
  }

  /// A score; a dash if there is none.
  public String text(OptionalDouble score) {
    return score.isPresent() ? text(score.getAsDouble()) : "–";
  }

  /// "0.905 to 0.917".
  public String range(double low, double high) {
    return text(low) + " to " + text(high);
  }

  /// "p = 0.031", "p < 0.0001".
  public static String probability(double p) {
    return p < 0.0001 ? "p < 0.0001" : p < 0.01 ? "p = %.4f".formatted(p) : "p = %.2f".formatted(p);
  }

  /// A share in percent: whole, but 0 and 100 for nothing less than none and all.
  static String percent(double share) {
    if (share > 0 && share < 0.005) {
      return "below 1 %";
    }
    return share < 1 && share >= 0.995 ? "above 99 %" : "%.0f %%".formatted(100 * share);
  }

  /// "0 to 93 %", "2 to above 99 %".
  static String percents(double low, double high) {
    String first = percent(low);
    return first.equals(percent(high)) ? first : first.replace(" %", "") + " to " + percent(high);
  }

  /// A ratio with two digits that count: 0.64, 28, 2000.
  static String ratio(double ratio) {
    return Double.isFinite(ratio) && ratio < LARGE
        ? new BigDecimal(ratio).round(TWO).toPlainString()
        : "%.2g".formatted(ratio);
  }
}

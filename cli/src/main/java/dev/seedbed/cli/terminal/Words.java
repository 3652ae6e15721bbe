package dev.seedbed.cli.terminal;

import dev.seedbed.report.text.NumberText;
import dev.seedbed.train.Score;
import java.math.BigDecimal;

/// Numbers as people write them.
public final class Words {

  private Words() {}

  /// A number without zeros at its end, and without an exponent unless it is very small or large.
  public static String plain(double value) {
    return value >= 1e-6 && value < 1e7
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }

  /// "1 row", "1,797 rows".
  public static String count(long n, String what) {
    return "%,d %s%s".formatted(n, what, n == 1 ? "" : "s");
  }

  /// A loss with four digits behind the point, or four that count if it is smaller.
  public static String loss(double loss) {
    return Math.abs(loss) < 0.001 && loss != 0 ? "%.3g".formatted(loss) : "%.4f".formatted(loss);
  }

  /// The score for people: the accuracy in percent, or the RMSE.
  public static String metric(Score score) {
    return switch (score) {
      case Score.Classification c -> NumberText.percent(c.accuracy());
      case Score.Regression r -> NumberText.four(r.rmse());
    };
  }

  /// A fan: whole, as nearly all are, or with four digits.
  public static String fan(double fan) {
    return fan == Math.rint(fan) ? Long.toString((long) fan) : "%.4g".formatted(fan);
  }
}

package dev.seedbed.cli;

import java.math.BigDecimal;

/// Numbers as people write them.
final class Words {

  private Words() {}

  /// A number without zeros at its end, and without an exponent unless it is very small or large.
  static String plain(double value) {
    return value >= 1e-6 && value < 1e7
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }

  /// "1 row", "1,797 rows".
  static String count(long n, String what) {
    return "%,d %s%s".formatted(n, what, n == 1 ? "" : "s");
  }
}

package dev.seedbed.init;

import java.util.Locale;

/// Numbers in the symbols of laws.
final class Figures {
  private Figures() {}

  /// Four figures.
  static String of(double x) {
    return x == 0 ? "0" : String.format(Locale.ROOT, "%.4g", x);
  }
}

package dev.seedbed.train;

/// Checks of numbers that training uses as floats.
final class Require {
  private Require() {}

  /// Refuses what is not a positive number as a float.
  static void positive(String name, double value) {
    if (!((float) value > 0 && (float) value < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s must be above 0 and finite as a float: %s".formatted(name, value));
    }
  }

  /// Refuses what is not in [0, 1) as a float.
  static void fraction(String name, double value) {
    if (!((float) value >= 0 && (float) value < 1)) {
      throw new IllegalArgumentException(
          "%s must be in [0, 1) as a float: %s".formatted(name, value));
    }
  }

  /// Refuses what is negative, infinite or not a number as a float.
  static void notNegative(String name, double value) {
    if (!((float) value >= 0 && (float) value < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s must be at least 0 and finite as a float: %s".formatted(name, value));
    }
  }
}

package dev.seedbed.data;

/// How rows are split into parts.
///
/// @param validation the share of rows to choose by; above 0, and below 0.8 as a fifth is for the
///   test
public record SplitSpec(Way way, double validation) {
  /// At random, with a fifth of the rows to validate.
  public static final SplitSpec DEFAULT = new SplitSpec(new Way.Random(), 0.2);

  /// The share of rows to test with, unless those stand in a table of their own.
  static final double TEST = 0.2;

  public SplitSpec {
    if (!(validation > 0 && validation < 1 - TEST)) {
      throw new IllegalArgumentException(
          "the share of validation rows must be above 0 and below 0.8: " + validation);
    }
  }

  /// What decides which part a row is in.
  public sealed interface Way {
    /// The seed: each class in proportion.
    record Random() implements Way {}

    /// A column of dates or numbers: the earliest rows are for training, the latest for the test.
    record Time(String column) implements Way {}

    /// The seed, with all rows in one part that have the same value in a column.
    record Group(String column) implements Way {}
  }
}

package dev.seedbed.check.result;

/// The limit that a measured value is compared with.
///
/// @param bound in the unit of the value
public record Threshold(Direction direction, double bound, Source source) {

  /// On which side of the bound a value is at fault.
  public enum Direction {
    BELOW,
    ABOVE,

    /// At the bound, too.
    AT_MOST
  }

  /// Where a bound comes from.
  public enum Source {
    /// The detectors and papers that the rule names.
    PUBLISHED,

    /// Our benchmark: set, or tried and kept, on its tuning part, whose starts were judged by
    /// training.
    BENCHMARK,

    /// Chosen by what the rule means; the benchmark's starts do not try it.
    CHOSEN,

    /// Arithmetic: nothing was chosen.
    EXACT
  }

  public static Threshold below(double bound, Source source) {
    return new Threshold(Direction.BELOW, bound, source);
  }

  public static Threshold above(double bound, Source source) {
    return new Threshold(Direction.ABOVE, bound, source);
  }

  public static Threshold atMost(double bound, Source source) {
    return new Threshold(Direction.AT_MOST, bound, source);
  }

  /// Whether a value is at fault; NaN is not.
  public boolean isMet(double value) {
    return switch (direction) {
      case BELOW -> value < bound;
      case ABOVE -> value > bound;
      case AT_MOST -> value <= bound;
    };
  }
}

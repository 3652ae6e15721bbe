package dev.seedbed.statistics;

/// A confidence or prediction interval, two-sided, at [#LEVEL]. Both ends belong to it.
///
/// @param low at most `high`; −∞ if nothing is known from below
/// @param high +∞ if nothing is known from above
public record Interval(double low, double high) {
  /// The probability with which an interval covers what it is about.
  public static final double LEVEL = 0.95;

  /// The probability beyond each end: (1 − 0.95) / 2.
  static final double TAIL = (1 - LEVEL) / 2;

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "the low end must be at most the high end: " + low + ", " + high);
    }
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /// The part of it that is in [least, greatest], or the nearer end of that.
  Interval within(double least, double greatest) {
    return new Interval(Math.clamp(low, least, greatest), Math.clamp(high, least, greatest));
  }

  Interval plus(double shift) {
    return new Interval(low + shift, high + shift);
  }

  Interval times(double factor) {
    return new Interval(factor * low, factor * high);
  }
}

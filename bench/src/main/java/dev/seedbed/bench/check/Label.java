package dev.seedbed.bench.check;

/// What training says of a start.
public enum Label {
  /// It trains within √10 times the steps of the reference.
  HEALTHY,
  /// It takes longer, but no ten times as long.
  SLOW,
  /// It does not train within ten times the steps.
  FAULTY,
  /// One optimiser says one thing, the other another. Of networks that are no chains only.
  MIXED,
  /// The reference does not train either: nothing can be said.
  DROPPED;

  /// The label of a start that took so many steps to the target.
  ///
  /// @param steps infinite if it never got there
  /// @param reference of the reference, the median
  public static Label of(double steps, double reference) {
    if (!(steps <= 10.0 * reference)) {
      return FAULTY;
    }
    return steps <= Math.sqrt(10) * reference ? HEALTHY : SLOW;
  }
}

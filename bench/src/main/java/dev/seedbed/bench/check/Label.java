package dev.seedbed.bench.check;

/// What training says of a start.
enum Label {
  /// It trains within √10 times the steps of the reference.
  HEALTHY,
  /// It takes longer, but no ten times as long.
  SLOW,
  /// It does not train within ten times the steps.
  FAULTY,
  /// The reference does not train either: nothing can be said.
  DROPPED;

  /// The label of a start that took so many steps to the target.
  ///
  /// @param steps infinite if it never got there
  /// @param reference of the reference, the median
  static Label of(double steps, int reference) {
    if (!(steps <= 10.0 * reference)) {
      return FAULTY;
    }
    return steps <= Math.sqrt(10) * reference ? HEALTHY : SLOW;
  }
}

package dev.seedbed.init;

/// Doubles rounded to floats in one direction.
final class DirectedRounding {
  private DirectedRounding() {}

  /// The least float from `x` on.
  static float up(double x) {
    float nearest = (float) x;
    return nearest < x ? Math.nextUp(nearest) : nearest;
  }

  /// The greatest float up to `x`.
  static float down(double x) {
    float nearest = (float) x;
    return nearest > x ? Math.nextDown(nearest) : nearest;
  }
}

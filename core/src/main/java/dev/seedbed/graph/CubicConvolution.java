package dev.seedbed.graph;

/// How much elements weigh in cubic interpolation. Keys 1981, equation 4 with any a.
final class CubicConvolution {
  private CubicConvolution() {}

  /// The weight of an element that stands this far away, at least 0. That of NaN is NaN.
  static double weight(double distance, double a) {
    double x = distance;
    if (x <= 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x >= 2 ? 0 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  }

  /// The derivative of the weight by the distance.
  static double slope(double distance, double a) {
    double x = distance;
    if (x <= 1) {
      return (3 * (a + 2) * x - 2 * (a + 3)) * x;
    }
    return x >= 2 ? 0 : (3 * a * x - 10 * a) * x + 8 * a;
  }
}

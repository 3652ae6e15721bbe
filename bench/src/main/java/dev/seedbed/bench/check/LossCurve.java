package dev.seedbed.bench.check;

import java.util.List;

/// What a training came to: its losses on rows that it is not trained on.
///
/// @param points in the order of their steps
public record LossCurve(List<Point> points) {

  /// A measured loss.
  ///
  /// @param step how many steps were made before
  public record Point(int step, double loss) {}

  public LossCurve {
    points = List.copyOf(points);
  }

  /// The step after which the loss is measured next: steps 1, 2, 3, … and then whenever their count
  /// has grown by a tenth.
  public static int next(int step) {
    return Math.max(step + 1, (int) (1.1 * step));
  }

  /// The lowest loss; infinite if none was a number.
  public double lowest() {
    return points.stream()
        .mapToDouble(Point::loss)
        .filter(Double::isFinite)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /// The steps to that loss; infinite if it was never reached.
  public double stepsTo(double loss) {
    return points.stream()
        .filter(point -> point.loss <= loss)
        .mapToDouble(Point::step)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }
}

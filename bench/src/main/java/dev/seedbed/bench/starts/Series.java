package dev.seedbed.bench.starts;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Numbers that are drawn as one line.
///
/// @param x as many as `y`
/// @param low the lower ends of error bars; empty if there are none
/// @param high the upper ends
public record Series(
    String name, Style style, double[] x, double[] y, double[] low, double[] high) {

  /// How the numbers are drawn.
  public enum Style {
    /// A point at each number, and lines between them.
    POINTS,
    /// Points without lines.
    DOTS,
    /// A line alone.
    LINE,
    /// What theory says.
    DASHED
  }

  public static Series of(String name, Style style, double[] x, double[] y) {
    return new Series(name, style, x, y, new double[0], new double[0]);
  }

  /// Whether each number has a point.
  boolean isMarked() {
    return style == Style.POINTS || style == Style.DOTS;
  }

  /// One point a layer, the first of which is 1.
  public static Series layers(String name, double[] y) {
    return of(name, Style.POINTS, count(1, y.length), y);
  }

  /// A histogram: the outline of bins of equal width along a linear axis, or of equal ratio along a
  /// logarithmic one. Values beyond the axis count in its outermost bins.
  public static Series histogram(String name, Axis axis, int bins, double[] values) {
    int[] counts = new int[bins];
    for (double value : values) {
      counts[Math.clamp((int) Math.floor(bins * axis.place(value)), 0, bins - 1)]++;
    }
    double[] x = new double[2 * bins];
    double[] y = new double[2 * bins];
    for (int bin = 0; bin < bins; bin++) {
      x[2 * bin] = axis.value((double) bin / bins);
      x[2 * bin + 1] = axis.value((bin + 1.0) / bins);
      y[2 * bin] = 100.0 * counts[bin] / values.length;
      y[2 * bin + 1] = y[2 * bin];
    }
    return of(name, Style.LINE, x, y);
  }

  /// `first` and the numbers after it.
  public static double[] count(int first, int howMany) {
    return IntStream.range(first, first + howMany).asDoubleStream().toArray();
  }

  /// The least of their values, error bars counted.
  static double least(List<Series> series) {
    return series.stream()
        .flatMapToDouble(s -> Arrays.stream(s.low.length > 0 ? s.low : s.y))
        .min()
        .orElseThrow();
  }

  /// The greatest.
  static double most(List<Series> series) {
    return series.stream()
        .flatMapToDouble(s -> Arrays.stream(s.high.length > 0 ? s.high : s.y))
        .max()
        .orElseThrow();
  }
}

package dev.seedbed.bench.starts;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Numbers that are drawn as one line.
///
/// @param x as many as `y`
/// @param low the lower ends of error bars; empty if there are none
/// @param high the upper ends
record Series(String name, Style style, double[] x, double[] y, double[] low, double[] high) {

  enum Style {
    /// A point at each number, and lines between them.
    POINTS,
    /// A line alone.
    LINE,
    /// What theory says.
    DASHED
  }

  static Series of(String name, Style style, double[] x, double[] y) {
    return new Series(name, style, x, y, new double[0], new double[0]);
  }

  /// One point a layer, the first of which is 1.
  static Series layers(String name, double[] y) {
    return of(name, Style.POINTS, count(1, y.length), y);
  }

  /// `first` and the numbers after it.
  static double[] count(int first, int howMany) {
    return IntStream.range(first, first + howMany).asDoubleStream().toArray();
  }

  static double least(List<Series> series) {
    return series.stream()
        .flatMapToDouble(s -> Arrays.stream(s.low.length > 0 ? s.low : s.y))
        .min()
        .orElseThrow();
  }

  static double most(List<Series> series) {
    return series.stream()
        .flatMapToDouble(s -> Arrays.stream(s.high.length > 0 ? s.high : s.y))
        .max()
        .orElseThrow();
  }
}

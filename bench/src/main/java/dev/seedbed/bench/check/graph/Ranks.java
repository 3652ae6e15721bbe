package dev.seedbed.bench.check.graph;

import java.util.Arrays;

/// Ranks of numbers.
final class Ranks {
  private Ranks() {}

  /// Spearman's rank correlation; equal numbers share the mean of their ranks.
  static double correlation(double[] x, double[] y) {
    double[] a = of(x);
    double[] b = of(y);
    double mean = (a.length + 1) / 2.0;
    double product = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - mean) * (b[i] - mean);
      first += (a[i] - mean) * (a[i] - mean);
      second += (b[i] - mean) * (b[i] - mean);
    }
    return product / Math.sqrt(first * second);
  }

  /// From 1 on.
  static double[] of(double[] x) {
    return Arrays.stream(x)
        .map(value -> {
          long below = Arrays.stream(x).filter(other -> other < value).count();
          long same = Arrays.stream(x).filter(other -> other == value).count();
          return below + (same + 1) / 2.0;
        })
        .toArray();
  }
}

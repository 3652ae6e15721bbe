package dev.seedbed.bench.check;

import java.util.Arrays;
import java.util.function.DoublePredicate;

/// What published rules ask of many numbers.
public final class RowNumbers {
  private RowNumbers() {}

  /// 0 of none.
  static double mean(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value;
    }
    return sum / Math.max(1, x.length);
  }

  /// With n − 1 below; 0 of a single number.
  static double variance(double[] x) {
    double mean = mean(x);
    double sum = 0;
    for (double value : x) {
      sum += (value - mean) * (value - mean);
    }
    return x.length < 2 ? 0 : sum / (x.length - 1);
  }

  static double meanAbsolute(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += Math.abs(value);
    }
    return sum / x.length;
  }

  /// The Euclidean norm; of a matrix, Frobenius'.
  static double norm(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /// The share of the numbers that are so; 0 of none.
  static double share(double[] x, DoublePredicate so) {
    return (double) Arrays.stream(x).filter(so).count() / Math.max(1, x.length);
  }

  static boolean allFinite(double[] x) {
    return Arrays.stream(x).allMatch(Double::isFinite);
  }

  /// The number that the share `share` is below, by linear interpolation.
  static double quantile(double[] x, double share) {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}

package dev.seedbed.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/// The control of false alarms over several tests: the probability that any of them is one stays
/// below the level, however the tests depend on each other. Holm 1979, "A simple sequentially
/// rejective multiple test procedure".
public final class Holm {

  private Holm() {}

  /// What each p-value is among all: a test speaks against its hypothesis at a level if its value
  /// here is at most that.
  public static double[] adjusted(double[] p) {
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double largest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      largest = Math.max(largest, Math.min(1, p[order[rank]] * (order.length - rank)));
      adjusted[order[rank]] = largest;
    }
    return adjusted;
  }
}

package dev.seedbed.statistics;

/// The control of false alarms over several tests: the probability that any of them is one stays
/// below the level, however the tests depend on each other. Holm 1979, "A simple sequentially
/// rejective multiple test procedure", Scandinavian Journal of Statistics 6(2).
public final class Holm {

  private Holm() {}

  /// What each p-value is among all: the i-th smallest of M times M − i + 1, not below a smaller
  /// one's, at most 1. A test speaks against its hypothesis at a level if its value here is at most
  /// that.
  public static double[] adjusted(double[] p) {
    int[] order = Bootstrap.order(p);
    double[] adjusted = new double[p.length];
    double largest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      largest = Math.max(largest, Math.min(1, p[order[rank]] * (order.length - rank)));
      adjusted[order[rank]] = largest;
    }
    return adjusted;
  }
}

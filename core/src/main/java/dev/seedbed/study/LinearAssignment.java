package dev.seedbed.study;

import java.util.Arrays;

/// The assignment of columns to rows, each to one, with the largest sum: exact, by shortest
/// augmenting paths with dual prices, O(n³) (Jonker & Volgenant 1987, Computing 38).
final class LinearAssignment {
  private LinearAssignment() {}

  /// The column of each row, such that the sum of `gains[row][column]` is largest.
  ///
  /// @param gains a square of finite numbers
  static int[] largest(double[][] gains) {
    int n = gains.length;
    double[] rowPrice = new double[n];
    double[] columnPrice = new double[n];
    int[] rowOf = new int[n];
    Arrays.fill(rowOf, -1);
    for (int row = 0; row < n; row++) {
      augment(gains, row, rowPrice, columnPrice, rowOf);
    }
    int[] columnOf = new int[n];
    for (int column = 0; column < n; column++) {
      columnOf[rowOf[column]] = column;
    }
    return columnOf;
  }

  /// Gives row `first` a column, and other rows other columns where that is needed.
  ///
  /// @param rowOf the row of each column; −1 for none
  private static void augment(
      double[][] gains, int first, double[] rowPrice, double[] columnPrice, int[] rowOf) {
    int n = gains.length;
    double[] distance = new double[n];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    int[] before = new int[n];
    boolean[] done = new boolean[n];
    int last = -1;
    int row = first;
    double reached = 0;
    while (true) {
      int nearest = -1;
      for (int column = 0; column < n; column++) {
        if (done[column]) {
          continue;
        }
        double through = reached - gains[row][column] - rowPrice[row] - columnPrice[column];
        if (through < distance[column]) {
          distance[column] = through;
          before[column] = last;
        }
        if (nearest < 0 || distance[column] < distance[nearest]) {
          nearest = column;
        }
      }
      reached = distance[nearest];
      last = nearest;
      if (rowOf[nearest] < 0) {
        break;
      }
      done[nearest] = true;
      row = rowOf[nearest];
    }
    rowPrice[first] += reached;
    for (int column = 0; column < n; column++) {
      if (done[column]) {
        rowPrice[rowOf[column]] += reached - distance[column];
        columnPrice[column] -= reached - distance[column];
      }
    }
    while (last >= 0) {
      int previous = before[last];
      rowOf[last] = previous < 0 ? first : rowOf[previous];
      last = previous;
    }
  }
}

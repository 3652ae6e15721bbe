package dev.seedbed.check.measure;

import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.TensorShape;
import java.util.Arrays;

/// How much values differ from row to row: the signal.
final class RowSpread {
  private RowSpread() {}

  /// The variance over rows, mean over all places and units of a row; NaN if the array does not
  /// divide into rows.
  ///
  /// @param array whose first axis is rows, or rows × places; or whose second axis is rows, after
  ///   time steps
  /// @param rows the number of rows
  static double variance(FloatArray array, int rows) {
    TensorShape shape = array.shape();
    float[] data = array.data();
    if (rows < 1 || data.length == 0 || data.length % rows != 0) {
      return Double.NaN;
    }
    boolean timeFirst = shape.rank() > 2 && shape.length(0) != rows && shape.length(1) == rows;
    int outer = timeFirst ? shape.length(0) : 1;
    int inner = data.length / rows / outer;
    double[] sums = new double[inner];
    double[] squares = new double[inner];
    double variance = 0;
    for (int i = 0; i < outer; i++) {
      Arrays.fill(sums, 0);
      Arrays.fill(squares, 0);
      int start = i * rows * inner;
      for (int row = 0; row < rows; row++) {
        add(data, start, start + row * inner, sums, squares);
      }
      for (int k = 0; k < inner; k++) {
        double mean = sums[k] / rows;
        variance += Math.max(0, squares[k] / rows - mean * mean);
      }
    }
    return variance / outer / inner;
  }

  /// The variance over the places of a row, mean over rows and units: how much tokens differ. NaN
  /// if the array is not rows × places × units, or places × rows × units.
  static double overPlaces(FloatArray array, int rows) {
    TensorShape shape = array.shape();
    boolean rowsFirst = shape.rank() == 3 && shape.length(0) == rows;
    boolean placesFirst = shape.rank() == 3 && !rowsFirst && shape.length(1) == rows;
    if (shape.elements() == 0 || !(rowsFirst || placesFirst)) {
      return Double.NaN;
    }
    int places = shape.length(rowsFirst ? 1 : 0);
    int units = shape.length(2);
    int step = rowsFirst ? units : rows * units;
    double variance = 0;
    for (int row = 0; row < rows; row++) {
      double[] sums = new double[units];
      double[] squares = new double[units];
      int first = row * (rowsFirst ? places : 1) * units;
      for (int place = 0; place < places; place++) {
        add(array.data(), first, first + place * step, sums, squares);
      }
      for (int k = 0; k < units; k++) {
        double mean = sums[k] / places;
        variance += Math.max(0, squares[k] / places - mean * mean);
      }
    }
    return variance / rows / units;
  }

  /// Adds a row, less the first one, so that rows that are all equal have a variance of exactly 0.
  private static void add(float[] data, int first, int at, double[] sums, double[] squares) {
    for (int k = 0; k < sums.length; k++) {
      double shifted = (double) data[at + k] - data[first + k];
      sums[k] += shifted;
      squares[k] += shifted * shifted;
    }
  }
}

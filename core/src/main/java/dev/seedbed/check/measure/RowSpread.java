package dev.seedbed.check.measure;

import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.TensorShape;
import java.util.Arrays;

/// How much values differ from row to row.
///
/// @param variance over rows, mean over all places and units of a row: the signal
/// @param moment mean square
record RowSpread(double variance, double moment) {

  /// Of an array whose first axis is rows, or rows × places; or whose second axis is rows, after
  /// time steps.
  ///
  /// @param rows the number of rows
  static RowSpread of(FloatArray array, int rows) {
    TensorShape shape = array.shape();
    float[] data = array.data();
    if (rows < 1 || data.length == 0 || data.length % rows != 0) {
      return new RowSpread(Double.NaN, Double.NaN);
    }
    boolean timeFirst = shape.rank() > 2 && shape.length(0) != rows && shape.length(1) == rows;
    int outer = timeFirst ? shape.length(0) : 1;
    int inner = data.length / rows / outer;
    double[] sums = new double[inner];
    double[] squares = new double[inner];
    double variance = 0;
    double moment = 0;
    for (int i = 0; i < outer; i++) {
      Arrays.fill(sums, 0);
      Arrays.fill(squares, 0);
      int start = i * rows * inner;
      for (int row = 0; row < rows; row++) {
        add(data, start, start + row * inner, sums, squares);
      }
      for (int k = 0; k < inner; k++) {
        // Shifted by the first row, so that rows that are all equal have a variance of exactly 0.
        double mean = sums[k] / rows;
        variance += Math.max(0, squares[k] / rows - mean * mean);
        double whole = mean + data[start + k];
        moment += squares[k] / rows - mean * mean + whole * whole;
      }
    }
    return new RowSpread(variance / outer / inner, moment / outer / inner);
  }

  private static void add(float[] data, int first, int at, double[] sums, double[] squares) {
    for (int k = 0; k < sums.length; k++) {
      double shifted = (double) data[at + k] - data[first + k];
      sums[k] += shifted;
      squares[k] += shifted * shifted;
    }
  }
}

package dev.seedbed.data;

import dev.seedbed.tensor.Matrix;

/// The outputs that a network should give, row by row.
public sealed interface Targets {
  int rows();

  /// The number of outputs.
  int columns();

  /// What output `column` should be for row `row`.
  float get(int row, int column);

  /// A copy of the rows `order[from]` to `order[to - 1]`.
  Targets rows(int[] order, int from, int to);

  /// The mean of each output.
  double[] means();

  /// One class a row: the output of that class should be 1, all others 0. Held as class numbers, so
  /// that memory does not grow with the number of classes.
  ///
  /// @param columns the number of classes
  /// @param ofRow the class of each row, from 0 to columns − 1; shared and not copied
  record Classes(int columns, int[] ofRow) implements Targets {
    @Override
    public int rows() {
      return ofRow.length;
    }

    @Override
    public float get(int row, int column) {
      return ofRow[row] == column ? 1 : 0;
    }

    @Override
    public Classes rows(int[] order, int from, int to) {
      int[] some = new int[to - from];
      for (int i = from; i < to; i++) {
        some[i - from] = ofRow[order[i]];
      }
      return new Classes(columns, some);
    }

    @Override
    public double[] means() {
      double[] means = new double[columns];
      for (int c : ofRow) {
        means[c] += 1.0 / ofRow.length;
      }
      return means;
    }
  }

  /// Any numbers.
  ///
  /// @param matrix rows × outputs; shared and not copied
  record Values(Matrix matrix) implements Targets {
    @Override
    public int rows() {
      return matrix.rows();
    }

    @Override
    public int columns() {
      return matrix.columns();
    }

    @Override
    public float get(int row, int column) {
      return matrix.get(row, column);
    }

    @Override
    public Values rows(int[] order, int from, int to) {
      var some = new Matrix(to - from, matrix.columns());
      for (int i = from; i < to; i++) {
        some.copyRow(matrix, order[i], i - from);
      }
      return new Values(some);
    }

    @Override
    public double[] means() {
      double[] means = new double[matrix.columns()];
      for (int i = 0; i < matrix.rows(); i++) {
        for (int j = 0; j < means.length; j++) {
          means[j] += (double) matrix.get(i, j) / matrix.rows();
        }
      }
      return means;
    }
  }
}

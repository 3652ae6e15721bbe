package dev.seedbed.data;

import dev.seedbed.tensor.Matrix;
import java.util.Arrays;

/// The outputs that a network should give, row by row.
public sealed interface Targets {
  int rows();

  /// The number of outputs.
  int columns();

  /// The desired output `column` for row `row`.
  float get(int row, int column);

  /// A copy of the rows `order[from]` to `order[to - 1]`.
  Targets rows(int[] order, int from, int to);

  /// Room for `rows` rows of this kind.
  Targets room(int rows);

  /// These, and behind them others of the same kind with as many outputs.
  Targets and(Targets other);

  /// Writes the rows `order[from]` to `order[to - 1]` of `source`, which is of the same kind and
  /// has as many outputs, over the first rows of this.
  void copyRows(Targets source, int[] order, int from, int to);

  /// The mean of each output, over rows as they weigh.
  double[] means();

  /// One class a row: the output of that class should be 1, all others 0. Held as class numbers, so
  /// that memory does not grow with the number of classes.
  ///
  /// @param columns the number of classes
  /// @param ofRow the class of each row, from 0 to columns − 1; shared and not copied
  /// @param weights what the loss of a row of each class is multiplied by; none if all count alike;
  ///   shared and not copied
  record Classes(int columns, int[] ofRow, float[] weights) implements Targets {
    private static final float[] ALIKE = {};

    /// Classes that all count alike.
    public Classes(int columns, int[] ofRow) {
      this(columns, ofRow, ALIKE);
    }

    /// What the loss of a row is multiplied by.
    public float weight(int row) {
      return weights.length == 0 ? 1 : weights[ofRow[row]];
    }

    /// How many rows each class has.
    public int[] counts() {
      int[] counts = new int[columns];
      for (int c : ofRow) {
        counts[c]++;
      }
      return counts;
    }

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
      Classes some = room(to - from);
      some.copyRows(this, order, from, to);
      return some;
    }

    @Override
    public Classes room(int rows) {
      return new Classes(columns, new int[rows], weights);
    }

    @Override
    public Classes and(Targets other) {
      int[] others = ((Classes) other).ofRow;
      int[] all = Arrays.copyOf(ofRow, ofRow.length + others.length);
      System.arraycopy(others, 0, all, ofRow.length, others.length);
      return new Classes(columns, all, weights);
    }

    @Override
    public void copyRows(Targets source, int[] order, int from, int to) {
      int[] classes = ((Classes) source).ofRow;
      for (int i = from; i < to; i++) {
        ofRow[i - from] = classes[order[i]];
      }
    }

    @Override
    public double[] means() {
      double[] means = new double[columns];
      for (int i = 0; i < ofRow.length; i++) {
        means[ofRow[i]] += (double) weight(i) / ofRow.length;
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
      Values some = room(to - from);
      some.copyRows(this, order, from, to);
      return some;
    }

    @Override
    public Values room(int rows) {
      return new Values(new Matrix(rows, matrix.columns()));
    }

    @Override
    public Values and(Targets other) {
      Matrix others = ((Values) other).matrix;
      Matrix all = Encoder.matrix(rows() + others.rows(), columns());
      for (int i = 0; i < all.rows(); i++) {
        boolean first = i < rows();
        all.copyRow(first ? matrix : others, first ? i : i - rows(), i);
      }
      return new Values(all);
    }

    @Override
    public void copyRows(Targets source, int[] order, int from, int to) {
      for (int i = from; i < to; i++) {
        matrix.copyRow(((Values) source).matrix, order[i], i - from);
      }
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

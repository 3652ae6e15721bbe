package dev.seedbed.tensor;

/// A matrix of floats in row order: the rows of a data set.
public final class Matrix {
  private final int rows;
  private final int columns;
  private final float[] data;

  /// A matrix of zeros.
  ///
  /// @throws IllegalArgumentException if it would hold 2³¹ floats or more
  public Matrix(int rows, int columns) {
    if ((long) rows * columns > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException(
          "a matrix must hold fewer than 2^31 numbers: " + rows + " x " + columns);
    }
    this.rows = rows;
    this.columns = columns;
    this.data = new float[rows * columns];
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /// Where row `row` starts in [#data()].
  public int at(int row) {
    return row * columns;
  }

  /// The numbers themselves, shared and not copied: element (i, j) is at `i * columns() + j`.
  public float[] data() {
    return data;
  }

  public float get(int row, int column) {
    return data[row * columns + column];
  }

  public void set(int row, int column, float value) {
    data[row * columns + column] = value;
  }

  /// The column of the largest element of a row, the first of equals.
  public int largestInRow(int row) {
    int largest = 0;
    for (int j = 1; j < columns; j++) {
      if (get(row, j) > get(row, largest)) {
        largest = j;
      }
    }
    return largest;
  }

  /// Copies `source`'s row `from` to this matrix's row `to`. Both have the same number of columns.
  public void copyRow(Matrix source, int from, int to) {
    System.arraycopy(source.data, from * columns, data, to * columns, columns);
  }
}

package dev.seedbed.kernel;

import dev.seedbed.tensor.Matrix;

/// A matrix of floats as the products of training like it: cut into panels of 32 columns, each
/// panel's rows one after the other. What a product reads next so stands next to what it has just
/// read, and distances between rows are constants, for which the compiler drops the checks of array
/// bounds from inner loops.
///
/// The last panel is filled up with columns that are 0 in parameters and gradients, and mean
/// nothing elsewhere.
public final class Panels {
  /// The columns of a panel: two vectors of 512 bits.
  public static final int WIDTH = 32;

  private final int rows;
  private final int columns;
  private final float[] data;

  /// A matrix of zeros.
  ///
  /// @throws IllegalArgumentException if it would hold 2³¹ floats or more
  public Panels(int rows, int columns) {
    long length = rows * paddedLength(columns);
    if (length > Integer.MAX_VALUE - WIDTH) {
      throw new IllegalArgumentException(
          "a matrix must hold fewer than 2^31 numbers: " + rows + " x " + columns);
    }
    this.rows = rows;
    this.columns = columns;
    this.data = new float[(int) length];
  }

  /// The smallest multiple of [#WIDTH] that is not less than `length`.
  public static long paddedLength(int length) {
    return ((long) length + WIDTH - 1) / WIDTH * WIDTH;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /// The number of panels.
  public int panels() {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /// How many of panel `p`'s columns are the matrix's: 32, or fewer in the last.
  public int columnsOf(int p) {
    return Math.min(WIDTH, columns - p * WIDTH);
  }

  /// Where panel `p`'s row `row` starts in [#data()].
  public int at(int p, int row) {
    return (p * rows + row) * WIDTH;
  }

  /// The numbers themselves, shared and not copied.
  public float[] data() {
    return data;
  }

  public float get(int row, int column) {
    return data[index(row, column)];
  }

  public void set(int row, int column, float value) {
    data[index(row, column)] = value;
  }

  private int index(int row, int column) {
    return at(column / WIDTH, row) + column % WIDTH;
  }

  /// Copies row `from` of `source`, which has as many columns, to this matrix's row `to`.
  public void copyRow(Matrix source, int from, int to) {
    int start = source.at(from);
    for (int p = 0; p < panels(); p++) {
      System.arraycopy(source.data(), start + p * WIDTH, data, at(p, to), columnsOf(p));
    }
  }

  /// Copies all of `source`, which has this matrix's shape.
  public void copyFrom(Panels source) {
    System.arraycopy(source.data, 0, data, 0, data.length);
  }

  /// The first `count` rows, row by row.
  public Matrix firstRows(int count) {
    var copy = new Matrix(count, columns);
    for (int i = 0; i < count; i++) {
      copyRow(i, copy, i);
    }
    return copy;
  }

  /// Copies this matrix's row `from` to row `to` of `target`, which has as many columns.
  public void copyRow(int from, Matrix target, int to) {
    int start = target.at(to);
    for (int p = 0; p < panels(); p++) {
      System.arraycopy(data, at(p, from), target.data(), start + p * WIDTH, columnsOf(p));
    }
  }

  /// The column of the largest element of a row, the first of equals.
  public int largestInRow(int row) {
    int largest = 0;
    float most = get(row, 0);
    for (int j = 1; j < columns; j++) {
      float next = get(row, j);
      if (next > most) {
        largest = j;
        most = next;
      }
    }
    return largest;
  }
}

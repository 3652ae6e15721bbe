package dev.seedbed.tensor;

/// A matrix of floats in row order. Rows are padded to a multiple of 16 columns, so that vector
/// code never needs a masked tail; what stands in the padding is never read as data. See [Kernels].
public final class Matrix {
  /// Rows start at multiples of this many floats: one 512-bit vector.
  static final int PADDING = 16;

  private final int rows;
  private final int columns;
  private final int stride;
  private final float[] data;

  /// A matrix of zeros.
  ///
  /// @throws IllegalArgumentException if it would hold 2³¹ floats or more
  public Matrix(int rows, int columns) {
    long padded = paddedLength(columns);
    if (rows * padded > Integer.MAX_VALUE - PADDING) {
      throw new IllegalArgumentException(
          "a matrix must hold fewer than 2^31 numbers: " + rows + " x " + columns);
    }
    this.rows = rows;
    this.columns = columns;
    this.stride = (int) padded;
    this.data = new float[rows * stride];
  }

  /// The smallest multiple of 16 that is not less than `length`.
  public static long paddedLength(int length) {
    return ((long) length + PADDING - 1) / PADDING * PADDING;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /// The distance between the starts of two rows in [#data()].
  public int stride() {
    return stride;
  }

  /// The numbers themselves, shared and not copied: element (i, j) is at `i * stride() + j`.
  public float[] data() {
    return data;
  }

  public float get(int row, int column) {
    return data[row * stride + column];
  }

  public void set(int row, int column, float value) {
    data[row * stride + column] = value;
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
    System.arraycopy(source.data, from * stride, data, to * stride, stride);
  }

  /// Copies all of `source`, which has this matrix's shape.
  public void copyFrom(Matrix source) {
    System.arraycopy(source.data, 0, data, 0, data.length);
  }

  /// Makes this matrix the transpose of `source`.
  public void transposeFrom(Matrix source) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        data[i * stride + j] = source.data[j * source.stride + i];
      }
    }
  }
}

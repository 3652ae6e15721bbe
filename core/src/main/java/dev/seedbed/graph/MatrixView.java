package dev.seedbed.graph;

import dev.seedbed.kernel.Panels;

/// A matrix somewhere in an array: element (i, j) stands at `start + i·rowStep + j·columnStep`.
record MatrixView(float[] data, int start, int rowStep, int columnStep)
    implements Products.Source, Products.Sink {

  private static final int WIDTH = Panels.WIDTH;

  /// A matrix in row-major order.
  static MatrixView of(float[] data, int start, int columns) {
    return new MatrixView(data, start, columns, 1);
  }

  MatrixView transposed() {
    return new MatrixView(data, start, columnStep, rowStep);
  }

  @Override
  public Products.Strip columns(int column, int columns) {
    return (row, into) -> {
      float[] out = into.data();
      int rows = into.rows();
      for (int p = 0; p * WIDTH < columns; p++) {
        int count = Math.min(WIDTH, columns - p * WIDTH);
        int from = start + row * rowStep + (column + p * WIDTH) * columnStep;
        if (columnStep == 1) {
          for (int i = 0; i < rows; i++) {
            System.arraycopy(data, from + i * rowStep, out, into.at(p, i), count);
          }
        } else {
          for (int block = 0; block < rows; block += WIDTH) {
            int at = from + block * rowStep;
            transpose(at, Math.min(WIDTH, rows - block), count, out, into.at(p, block));
          }
        }
      }
    };
  }

  /// Copies a tile, column by column, which are the runs where the matrix is a transposed one.
  private void transpose(int from, int rows, int columns, float[] out, int to) {
    for (int j = 0; j < columns; j++) {
      int at = from + j * columnStep;
      for (int i = 0; i < rows; i++) {
        out[to + i * WIDTH + j] = data[at + i * rowStep];
      }
    }
  }

  @Override
  public void put(int row, int column, int columns, Panels block) {
    float[] in = block.data();
    for (int p = 0; p * WIDTH < columns; p++) {
      int count = Math.min(WIDTH, columns - p * WIDTH);
      int to = start + row * rowStep + (column + p * WIDTH) * columnStep;
      for (int i = 0; i < block.rows(); i++) {
        int at = block.at(p, i);
        if (columnStep == 1) {
          System.arraycopy(in, at, data, to + i * rowStep, count);
        } else {
          for (int j = 0; j < count; j++) {
            data[to + i * rowStep + j * columnStep] = in[at + j];
          }
        }
      }
    }
  }

  /// A sink that adds to what is there.
  Products.Sink adding() {
    return (row, column, columns, block) -> {
      float[] in = block.data();
      for (int p = 0; p * WIDTH < columns; p++) {
        int count = Math.min(WIDTH, columns - p * WIDTH);
        int to = start + row * rowStep + (column + p * WIDTH) * columnStep;
        for (int i = 0; i < block.rows(); i++) {
          int at = block.at(p, i);
          for (int j = 0; j < count; j++) {
            data[to + i * rowStep + j * columnStep] += in[at + j];
          }
        }
      }
    };
  }
}

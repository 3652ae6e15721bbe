package dev.seedbed.graph;

import dev.seedbed.kernel.Panels;

/// A view of an array of rows × channels × places as a matrix of some channels, whose columns are
/// the places of all rows, row by row.
///
/// @param channels of the array
/// @param first the first channel of the matrix
/// @param places of one channel of one row
record Planes(float[] data, int channels, int first, int places)
    implements Products.Source, Products.Sink {
  private static final int WIDTH = Panels.WIDTH;

  /// Columns that stand next to each other in the array, and in a panel.
  private interface Run {
    /// @param at where the run of the first channel stands in the array
    /// @param offset where it stands in the row of the panel
    void take(int at, int p, int offset, int count);
  }

  private void runs(int column, int columns, Run run) {
    for (int done = 0; done < columns; ) {
      int place = (column + done) % places;
      int count = Math.min(Math.min(WIDTH - done % WIDTH, columns - done), places - place);
      int at = ((column + done) / places * channels + first) * places + place;
      run.take(at, done / WIDTH, done % WIDTH, count);
      done += count;
    }
  }

  @Override
  public void pack(int row, int column, int columns, Panels into) {
    runs(
        column,
        columns,
        (at, p, offset, count) -> {
          int to = into.at(p, 0) + offset;
          for (int i = 0; i < into.rows(); i++) {
            System.arraycopy(data, at + (row + i) * places, into.data(), to + i * WIDTH, count);
          }
        });
  }

  /// The transposed matrix: places × channels.
  Products.Source transposed() {
    return (row, column, columns, into) ->
        runs(
            row,
            into.rows(),
            (at, p, offset, count) -> {
              for (int j = 0; j < columns; j++) {
                int to = into.at(j / WIDTH, p * WIDTH + offset) + j % WIDTH;
                int from = at + (column + j) * places;
                for (int i = 0; i < count; i++) {
                  into.data()[to + i * WIDTH] = data[from + i];
                }
              }
            });
  }

  @Override
  public void put(int row, int column, int columns, Panels block) {
    runs(
        column,
        columns,
        (at, p, offset, count) -> {
          int from = block.at(p, 0) + offset;
          for (int i = 0; i < block.rows(); i++) {
            System.arraycopy(block.data(), from + i * WIDTH, data, at + (row + i) * places, count);
          }
        });
  }

  /// A sink that adds a number to each channel.
  ///
  /// @param bias one for each channel of the array
  Products.Sink plus(float[] bias) {
    return (row, column, columns, block) -> {
      for (int p = 0; p * WIDTH < columns; p++) {
        for (int i = 0; i < block.rows(); i++) {
          int at = block.at(p, i);
          for (int j = 0; j < WIDTH; j++) {
            block.data()[at + j] += bias[first + row + i];
          }
        }
      }
      put(row, column, columns, block);
    };
  }
}

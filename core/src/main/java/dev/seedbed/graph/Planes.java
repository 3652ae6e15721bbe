package dev.seedbed.graph;

import dev.seedbed.kernel.Panels;
import java.util.Arrays;

/// A view of an array of rows × channels × places as a matrix of some channels, whose columns are
/// the places of all rows, row by row.
///
/// @param channels of the array
/// @param first the first channel of the matrix
/// @param places of one channel of one row
record Planes(float[] data, int channels, int first, int places)
    implements Products.Source, Products.Sink {
  private static final int WIDTH = Panels.WIDTH;

  /// Columns in runs that stand next to each other both in the array and in a panel.
  ///
  /// @param at where each run of the first channel stands in the array
  /// @param done the columns before each run, and at the end all of them
  private record Runs(int[] at, int[] done) {
    int count() {
      return at.length;
    }

    int length(int run) {
      return done[run + 1] - done[run];
    }

    /// Where a run stands in the first row of a block.
    int in(Panels block, int run) {
      return block.at(done[run] / WIDTH, 0) + done[run] % WIDTH;
    }
  }

  private Runs runs(int column, int columns) {
    int most = columns / WIDTH + columns / places + 2;
    int[] at = new int[most];
    int[] done = new int[most + 1];
    int count = 0;
    while (done[count] < columns) {
      int from = column + done[count];
      int place = from % places;
      int length = Math.min(WIDTH - done[count] % WIDTH, columns - done[count]);
      at[count] = (from / places * channels + first) * places + place;
      done[count + 1] = done[count] + Math.min(length, places - place);
      count++;
    }
    return new Runs(Arrays.copyOf(at, count), Arrays.copyOf(done, count + 1));
  }

  /// Copies channel by channel: the places of one lie next to each other in memory.
  @Override
  public Products.Strip columns(int column, int columns) {
    Runs runs = runs(column, columns);
    return (row, into) -> {
      for (int i = 0; i < into.rows(); i++) {
        for (int run = 0; run < runs.count(); run++) {
          int from = runs.at[run] + (row + i) * places;
          int to = runs.in(into, run) + i * WIDTH;
          System.arraycopy(data, from, into.data(), to, runs.length(run));
        }
      }
    };
  }

  /// The transposed matrix: places × channels.
  Products.Source transposed() {
    return (column, columns) ->
        (row, into) -> {
          Runs runs = runs(row, into.rows());
          for (int p = 0; p * WIDTH < columns; p++) {
            int count = Math.min(WIDTH, columns - p * WIDTH);
            int from = (column + p * WIDTH) * places;
            for (int run = 0; run < runs.count(); run++) {
              transpose(
                  runs.at[run] + from,
                  count,
                  runs.length(run),
                  into.data(),
                  into.at(p, runs.done[run]));
            }
          }
        };
  }

  private void transpose(int from, int rows, int columns, float[] out, int to) {
    for (int i = 0; i < rows; i++) {
      int at = from + i * places;
      for (int j = 0; j < columns; j++) {
        out[to + j * WIDTH + i] = data[at + j];
      }
    }
  }

  @Override
  public void put(int row, int column, int columns, Panels block) {
    Runs runs = runs(column, columns);
    for (int i = 0; i < block.rows(); i++) {
      for (int run = 0; run < runs.count(); run++) {
        int from = runs.in(block, run) + i * WIDTH;
        int to = runs.at[run] + (row + i) * places;
        System.arraycopy(block.data(), from, data, to, runs.length(run));
      }
    }
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

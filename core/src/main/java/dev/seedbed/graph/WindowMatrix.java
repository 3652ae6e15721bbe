package dev.seedbed.graph;

import dev.seedbed.kernel.Panels;

/// The elements of the windows of images as a matrix, of which nothing is in memory but the parts
/// that are multiplied: its rows are the elements of a window, channel by channel, its columns the
/// windows of all images, image by image.
///
/// @param data images: rows × channels × places
/// @param channels of the images
/// @param first the first channel of the windows
record WindowMatrix(float[] data, int channels, int first, Windows windows)
    implements Products.Source {
  private static final int WIDTH = Panels.WIDTH;

  /// Windows next to each other along the last axis, and in a panel.
  private interface Run {
    /// @param plane the image's first channel, counted over all images
    /// @param window of the first window along each axis
    /// @param count of windows
    void take(int plane, int[] window, int count, int p, int offset);
  }

  private void runs(int column, int columns, Run run) {
    int[] out = windows.out();
    int[] window = new int[3];
    for (int done = 0; done < columns; ) {
      int rest = column + done;
      for (int axis = 2; axis >= 0; axis--) {
        window[axis] = rest % out[axis];
        rest /= out[axis];
      }
      int count = Math.min(Math.min(WIDTH - done % WIDTH, columns - done), out[2] - window[2]);
      run.take(rest * channels + first, window, count, done / WIDTH, done % WIDTH);
      done += count;
    }
  }

  /// The elements of a window, one after the other, with where a run of windows has them.
  private interface Element {
    /// @param row of the matrix, from 0 on
    /// @param at where the first window's element stands, before padding is looked at; or -1 if all
    ///   are in the padding
    /// @param from the first window of the run whose element is not in the padding
    /// @param to likewise the last, and one more
    void take(int row, int at, int from, int to);
  }

  /// Of each element of a window along the last axis, the first window and the one after the last
  /// whose element is not in the padding. They are found once for many runs: to divide takes long.
  private record Insides(int[] first, int[] end, int[] place) {
    static Insides of(Windows windows) {
      int length = windows.kernel()[2];
      int[] first = new int[length];
      int[] end = new int[length];
      int[] place = new int[length];
      for (int k = 0; k < length; k++) {
        first[k] = windows.first(2, k);
        end[k] = windows.end(2, k);
        place[k] = windows.place(2, 0, k);
      }
      return new Insides(first, end, place);
    }
  }

  /// Goes through `rows` rows from `row` on for a run of windows.
  private void elements(
      int row, int rows, int plane, int[] window, int count, Insides insides, Element element) {
    int[] in = windows.in();
    int[] kernel = windows.kernel();
    int k2 = row % kernel[2];
    int k1 = row / kernel[2] % kernel[1];
    int k0 = row / kernel[2] / kernel[1] % kernel[0];
    int channel = row / windows.kernelElements();
    int begin = window[2];
    int step = windows.strides()[2];
    for (int i = 0; i < rows; ) {
      int y = windows.place(1, window[1], k1);
      int z = windows.place(0, window[0], k0);
      boolean inside = y >= 0 && y < in[1] && z >= 0 && z < in[0];
      int line = inside ? (((plane + channel) * in[0] + z) * in[1] + y) * in[2] : 0;
      for (; k2 < kernel[2] && i < rows; k2++, i++) {
        if (inside) {
          int start = Math.min(Math.max(insides.first[k2] - begin, 0), count);
          int end = Math.min(Math.max(insides.end[k2] - begin, start), count);
          element.take(i, line + begin * step + insides.place[k2], start, end);
        } else {
          element.take(i, 0, count, count);
        }
      }
      k2 = 0;
      if (++k1 == kernel[1]) {
        k1 = 0;
        if (++k0 == kernel[0]) {
          k0 = 0;
          channel++;
        }
      }
    }
  }

  @Override
  public void pack(int row, int column, int columns, Panels into) {
    float[] out = into.data();
    int step = windows.strides()[2];
    Insides insides = Insides.of(windows);
    runs(
        column,
        columns,
        (plane, window, count, p, offset) -> {
          int base = into.at(p, 0) + offset;
          elements(
              row,
              into.rows(),
              plane,
              window,
              count,
              insides,
              (i, at, from, to) -> {
                int start = base + i * WIDTH;
                // Runs are short: loops beat calls of Arrays.fill and System.arraycopy.
                for (int j = 0; j < from; j++) {
                  out[start + j] = 0;
                }
                for (int j = from; j < to; j++) {
                  out[start + j] = data[at + j * step];
                }
                for (int j = to; j < count; j++) {
                  out[start + j] = 0;
                }
              });
        });
  }

  /// Adds a block of such a matrix to the images, row by row, each element where it stands.
  void addBack(int row, int column, int columns, Panels block) {
    float[] in = block.data();
    int step = windows.strides()[2];
    Insides insides = Insides.of(windows);
    runs(
        column,
        columns,
        (plane, window, count, p, offset) -> {
          int base = block.at(p, 0) + offset;
          elements(
              row,
              block.rows(),
              plane,
              window,
              count,
              insides,
              (i, at, from, to) -> {
                int start = base + i * WIDTH;
                for (int j = from; j < to; j++) {
                  data[at + j * step] += in[start + j];
                }
              });
        });
  }
}

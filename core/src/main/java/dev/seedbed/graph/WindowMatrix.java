package dev.seedbed.graph;

import dev.seedbed.kernel.Panels;
import java.util.Arrays;

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

  /// Goes through `rows` rows from `row` on for a run of windows.
  private void elements(int row, int rows, int plane, int[] window, int count, Element element) {
    int[] in = windows.in();
    int[] kernel = windows.kernel();
    int k2 = row % kernel[2];
    int k1 = row / kernel[2] % kernel[1];
    int k0 = row / kernel[2] / kernel[1] % kernel[0];
    int channel = row / windows.kernelElements();
    for (int i = 0; i < rows; ) {
      int y = windows.place(1, window[1], k1);
      int z = windows.place(0, window[0], k0);
      boolean inside = y >= 0 && y < in[1] && z >= 0 && z < in[0];
      int line = inside ? (((plane + channel) * in[0] + z) * in[1] + y) * in[2] : 0;
      for (; k2 < kernel[2] && i < rows; k2++, i++) {
        if (inside) {
          int start = Math.clamp(windows.first(2, k2) - window[2], 0, count);
          int end = Math.clamp(windows.end(2, k2) - window[2], start, count);
          element.take(i, line + windows.place(2, window[2], k2), start, end);
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
              (i, at, from, to) -> {
                int start = base + i * WIDTH;
                if (from > 0) {
                  Arrays.fill(out, start, start + from, 0);
                }
                if (step == 1 && from < to) {
                  System.arraycopy(data, at + from, out, start + from, to - from);
                } else {
                  for (int j = from; j < to; j++) {
                    out[start + j] = data[at + j * step];
                  }
                }
                if (to < count) {
                  Arrays.fill(out, start + to, start + count, 0);
                }
              });
        });
  }

  /// Adds a block of such a matrix to the images, row by row, each element where it stands.
  void addBack(int row, int column, int columns, Panels block) {
    float[] in = block.data();
    int step = windows.strides()[2];
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
              (i, at, from, to) -> {
                int start = base + i * WIDTH;
                for (int j = from; j < to; j++) {
                  data[at + j * step] += in[start + j];
                }
              });
        });
  }
}

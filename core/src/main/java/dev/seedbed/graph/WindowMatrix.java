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

  /// Shorter runs are copied in a loop, which then beats a call.
  private static final int SHORT = 8;

  @Override
  public Strip columns(int column, int columns) {
    return new Strip(this, column, columns);
  }

  /// Runs of columns, with where the first begins in the images and in the strip.
  private static final class Runs {
    private int count;
    private int[] from;
    private int[] to;
    private int[] length;

    Runs(int most) {
      from = new int[most];
      to = new int[most];
      length = new int[most];
    }

    void add(int at, int column, int columns) {
      if (count == from.length) {
        int more = 2 * count + 1;
        from = Arrays.copyOf(from, more);
        to = Arrays.copyOf(to, more);
        length = Arrays.copyOf(length, more);
      }
      from[count] = at;
      to[count] = column;
      length[count] = columns;
      count++;
    }
  }

  /// Some columns. Where they stand in the images is found once, for all rows: it is the same for
  /// all channels.
  static final class Strip implements Products.Strip {
    private final float[] data;
    private final int inputs;
    private final int taps;
    private final int step;

    /// For each element of a window, and then for each piece of a line of windows, those that are
    /// not in the padding.
    private final Runs inside;

    private final int lines;

    /// For each element of a window, what is copied: lines that follow each other in one go, with
    /// the padding between them.
    private final Runs copies;

    private final int[] firstCopy;

    /// Likewise what is padding, and becomes zero after that.
    private final Runs padding;

    private final int[] firstPadding;

    private Strip(WindowMatrix matrix, int column, int columns) {
      Windows windows = matrix.windows;
      data = matrix.data;
      inputs = windows.inputs();
      taps = windows.kernelElements();
      step = windows.strides()[2];
      int[] out = windows.out();
      int[] in = windows.in();
      int[] kernel = windows.kernel();
      lines = lines(out[2], column, columns);
      inside = new Runs(taps * lines);
      copies = new Runs(taps * lines);
      padding = new Runs(taps * lines);
      firstCopy = new int[taps + 1];
      firstPadding = new int[taps + 1];
      for (int tap = 0; tap < taps; tap++) {
        int k0 = tap / kernel[2] / kernel[1];
        int k1 = tap / kernel[2] % kernel[1];
        int k2 = tap % kernel[2];
        int left = windows.first(2, k2);
        int right = windows.end(2, k2);
        int image = -1;
        int length;
        for (int done = 0; done < columns; done += length) {
          int window = (column + done) % out[2];
          int line = (column + done) / out[2];
          length = length(out[2], column, columns, done);
          int y = windows.place(1, line % out[1], k1);
          int z = windows.place(0, line / out[1] % out[0], k0);
          int start = Math.clamp(left - window, 0, length);
          int end = Math.clamp(right - window, start, length);
          if (y < 0 || y >= in[1] || z < 0 || z >= in[0]) {
            start = length;
            end = length;
          }
          int plane = line / out[1] / out[0] * matrix.channels + matrix.first;
          int from =
              ((plane * in[0] + z) * in[1] + y) * in[2] + windows.place(2, window + start, k2);
          inside.add(from, done + start, end - start);
          if (end > start) {
            copy(tap, from, done + start, end - start, plane == image);
            image = plane;
          }
          pad(done, start);
          pad(done + end, length - end);
        }
        firstCopy[tap + 1] = copies.count;
        firstPadding[tap + 1] = padding.count;
      }
    }

    /// The columns from `done` on that are of one line of windows and of one panel.
    private static int length(int line, int column, int columns, int done) {
      int rest = Math.min(WIDTH - done % WIDTH, columns - done);
      return Math.min(rest, line - (column + done) % line);
    }

    private static int lines(int line, int column, int columns) {
      int count = 0;
      for (int done = 0; done < columns; done += length(line, column, columns, done)) {
        count++;
      }
      return count;
    }

    /// @param sameImage whether the element's copy before is of the same image
    private void copy(int tap, int from, int to, int length, boolean sameImage) {
      int last = copies.count - 1;
      if (sameImage
          && step == 1
          && last >= firstCopy[tap]
          && copies.to[last] / WIDTH == to / WIDTH
          && from - copies.from[last] == to - copies.to[last]) {
        copies.length[last] = to + length - copies.to[last];
      } else {
        copies.add(from, to, length);
      }
    }

    private void pad(int to, int length) {
      if (length > 0) {
        padding.add(0, to, length);
      }
    }

    @Override
    public void pack(int row, Panels into) {
      int channel = row / taps;
      int tap = row % taps;
      for (int i = 0; i < into.rows(); i++) {
        for (int run = firstCopy[tap]; run < firstCopy[tap + 1]; run++) {
          int to = at(into, i, copies.to[run]);
          copy(channel * inputs + copies.from[run], copies.length[run], into.data(), to);
        }
        for (int run = firstPadding[tap]; run < firstPadding[tap + 1]; run++) {
          int to = at(into, i, padding.to[run]);
          Arrays.fill(into.data(), to, to + padding.length[run], 0);
        }
        if (++tap == taps) {
          tap = 0;
          channel++;
        }
      }
    }

    private static int at(Panels block, int row, int column) {
      return block.at(column / WIDTH, row) + column % WIDTH;
    }

    private void copy(int from, int length, float[] out, int to) {
      if (step == 1 && length >= SHORT) {
        System.arraycopy(data, from, out, to, length);
        return;
      }
      for (int j = 0; j < length; j++) {
        out[to + j] = data[from + j * step];
      }
    }

    /// Adds these columns of all elements of some channels to the images, window by window, each
    /// element where it stands.
    ///
    /// @param channel the first
    void addBack(int channel, Panels block) {
      float[] in = block.data();
      for (int i = 0; i < block.rows(); i += taps) {
        int plane = (channel + i / taps) * inputs;
        for (int line = 0; line < lines; line++) {
          for (int tap = 0; tap < taps; tap++) {
            int run = tap * lines + line;
            int from = plane + inside.from[run];
            int at = at(block, i + tap, inside.to[run]);
            for (int j = 0; j < inside.length[run]; j++) {
              data[from + j * step] += in[at + j];
            }
          }
        }
      }
    }
  }
}

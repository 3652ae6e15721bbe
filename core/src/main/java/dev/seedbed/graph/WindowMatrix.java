package dev.seedbed.graph;

import dev.seedbed.kernel.Panels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

  /// Shorter runs are copied in a loop: without that, weight gradients of 3 × 3 windows on images
  /// of 7 × 7 took 6 % longer (JDK 25.0.3 on a Zen 3 core, three of three rounds in turns).
  private static final int SHORT = 8;

  /// A strip keeps what it finds if its columns times the elements of a window are at most this
  /// many, which takes 10 MB.
  private static final int MOST_KEPT = 1 << 18;

  @Override
  public Strip columns(int column, int columns) {
    return new Strip(this, column, columns);
  }

  /// Some columns. Where they stand in the images is found once for each element of a window: it is
  /// the same for all channels.
  static final class Strip implements Products.Strip {
    private final float[] data;
    private final int firstPlane;
    private final int planesOfImage;
    private final Windows windows;
    private final int column;
    private final int columns;

    /// What was found, by element; empty if it would take too much memory to keep.
    private final @Nullable Element[] known;

    private Strip(WindowMatrix matrix, int column, int columns) {
      data = matrix.data;
      firstPlane = matrix.first;
      planesOfImage = matrix.channels;
      windows = matrix.windows;
      this.column = column;
      this.columns = columns;
      boolean small = (long) windows.kernelElements() * columns <= MOST_KEPT;
      known = new Element[small ? windows.kernelElements() : 0];
    }

    private Element element(int k) {
      if (k >= known.length) {
        return new Element(this, k);
      }
      Element element = known[k];
      if (element == null) {
        element = new Element(this, k);
        known[k] = element;
      }
      return element;
    }

    @Override
    public void pack(int row, Panels into) {
      float[] out = into.data();
      int elements = windows.kernelElements();
      for (int i = 0; i < into.rows(); i++) {
        Element element = element((row + i) % elements);
        int plane = (row + i) / elements * windows.inputs();
        Runs copies = element.copies;
        for (int run = 0; run < copies.count; run++) {
          copy(plane + copies.from[run], copies.length[run], out, at(into, i, copies.to[run]));
        }
        Runs padding = element.padding;
        for (int run = 0; run < padding.count; run++) {
          int to = at(into, i, padding.to[run]);
          Arrays.fill(out, to, to + padding.length[run], 0);
        }
      }
    }

    private static int at(Panels block, int row, int column) {
      return block.at(column / WIDTH, row) + column % WIDTH;
    }

    private void copy(int from, int length, float[] out, int to) {
      int step = windows.strides()[2];
      if (step == 1 && length >= SHORT) {
        System.arraycopy(data, from, out, to, length);
        return;
      }
      for (int j = 0; j < length; j++) {
        out[to + j] = data[from + j * step];
      }
    }

    /// Adds these columns of some rows to the images, row by row, each element where it stands.
    ///
    /// @param row the first
    void addBack(int row, Panels block) {
      float[] in = block.data();
      int elements = windows.kernelElements();
      int step = windows.strides()[2];
      for (int i = 0; i < block.rows(); i++) {
        Runs inside = element((row + i) % elements).inside;
        int plane = (row + i) / elements * windows.inputs();
        for (int run = 0; run < inside.count; run++) {
          int from = plane + inside.from[run];
          int at = at(block, i, inside.to[run]);
          for (int j = 0; j < inside.length[run]; j++) {
            data[from + j * step] += in[at + j];
          }
        }
      }
    }
  }

  /// Where an element of a window stands, for some columns.
  private static final class Element {
    /// What is not padding: a run for each line of windows, cut where a panel ends.
    private final Runs inside = new Runs();

    /// What is copied: lines that follow each other in one go, with the padding between them.
    private final Runs copies = new Runs();

    /// What is padding, and becomes zero after that.
    private final Runs padding = new Runs();

    Element(Strip strip, int k) {
      Windows windows = strip.windows;
      int[] in = windows.in();
      int[] out = windows.out();
      int[] kernel = windows.kernel();
      int k0 = k / kernel[2] / kernel[1];
      int k1 = k / kernel[2] % kernel[1];
      int k2 = k % kernel[2];
      int left = windows.first(2, k2);
      int right = windows.end(2, k2);
      int image = -1;
      int length;
      for (int done = 0; done < strip.columns; done += length) {
        int window = (strip.column + done) % out[2];
        int line = (strip.column + done) / out[2];
        length = Math.min(WIDTH - done % WIDTH, strip.columns - done);
        length = Math.min(length, out[2] - window);
        int y = windows.place(1, line % out[1], k1);
        int z = windows.place(0, line / out[1] % out[0], k0);
        boolean outside = y < 0 || y >= in[1] || z < 0 || z >= in[0];
        int start = outside ? length : Math.clamp(left - window, 0, length);
        int end = outside ? length : Math.clamp(right - window, start, length);
        padding.add(0, done, start);
        padding.add(0, done + end, length - end);
        if (end > start) {
          int before = image;
          image = line / out[1] / out[0];
          int plane = image * strip.planesOfImage + strip.firstPlane;
          int x = windows.place(2, window + start, k2);
          int from = ((plane * in[0] + z) * in[1] + y) * in[2] + x;
          inside.add(from, done + start, end - start);
          boolean mayGoOn = image == before && windows.strides()[2] == 1;
          if (!mayGoOn || !copies.goOn(from, done + start, end - start)) {
            copies.add(from, done + start, end - start);
          }
        }
      }
    }
  }

  /// Runs of columns, with where they begin in the images and in the strip.
  private static final class Runs {
    private int count;
    private int[] from = {};
    private int[] to = {};
    private int[] length = {};

    void add(int at, int column, int columns) {
      if (columns == 0) {
        return;
      }
      if (count == from.length) {
        int more = 2 * count + 8;
        from = Arrays.copyOf(from, more);
        to = Arrays.copyOf(to, more);
        length = Arrays.copyOf(length, more);
      }
      from[count] = at;
      to[count] = column;
      length[count] = columns;
      count++;
    }

    /// Makes the last run end with another one, if that is as far from it in the images as in a
    /// panel.
    boolean goOn(int at, int column, int columns) {
      int last = count - 1;
      if (at - from[last] != column - to[last] || column / WIDTH != to[last] / WIDTH) {
        return false;
      }
      length[last] = column + columns - to[last];
      return true;
    }
  }
}

package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.Arrays;

/// Convolutions whose groups have one channel each.
///
/// A plane is copied with its padding; one of strides is dealt out to a plane for each remainder of
/// places by the strides. Then all inputs that one element of the windows meets lie as far apart as
/// the outputs, if those are laid out in lines as long as the copy's, and one loop over the whole
/// plane takes them. What it makes between the lines is left behind.
///
/// Sums are in double, element of the window by element. They are of another type than what is
/// added up, so the compiler knows that they are no inputs, and makes vectors: four times faster
/// than sums in float (JDK 25, November 2026).
final class DepthwiseConvolution {
  /// Outputs of which the sums stay in the first cache.
  private static final int BLOCK = 2048;

  /// Products that are summed up side by side, for each element of the window.
  private static final int LANES = 256;

  private final ConvolutionProducts of;
  private final Windows windows;

  /// The remainders of places by strides that a window meets, from 0 on, for each axis.
  private final int[] remainders = new int[3];

  /// The lengths of the axes of one plane of the copy.
  private final int[] lengths = new int[3];

  private final int volume;

  /// Where the input stands in the copy that each element of the first window meets.
  private final int[] starts;

  /// From the first output to the last, and one more, in lines of the copy.
  private final int span;

  DepthwiseConvolution(ConvolutionProducts of) {
    this.of = of;
    this.windows = of.windows();
    for (int axis = 0; axis < 3; axis++) {
      int last = (windows.kernel()[axis] - 1) * windows.dilations()[axis];
      remainders[axis] = Math.min(windows.strides()[axis], last + 1);
      lengths[axis] = windows.out()[axis] + last / windows.strides()[axis];
    }
    this.volume = Math.multiplyExact(Math.multiplyExact(lengths[0], lengths[1]), lengths[2]);
    this.span = at(windows.out()[0] - 1, windows.out()[1] - 1) + windows.out()[2];
    this.starts = new int[windows.kernelElements()];
    int tap = 0;
    for (int k0 = 0; k0 < windows.kernel()[0]; k0++) {
      for (int k1 = 0; k1 < windows.kernel()[1]; k1++) {
        for (int k2 = 0; k2 < windows.kernel()[2]; k2++) {
          starts[tap++] =
              line(k0 * windows.dilations()[0], k1 * windows.dilations()[1])
                  + column(k2 * windows.dilations()[2]);
        }
      }
    }
  }

  private int featuresOfGroup() {
    return of.features() / of.groups();
  }

  /// Where a line of a plane of the copy starts.
  private int at(int z, int y) {
    return (z * lengths[1] + y) * lengths[2];
  }

  private int copyLength() {
    int planes = Math.multiplyExact(remainders[0] * remainders[1], remainders[2]);
    return Math.multiplyExact(planes, volume);
  }

  /// Where a line of the padded input starts in the copy.
  private int line(int z, int y) {
    int[] strides = windows.strides();
    int plane = (z % strides[0] * remainders[1] + y % strides[1]) * remainders[2];
    return plane * volume + at(z / strides[0], y / strides[1]);
  }

  /// How far a place of a line of the padded input is from the line's start in the copy.
  private int column(int x) {
    return x % windows.strides()[2] * volume + x / windows.strides()[2];
  }

  /// Neighbours of a line that are windows' strides apart, and where they lie in the copy.
  private interface Places {
    /// @param in where the first stands
    /// @param copy where the first stands in the copy, the others next to it
    void take(int in, int copy, int count);
  }

  /// Goes through all of a plane's inputs that a window meets.
  private void places(int plane, Places places) {
    int[] in = windows.in();
    int[] begin = windows.begin();
    int step = windows.strides()[2];
    for (int z = 0; z < in[0]; z++) {
      for (int y = 0; y < in[1]; y++) {
        if (!meets(0, z) || !meets(1, y)) {
          continue;
        }
        int from = plane * windows.inputs() + (z * in[1] + y) * in[2];
        int line = line(z + begin[0], y + begin[1]);
        int first = Math.max(0, -begin[2]);
        for (int x = first; x < in[2] && x - first < step; x++) {
          if (meets(2, x)) {
            int room = lengths[2] - (x + begin[2]) / step;
            int count = Math.min(room, Products.ceilingQuotient(in[2] - x, step));
            places.take(from + x, line + column(x + begin[2]), count);
          }
        }
      }
    }
  }

  /// Whether the copy has room for a place of an axis.
  private boolean meets(int axis, int place) {
    int padded = place + windows.begin()[axis];
    int stride = windows.strides()[axis];
    return padded >= 0 && padded % stride < remainders[axis] && padded / stride < lengths[axis];
  }

  /// Copies a plane of inputs; the padding stays as it is.
  private void copy(float[] x, int plane, float[] copy) {
    int step = windows.strides()[2];
    places(
        plane,
        (in, to, count) -> {
          if (step == 1) {
            System.arraycopy(x, in, copy, to, count);
          } else {
            for (int i = 0; i < count; i++) {
              copy[to + i] = x[in + i * step];
            }
          }
        });
  }

  /// Copies a plane of outputs to lines of the copy's length; what is between them stays as it is.
  private void copyOutputs(float[] y, int plane, float[] copy) {
    int[] out = windows.out();
    for (int i = 0; i < out[0] * out[1]; i++) {
      int to = at(i / out[1], i % out[1]);
      System.arraycopy(y, plane * windows.outputs() + i * out[2], copy, to, out[2]);
    }
  }

  void features(float[] x, float[] w, float[] bias, float[] y, Team team) {
    int[] out = windows.out();
    int linesTogether = Math.clamp(BLOCK / lengths[2], 1, out[1]);
    Parallel.ranges(
        team,
        of.rows() * of.features(),
        (long) windows.outputs() * starts.length,
        (first, last) -> {
          float[] copy = new float[copyLength()];
          double[] sums = new double[linesTogether * lengths[2]];
          int copied = -1;
          for (int plane = first; plane < last; plane++) {
            int f = plane % of.features();
            int input = plane / of.features() * of.channels() + f / featuresOfGroup();
            if (input != copied) {
              copy(x, input, copy);
              copied = input;
            }
            float constant = bias.length == 0 ? 0 : bias[f];
            for (int z = 0; z < out[0]; z++) {
              for (int line = 0; line < out[1]; line += linesTogether) {
                int lines = Math.min(linesTogether, out[1] - line);
                int length = (lines - 1) * lengths[2] + out[2];
                Arrays.fill(sums, 0, length, constant);
                for (int tap = 0; tap < starts.length; tap++) {
                  double factor = w[f * starts.length + tap];
                  addMultiple(factor, copy, at(z, line) + starts[tap], sums, 0, length);
                }
                int to = plane * windows.outputs() + (z * out[1] + line) * out[2];
                for (int i = 0; i < lines; i++) {
                  round(sums, i * lengths[2], y, to + i * out[2], out[2]);
                }
              }
            }
          }
        });
  }

  private static void addMultiple(
      double factor, float[] source, int at, double[] sums, int to, int length) {
    for (int i = 0; i < length; i++) {
      sums[to + i] = Math.fma(factor, source[at + i], sums[to + i]);
    }
  }

  private static void round(double[] sums, int at, float[] target, int to, int length) {
    for (int i = 0; i < length; i++) {
      target[to + i] = (float) sums[at + i];
    }
  }

  void images(float[] y, float[] w, float[] x, Team team) {
    int step = windows.strides()[2];
    Parallel.ranges(
        team,
        of.rows() * of.channels(),
        (long) windows.outputs() * starts.length * featuresOfGroup(),
        (first, last) -> {
          float[] outputs = new float[span];
          double[] sums = new double[copyLength()];
          for (int plane = first; plane < last; plane++) {
            Arrays.fill(sums, 0);
            for (int i = 0; i < featuresOfGroup(); i++) {
              int f = plane % of.channels() * featuresOfGroup() + i;
              copyOutputs(y, plane / of.channels() * of.features() + f, outputs);
              for (int tap = 0; tap < starts.length; tap++) {
                double factor = w[f * starts.length + tap];
                addMultiple(factor, outputs, 0, sums, starts[tap], span);
              }
            }
            places(
                plane,
                (in, from, count) -> {
                  for (int i = 0; i < count; i++) {
                    x[in + i * step] = (float) sums[from + i];
                  }
                });
          }
        });
  }

  /// Each element of the weights is a sum for each lane, of every 256th place of all rows, and then
  /// of these.
  void weightGradient(float[] x, float[] dy, float[] dw, Team team) {
    int taps = starts.length;
    Parallel.ranges(
        team,
        of.features(),
        (long) of.rows() * windows.outputs() * taps,
        (first, last) -> {
          float[] copy = new float[copyLength()];
          float[] outputs = new float[span];
          double[] sums = new double[taps * LANES];
          for (int f = first; f < last; f++) {
            Arrays.fill(sums, 0);
            for (int row = 0; row < of.rows(); row++) {
              copy(x, row * of.channels() + f / featuresOfGroup(), copy);
              copyOutputs(dy, row * of.features() + f, outputs);
              for (int at = 0; at < span; at += LANES) {
                int length = Math.min(LANES, span - at);
                for (int tap = 0; tap < taps; tap++) {
                  addProducts(copy, starts[tap] + at, outputs, at, sums, tap * LANES, length);
                }
              }
            }
            for (int tap = 0; tap < taps; tap++) {
              double sum = 0;
              for (int i = 0; i < LANES; i++) {
                sum += sums[tap * LANES + i];
              }
              dw[f * taps + tap] = (float) sum;
            }
          }
        });
  }

  private static void addProducts(
      float[] x, int at, float[] dy, int dyAt, double[] sums, int to, int length) {
    for (int i = 0; i < length; i++) {
      sums[to + i] = Math.fma((double) x[at + i], dy[dyAt + i], sums[to + i]);
    }
  }
}

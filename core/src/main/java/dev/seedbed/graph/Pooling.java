package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;

/// Operators that make one number of each window of an array of rows × channels × 1 to 3 spatial
/// axes, channel by channel.
public sealed interface Pooling extends Operator {
  /// Works on the windows of planes: spatial arrays of one row and channel.
  interface PlaneWork {
    /// Works on one plane.
    ///
    /// @param in where the plane of the input starts
    /// @param out where that of the output starts
    void run(int in, int out);
  }

  private static void planes(Operands operands, TensorShape x, Windows windows, PlaneWork work) {
    int in = windows.inputs();
    int out = windows.outputs();
    Parallel.ranges(
        operands.team(),
        x.length(0) * x.length(1),
        (long) out * Math.max(1, windows.kernelElements()),
        (from, to) -> {
          for (int plane = from; plane < to; plane++) {
            work.run(plane * in, plane * out);
          }
        });
  }

  private static FloatArray output(TensorShape x, Windows windows) {
    return FloatArray.of(shape(x, windows));
  }

  private static TensorShape shape(TensorShape x, Windows windows) {
    return windows.shape(x.length(0), x.length(1), x.rank() - 2);
  }

  /// The elements of one window that are not padding, as ranges of each axis.
  ///
  /// @param from the first place along each axis
  /// @param counts of elements along each axis
  record Clipped(Windows windows, int[] from, int[] counts) {
    static Clipped of(Windows windows) {
      return new Clipped(windows, new int[3], new int[3]);
    }

    /// Looks at window `window` of a plane.
    void moveTo(int window) {
      int rest = window;
      for (int axis = 2; axis >= 0; axis--) {
        int at = rest % windows.out()[axis];
        rest /= windows.out()[axis];
        int start = windows.place(axis, at, 0);
        int dilation = windows.dilations()[axis];
        int skipped = start < 0 ? Products.ceilingQuotient(-start, dilation) : 0;
        from[axis] = start + skipped * dilation;
        int room = windows.in()[axis] - from[axis];
        int fit = room <= 0 ? 0 : (room - 1) / dilation + 1;
        counts[axis] = Math.clamp(windows.kernel()[axis] - skipped, 0, fit);
      }
    }

    int elements() {
      return counts[0] * counts[1] * counts[2];
    }

    /// The place of element (z, y, 0) in the plane; the next of the line are
    /// `windows.dilations()[2]` apart.
    int line(int z, int y) {
      int[] in = windows.in();
      int[] dilations = windows.dilations();
      return ((from[0] + z * dilations[0]) * in[1] + from[1] + y * dilations[1]) * in[2] + from[2];
    }
  }

  /// The largest element of each window; padding does not count. Of equal ones, the first has the
  /// gradient. Outputs: these, and where each stands in the input, as an index of the whole array.
  ///
  /// @param ceilMode whether a last window that is not full counts
  /// @param columnMajor whether the indices count the places of a plane column by column: the first
  ///   spatial axis varies fastest
  record MaxPool(WindowSpec window, boolean ceilMode, boolean columnMajor) implements Pooling {
    @Override
    public List<NdArray> outputs(Operands in) {
      NdArray x = in.get(0);
      Windows windows = window.windows(x.shape(), new int[0], ceilMode);
      TensorShape shape = shape(x.shape(), windows);
      int[] places = places(x, windows, in);
      NdArray y = x.zeros(shape);
      switch (x) {
        case LongArray(TensorShape _, long[] data) -> {
          long[] values = y.asLongs().data();
          for (int i = 0; i < places.length; i++) {
            values[i] = places[i] < 0 ? Long.MIN_VALUE : data[plane(i, windows) + places[i]];
          }
        }
        default -> {
          float[] data = x.asFloats().data();
          float[] values = y.asFloats().data();
          for (int i = 0; i < places.length; i++) {
            values[i] =
                places[i] < 0 ? Float.NEGATIVE_INFINITY : data[plane(i, windows) + places[i]];
          }
        }
      }
      return in.outputCount() < 2 ? List.of(y) : List.of(y, indices(places, shape, windows));
    }

    /// Whether an element is larger than another. NaN is the largest.
    private interface PlaceOrder {
      boolean isLarger(int one, int other);
    }

    private static PlaceOrder order(NdArray x) {
      if (x instanceof LongArray(TensorShape _, long[] data)) {
        return (one, other) -> data[one] > data[other];
      }
      float[] data = x.asFloats().data();
      return (one, other) ->
          data[one] > data[other] || (Float.isNaN(data[one]) && !Float.isNaN(data[other]));
    }

    private static int plane(int i, Windows windows) {
      return i / windows.outputs() * windows.inputs();
    }

    /// Finds the place of the largest element of each window in its plane; −1 if all is padding.
    private static int[] places(NdArray x, Windows windows, Operands in) {
      int[] places = new int[shape(x.shape(), windows).elements()];
      PlaceOrder order = order(x);
      int step = windows.dilations()[2];
      planes(
          in,
          x.shape(),
          windows,
          (from, to) -> {
            Clipped clipped = Clipped.of(windows);
            for (int i = 0; i < windows.outputs(); i++) {
              clipped.moveTo(i);
              int largest = from + clipped.line(0, 0);
              for (int z = 0; z < clipped.counts[0]; z++) {
                for (int y = 0; y < clipped.counts[1]; y++) {
                  int line = from + clipped.line(z, y);
                  for (int k = 0; k < clipped.counts[2]; k++) {
                    int at = line + k * step;
                    largest = order.isLarger(at, largest) ? at : largest;
                  }
                }
              }
              places[to + i] = clipped.elements() == 0 ? -1 : largest - from;
            }
          });
      return places;
    }

    private LongArray indices(int[] places, TensorShape shape, Windows windows) {
      LongArray indices = LongArray.of(shape);
      int[] in = windows.in();
      for (int i = 0; i < places.length; i++) {
        int place = Math.max(0, places[i]);
        if (columnMajor) {
          int x = place % in[2];
          int y = place / in[2] % in[1];
          int z = place / in[2] / in[1];
          place = (x * in[1] + y) * in[0] + z;
        }
        indices.data()[i] = (long) plane(i, windows) + place;
      }
      return indices;
    }

    @Override
    public void gradients(Backward back) {
      if (back.gradient(0).isPresent() && back.wants(0)) {
        FloatArray x = back.floats(0);
        float[] g = back.gradientOrZeros(0).data();
        Windows windows = window.windows(x.shape(), new int[0], ceilMode);
        int[] places = places(x, windows, back.operands());
        FloatArray d = FloatArray.of(x.shape());
        planes(
            back.operands(),
            x.shape(),
            windows,
            (from, to) -> {
              for (int i = to; i < to + windows.outputs(); i++) {
                if (places[i] >= 0) {
                  d.data()[from + places[i]] += g[i];
                }
              }
            });
        back.add(0, d);
      }
    }

    @Override
    public Keeps keeps() {
      return Keeps.INPUTS;
    }
  }

  /// The mean of each window.
  ///
  /// @param ceilMode whether a last window that is not full counts
  /// @param countIncludePad whether padding counts, as zeros
  record AveragePool(WindowSpec window, boolean ceilMode, boolean countIncludePad)
      implements Pooling {
    @Override
    public List<NdArray> outputs(Operands in) {
      FloatArray x = in.floats(0);
      Windows windows = window.windows(x.shape(), new int[0], ceilMode);
      FloatArray y = output(x.shape(), windows);
      float[] data = x.data();
      int step = windows.dilations()[2];
      planes(
          in,
          x.shape(),
          windows,
          (from, to) -> {
            Clipped clipped = Clipped.of(windows);
            for (int i = 0; i < windows.outputs(); i++) {
              clipped.moveTo(i);
              double sum = 0;
              for (int z = 0; z < clipped.counts[0]; z++) {
                for (int y1 = 0; y1 < clipped.counts[1]; y1++) {
                  int line = from + clipped.line(z, y1);
                  for (int k = 0; k < clipped.counts[2]; k++) {
                    sum += data[line + k * step];
                  }
                }
              }
              y.data()[to + i] = (float) (sum / elements(clipped, i));
            }
          });
      return List.of(y);
    }

    /// The number by which a sum is divided; padding that is there only because of the last window
    /// does not count.
    private double elements(Clipped clipped, int window) {
      if (!countIncludePad) {
        return clipped.elements();
      }
      Windows windows = clipped.windows;
      double elements = 1;
      int rest = window;
      for (int axis = 2; axis >= 0; axis--) {
        int start = windows.place(axis, rest % windows.out()[axis], 0);
        rest /= windows.out()[axis];
        int dilation = windows.dilations()[axis];
        int room = windows.in()[axis] + windows.end()[axis] - start;
        elements *= Math.min(windows.kernel()[axis], Products.ceilingQuotient(room, dilation));
      }
      return elements;
    }

    @Override
    public void gradients(Backward back) {
      if (back.gradient(0).isPresent() && back.wants(0)) {
        TensorShape shape = back.inputShape(0);
        float[] g = back.gradientOrZeros(0).data();
        Windows windows = window.windows(shape, new int[0], ceilMode);
        int step = windows.dilations()[2];
        FloatArray d = FloatArray.of(shape);
        planes(
            back.operands(),
            shape,
            windows,
            (from, to) -> {
              Clipped clipped = Clipped.of(windows);
              for (int i = 0; i < windows.outputs(); i++) {
                clipped.moveTo(i);
                float share = (float) (g[to + i] / elements(clipped, i));
                for (int z = 0; z < clipped.counts[0]; z++) {
                  for (int y1 = 0; y1 < clipped.counts[1]; y1++) {
                    int line = from + clipped.line(z, y1);
                    for (int k = 0; k < clipped.counts[2]; k++) {
                      d.data()[line + k * step] += share;
                    }
                  }
                }
              }
            });
        back.add(0, d);
      }
    }
  }

  /// (Σ |x|ᵖ)^(1/p) of each window.
  ///
  /// @param p at least 1
  /// @param ceilMode whether a last window that is not full counts
  record LpPool(WindowSpec window, int p, boolean ceilMode) implements Pooling {
    public LpPool {
      checkPower(p);
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      FloatArray x = in.floats(0);
      Windows windows = window.windows(x.shape(), new int[0], ceilMode);
      FloatArray y = output(x.shape(), windows);
      int step = windows.dilations()[2];
      planes(
          in,
          x.shape(),
          windows,
          (from, to) -> {
            Clipped clipped = Clipped.of(windows);
            for (int i = 0; i < windows.outputs(); i++) {
              clipped.moveTo(i);
              double sum = 0;
              for (int z = 0; z < clipped.counts[0]; z++) {
                for (int y1 = 0; y1 < clipped.counts[1]; y1++) {
                  int line = from + clipped.line(z, y1);
                  for (int k = 0; k < clipped.counts[2]; k++) {
                    sum += power(Math.abs(x.data()[line + k * step]), p);
                  }
                }
              }
              y.data()[to + i] = (float) root(sum, p);
            }
          });
      return List.of(y);
    }

    @Override
    public void gradients(Backward back) {
      if (back.gradient(0).isPresent() && back.wants(0)) {
        FloatArray x = back.floats(0);
        float[] g = back.gradientOrZeros(0).data();
        float[] y = back.output(0).data();
        Windows windows = window.windows(x.shape(), new int[0], ceilMode);
        int step = windows.dilations()[2];
        FloatArray d = FloatArray.of(x.shape());
        planes(
            back.operands(),
            x.shape(),
            windows,
            (from, to) -> {
              Clipped clipped = Clipped.of(windows);
              for (int i = 0; i < windows.outputs(); i++) {
                clipped.moveTo(i);
                for (int z = 0; z < clipped.counts[0]; z++) {
                  for (int y1 = 0; y1 < clipped.counts[1]; y1++) {
                    int line = from + clipped.line(z, y1);
                    for (int k = 0; k < clipped.counts[2]; k++) {
                      int at = line + k * step;
                      d.data()[at] += (float) (g[to + i] * slope(x.data()[at], y[to + i], p));
                    }
                  }
                }
              }
            });
        back.add(0, d);
      }
    }

    @Override
    public Keeps keeps() {
      return Keeps.ALL;
    }
  }

  private static void checkPower(int p) {
    if (p < 1) {
      throw new IllegalArgumentException("p must be at least 1: " + p);
    }
  }

  private static double power(double x, int p) {
    return switch (p) {
      case 1 -> x;
      case 2 -> x * x;
      default -> StrictMath.pow(x, p);
    };
  }

  private static double root(double x, int p) {
    return switch (p) {
      case 1 -> x;
      case 2 -> Math.sqrt(x);
      default -> StrictMath.pow(x, 1.0 / p);
    };
  }

  /// The derivative of a norm y by one of its elements x; 0 at 0.
  private static double slope(double x, double y, int p) {
    return y == 0 ? 0 : Math.signum(x) * power(Math.abs(x) / y, p - 1);
  }

  /// Pools whose only window is the whole plane.
  sealed interface GlobalPool extends Pooling {
    /// The number of a plane: `count` elements from `from` on.
    float value(float[] x, int from, int count);

    /// Adds the gradient of a plane, given that by its number.
    void gradient(float[] x, int from, int count, float y, float g, float[] d);

    @Override
    default List<NdArray> outputs(Operands in) {
      FloatArray x = in.floats(0);
      TensorShape shape = x.shape();
      if (shape.rank() < 3 || shape.elements(2, shape.rank()) == 0) {
        throw new IllegalArgumentException(
            "pools must have at least one spatial axis, none of them empty: " + shape);
      }
      long[] lengths = new long[shape.rank()];
      Arrays.fill(lengths, 1);
      lengths[0] = shape.length(0);
      lengths[1] = shape.length(1);
      FloatArray y = FloatArray.of(TensorShape.of(lengths));
      int count = shape.elements(2, shape.rank());
      Parallel.ranges(
          in.team(),
          y.data().length,
          count,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              y.data()[i] = value(x.data(), i * count, count);
            }
          });
      return List.of(y);
    }

    @Override
    default void gradients(Backward back) {
      if (back.gradient(0).isPresent() && back.wants(0)) {
        TensorShape shape = back.inputShape(0);
        float[] x = keeps().input(0) ? back.floats(0).data() : new float[0];
        float[] y = keeps().outputs() ? back.output(0).data() : new float[0];
        float[] g = back.gradientOrZeros(0).data();
        FloatArray d = FloatArray.of(shape);
        int count = shape.elements(2, shape.rank());
        Parallel.ranges(
            back.team(),
            g.length,
            count,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                gradient(x, i * count, count, y.length == 0 ? 0 : y[i], g[i], d.data());
              }
            });
        back.add(0, d);
      }
    }
  }

  /// The mean of each plane.
  record GlobalAveragePool() implements GlobalPool {
    @Override
    public float value(float[] x, int from, int count) {
      double sum = 0;
      for (int i = from; i < from + count; i++) {
        sum += x[i];
      }
      return (float) (sum / count);
    }

    @Override
    public void gradient(float[] x, int from, int count, float y, float g, float[] d) {
      Arrays.fill(d, from, from + count, (float) ((double) g / count));
    }
  }

  /// The largest element of each plane; of equal ones, the first has the gradient.
  record GlobalMaxPool() implements GlobalPool {
    private static int place(float[] x, int from, int count) {
      int largest = from;
      for (int i = from + 1; i < from + count; i++) {
        if (x[i] > x[largest] || (Float.isNaN(x[i]) && !Float.isNaN(x[largest]))) {
          largest = i;
        }
      }
      return largest;
    }

    @Override
    public float value(float[] x, int from, int count) {
      return x[place(x, from, count)];
    }

    @Override
    public void gradient(float[] x, int from, int count, float y, float g, float[] d) {
      d[place(x, from, count)] = g;
    }

    @Override
    public Keeps keeps() {
      return Keeps.INPUTS;
    }
  }

  /// (Σ |x|ᵖ)^(1/p) of each plane.
  ///
  /// @param p at least 1
  record GlobalLpPool(int p) implements GlobalPool {
    public GlobalLpPool {
      checkPower(p);
    }

    @Override
    public float value(float[] x, int from, int count) {
      double sum = 0;
      for (int i = from; i < from + count; i++) {
        sum += power(Math.abs(x[i]), p);
      }
      return (float) root(sum, p);
    }

    @Override
    public void gradient(float[] x, int from, int count, float y, float g, float[] d) {
      for (int i = from; i < from + count; i++) {
        d[i] = (float) (g * slope(x[i], y, p));
      }
    }

    @Override
    public Keeps keeps() {
      return Keeps.ALL;
    }
  }
}

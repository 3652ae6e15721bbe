package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Discrete Fourier transforms, as sums in double. Complex numbers are the last axis, of length 2;
/// real ones have 1 there.
public sealed interface Fourier extends Operator {
  /// More products than these are refused: sums take as many as both lengths multiplied.
  long MOST_PRODUCTS = 1L << 38;

  /// A transform of sequences of `length` to as many `bins`, or fewer.
  ///
  /// @param inverse whether it goes back, and divides by the length
  record Transform(int length, int bins, boolean inverse, double[] cosines, double[] sines) {
    static Transform of(long length, boolean inverse, boolean oneSided) {
      if (length < 1 || length > Integer.MAX_VALUE - 16) {
        throw new IllegalArgumentException("a transform must be from 1 to 2^31 long: " + length);
      }
      int n = (int) length;
      NdArray.checkMemory(TensorShape.of(n), 2 * Double.BYTES);
      double[] cosines = new double[n];
      double[] sines = new double[n];
      for (int i = 0; i < n; i++) {
        double turn = 2 * Math.PI * i / n;
        cosines[i] = StrictMath.cos(turn) / (inverse ? n : 1);
        sines[i] = (inverse ? 1 : -1) * StrictMath.sin(turn) / (inverse ? n : 1);
      }
      return new Transform(n, oneSided ? n / 2 + 1 : n, inverse, cosines, sines);
    }

    void check(long sequences) {
      if ((double) sequences * length * bins > MOST_PRODUCTS) {
        throw new IllegalArgumentException(
            "transforms must take fewer than 2^38 products: %d of %d x %d"
                .formatted(sequences, length, bins));
      }
    }

    /// Multiplies a sequence with the transform's matrix, or with its transposed one.
    ///
    /// @param x pairs of real and imaginary parts: as many as there are given, others are 0
    /// @param y pairs, as many as are wanted
    /// @param transposed whether gradients go back from bins to the sequence
    void apply(double[] x, double[] y, boolean transposed) {
      int given = Math.min(x.length / 2, transposed ? bins : length);
      for (int k = 0; k < y.length / 2; k++) {
        double real = 0;
        double imaginary = 0;
        int turn = 0;
        for (int t = 0; t < given; t++) {
          double cosine = cosines[turn];
          double sine = transposed ? -sines[turn] : sines[turn];
          real += cosine * x[2 * t] - sine * x[2 * t + 1];
          imaginary += sine * x[2 * t] + cosine * x[2 * t + 1];
          turn = (int) (((long) turn + k) % length);
        }
        y[2 * k] = real;
        y[2 * k + 1] = imaginary;
      }
    }
  }

  private static int parts(TensorShape x, int leastRank) {
    int parts = x.rank() < leastRank ? 0 : x.length(x.rank() - 1);
    if (parts != 1 && parts != 2) {
      throw new IllegalArgumentException(
          "the last axis must be real and imaginary parts, or real ones alone: " + x);
    }
    return parts;
  }

  private static double[] pairs(float[] x, int start, int step, int count, int parts) {
    double[] pairs = new double[2 * count];
    for (int t = 0; t < count; t++) {
      for (int part = 0; part < parts; part++) {
        pairs[2 * t + part] = x[start + t * step + part];
      }
    }
    return pairs;
  }

  /// The transform along one axis. Inputs: an array; the length to which it is cut off or filled up
  /// with zeros; and the axis.
  ///
  /// @param oneSided whether only the first half of the bins is wanted, of real numbers
  /// @param usualAxis if it is not given
  record Dft(boolean inverse, boolean oneSided, int usualAxis) implements Fourier {
    public Dft {
      if (inverse && oneSided) {
        throw new IllegalArgumentException("an inverse transform must not be one-sided");
      }
    }

    @Override
    public String name() {
      return "DFT";
    }

    /// What is transformed.
    ///
    /// @param inner how many numbers stand between neighbours along the axis
    private record Sequences(Transform transform, int axis, int parts, int count, int inner) {}

    private Sequences layout(TensorShape x, Operands in) {
      int parts = parts(x, 2);
      int axis = x.axis(in.find(2).isPresent() ? in.wholeNumber(2) : usualAxis);
      if (axis == x.rank() - 1) {
        throw new IllegalArgumentException("the last axis cannot be transformed: " + x);
      }
      if (oneSided && parts == 2) {
        throw new IllegalArgumentException("one-sided transforms must be of real numbers: " + x);
      }
      long length = in.find(1).isPresent() ? in.wholeNumber(1) : x.length(axis);
      Transform transform = Transform.of(length, inverse, oneSided);
      long sequences = (long) x.elements(0, axis) * x.elements(axis + 1, x.rank() - 1);
      transform.check(sequences);
      int count = Math.min(x.length(axis), transform.length());
      return new Sequences(transform, axis, parts, count, x.elements(axis + 1, x.rank() - 1));
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      FloatArray x = in.floats(0);
      Sequences layout = layout(x.shape(), in);
      TensorShape shape =
          x.shape().with(x.shape().rank() - 1, 2).with(layout.axis, layout.transform.bins());
      FloatArray y = FloatArray.of(shape);
      each(x.shape(), shape, layout, layout.parts, in.team(), x.data(), y.data(), false);
      return List.of(y);
    }

    @Override
    public void gradients(Backward back) {
      if (!back.wants(0) || back.gradient(0).isEmpty()) {
        return;
      }
      FloatArray g = back.gradientOrZeros(0);
      TensorShape x = back.inputShape(0);
      Sequences layout = layout(x, back.operands());
      FloatArray d = FloatArray.of(x);
      each(g.shape(), x, layout, 2, back.team(), g.data(), d.data(), true);
      back.add(0, d);
    }

    private static void each(
        TensorShape from,
        TensorShape to,
        Sequences layout,
        int parts,
        Team team,
        float[] x,
        float[] y,
        boolean transposed) {
      int axis = layout.axis;
      int inner = layout.inner;
      int put = to.length(to.rank() - 1);
      int length = from.length(axis);
      int wanted = transposed ? layout.count : layout.transform.bins();
      Parallel.ranges(
          team,
          from.elements(0, axis) * inner,
          (long) length * wanted,
          (first, last) -> {
            double[] result = new double[2 * wanted];
            for (int i = first; i < last; i++) {
              int outer = i / inner;
              int start = (outer * length * inner + i % inner) * parts;
              layout.transform.apply(
                  pairs(x, start, inner * parts, length, parts), result, transposed);
              int at = (outer * to.length(axis) * inner + i % inner) * put;
              for (int k = 0; k < wanted; k++) {
                for (int part = 0; part < put; part++) {
                  y[at + k * inner * put + part] = (float) result[2 * k + part];
                }
              }
            }
          });
    }
  }

  /// Transforms of frames of signals, which may overlap. Inputs: rows × positions × parts; the
  /// distance between the frames' beginnings; weights of a frame's positions; and its length.
  ///
  /// @param oneSided whether only the first half of the bins is wanted, of real numbers
  record Stft(boolean oneSided) implements Fourier {
    @Override
    public String name() {
      return "STFT";
    }

    private record Frames(Transform transform, int parts, int step, int frames, int positions) {}

    private Frames layout(TensorShape x, Operands in) {
      int parts = parts(x, 3);
      if (x.rank() != 3) {
        throw new IllegalArgumentException("signals must have 3 axes: " + x);
      }
      if (oneSided && parts == 2) {
        throw new IllegalArgumentException("one-sided transforms must be of real numbers: " + x);
      }
      long length =
          in.find(3).isPresent()
              ? in.wholeNumber(3)
              : in.find(2).isPresent() ? in.floats(2).shape().elements() : x.length(1);
      long step = in.wholeNumber(1);
      boolean fits =
          step > 0
              && step <= Integer.MAX_VALUE
              && length > 0
              && length <= x.length(1)
              && (in.find(2).isEmpty() || in.shape(2).equals(TensorShape.of(length)));
      if (!fits) {
        throw new IllegalArgumentException(
            "frames of %d with their weights, %d apart, must fit in %s".formatted(length, step, x));
      }
      Transform transform = Transform.of(length, false, oneSided);
      int frames = (int) ((x.length(1) - length) / step) + 1;
      transform.check((long) x.length(0) * frames);
      return new Frames(transform, parts, (int) step, frames, x.length(1));
    }

    private static double[] weights(Operands in, Frames layout) {
      double[] weights = new double[layout.transform.length()];
      Arrays.fill(weights, 1);
      if (in.find(2).isPresent()) {
        for (int t = 0; t < weights.length; t++) {
          weights[t] = in.floats(2).data()[t];
        }
      }
      return weights;
    }

    private static double[] frame(float[] x, int start, Frames layout) {
      return pairs(x, start, layout.parts, layout.transform.length(), layout.parts);
    }

    private static int start(int frame, Frames layout) {
      int row = frame / layout.frames;
      return (row * layout.positions + frame % layout.frames * layout.step) * layout.parts;
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      FloatArray x = in.floats(0);
      Frames layout = layout(x.shape(), in);
      double[] weights = weights(in, layout);
      int bins = layout.transform.bins();
      FloatArray y = FloatArray.of(TensorShape.of(x.shape().length(0), layout.frames, bins, 2));
      Parallel.ranges(
          in.team(),
          x.shape().length(0) * layout.frames,
          (long) layout.transform.length() * bins,
          (from, to) -> {
            double[] result = new double[2 * bins];
            for (int frame = from; frame < to; frame++) {
              double[] pairs = frame(x.data(), start(frame, layout), layout);
              for (int t = 0; t < pairs.length; t++) {
                pairs[t] *= weights[t / 2];
              }
              layout.transform.apply(pairs, result, false);
              for (int k = 0; k < result.length; k++) {
                y.data()[frame * result.length + k] = (float) result[k];
              }
            }
          });
      return List.of(y);
    }

    @Override
    public Keeps keeps() {
      return Keeps.INPUTS;
    }

    @Override
    public void gradients(Backward back) {
      if (back.gradient(0).isEmpty()) {
        return;
      }
      FloatArray x = back.floats(0);
      float[] g = back.gradientOrZeros(0).data();
      Frames layout = layout(x.shape(), back.operands());
      double[] weights = weights(back.operands(), layout);
      int bins = layout.transform.bins();
      double[] bySignal = new double[x.data().length];
      double[] byWeights = new double[weights.length];
      double[] result = new double[2 * weights.length];
      for (int frame = 0; frame < x.shape().length(0) * layout.frames; frame++) {
        int start = start(frame, layout);
        double[] pairs = frame(x.data(), start, layout);
        layout.transform.apply(pairs(g, frame * 2 * bins, 2, bins, 2), result, true);
        for (int t = 0; t < weights.length; t++) {
          for (int part = 0; part < layout.parts; part++) {
            bySignal[start + t * layout.parts + part] += result[2 * t + part] * weights[t];
            byWeights[t] += result[2 * t + part] * pairs[2 * t + part];
          }
        }
      }
      var sums = new ArrayList<>(List.of(bySignal, new double[0], byWeights));
      for (int input : new int[] {0, 2}) {
        if (back.wants(input)) {
          FloatArray d = FloatArray.of(back.inputShape(input));
          for (int i = 0; i < d.data().length; i++) {
            d.data()[i] = (float) sums.get(input)[i];
          }
          back.add(input, d);
        }
      }
    }
  }
}

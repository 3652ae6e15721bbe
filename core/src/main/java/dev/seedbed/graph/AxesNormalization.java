package dev.seedbed.graph;

import java.util.List;

/// Other normalisations, without parameters. All are rare, and written to be short.
public sealed interface AxesNormalization extends Operator {
  @Override
  default Keeps keeps() {
    return Keeps.INPUTS;
  }

  /// x divided by its norm along an axis: Σ|x| for `p` = 1, √Σx² for 2. Zeros stay.
  record LpNormalization(int axis, int p) implements AxesNormalization {
    public LpNormalization {
      if (p != 1 && p != 2) {
        throw new IllegalArgumentException("p must be 1 or 2: " + p);
      }
    }

    private double[] norms(FloatArray x, TensorShape kept, Operands in) {
      double[] norms = (p == 1 ? Fold.MAGNITUDES : Fold.SQUARES).along(x, kept, in.team());
      for (int i = 0; p == 2 && i < norms.length; i++) {
        norms[i] = Math.sqrt(norms[i]);
      }
      return norms;
    }

    private TensorShape kept(TensorShape x) {
      if (x.rank() == 0) {
        throw new IllegalArgumentException("a norm needs an axis, and a single number has none");
      }
      return x.with(x.axis(axis), 1);
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      FloatArray x = in.floats(0);
      TensorShape kept = kept(x.shape());
      double[] norms = norms(x, kept, in);
      FloatArray y = FloatArray.of(x.shape());
      Broadcast broadcast = Broadcast.of(x.shape(), kept);
      broadcast.each(
          in.team(),
          (at, places, length) -> {
            for (int e = 0; e < length; e++) {
              double norm = norms[places[1] + e * broadcast.step(1)];
              y.data()[at + e] = norm == 0 ? 0 : (float) (x.data()[at + e] / norm);
            }
          });
      return List.of(y);
    }

    /// dx = (g − (Σ g·x/‖x‖)·∂‖x‖/∂x) / ‖x‖.
    @Override
    public void gradients(Backward back) {
      if (!back.wants(0) || back.gradient(0).isEmpty()) {
        return;
      }
      FloatArray x = back.floats(0);
      FloatArray g = back.gradientOrZeros(0);
      TensorShape kept = kept(x.shape());
      double[] norms = norms(x, kept, back.operands());
      NdArray products = new BinaryFunction.Mul().output(back.operands(), x, g);
      double[] along = Fold.SUM.along(products.asFloats(), kept, back.team());
      FloatArray d = FloatArray.of(x.shape());
      Broadcast broadcast = Broadcast.of(x.shape(), kept);
      broadcast.each(
          back.team(),
          (at, places, length) -> {
            for (int e = 0; e < length; e++) {
              int of = places[1] + e * broadcast.step(1);
              double norm = norms[of];
              double element = x.data()[at + e];
              double slope = p == 1 ? Math.signum(element) : element / norm;
              d.data()[at + e] =
                  norm == 0 ? 0 : (float) ((g.data()[at + e] - along[of] / norm * slope) / norm);
            }
          });
      back.add(0, d);
    }
  }

  /// (x − mean) / (standard deviation + 1e-9) over some axes.
  record MeanVarianceNormalization(List<Long> axes) implements AxesNormalization {
    private static final double EPSILON = 1e-9;

    public MeanVarianceNormalization {
      axes = List.copyOf(axes);
    }

    private TensorShape kept(TensorShape x) {
      int[] lengths = x.lengths();
      for (long axis : axes) {
        if (x.rank() == 0) {
          throw new IllegalArgumentException("a single number has no axis: " + axis);
        }
        lengths[x.axis(axis)] = 1;
      }
      return TensorShape.of(lengths);
    }

    /// Means and standard deviations.
    private double[][] moments(FloatArray x, TensorShape kept, Operands in) {
      double count = (double) x.data().length / kept.elements();
      double[] means = Fold.SUM.along(x, kept, in.team());
      for (int i = 0; i < means.length; i++) {
        means[i] /= count;
      }
      FloatArray centred =
          new BinaryFunction.Sub().output(in, x, Fold.floats(means, kept)).asFloats();
      double[] deviations = Fold.SQUARES.along(centred, kept, in.team());
      for (int i = 0; i < means.length; i++) {
        deviations[i] = Math.sqrt(deviations[i] / count);
      }
      return new double[][] {means, deviations};
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      FloatArray x = in.floats(0);
      TensorShape kept = kept(x.shape());
      double[][] moments = moments(x, kept, in);
      FloatArray y = FloatArray.of(x.shape());
      Broadcast broadcast = Broadcast.of(x.shape(), kept);
      broadcast.each(
          in.team(),
          (at, places, length) -> {
            for (int e = 0; e < length; e++) {
              int of = places[1] + e * broadcast.step(1);
              y.data()[at + e] =
                  (float) ((x.data()[at + e] - moments[0][of]) / (moments[1][of] + EPSILON));
            }
          });
      return List.of(y);
    }

    @Override
    public void gradients(Backward back) {
      if (!back.wants(0) || back.gradient(0).isEmpty()) {
        return;
      }
      FloatArray x = back.floats(0);
      FloatArray g = back.gradientOrZeros(0);
      TensorShape kept = kept(x.shape());
      double[][] moments = moments(x, kept, back.operands());
      double count = (double) x.data().length / Math.max(1, kept.elements());
      double[] sums = Fold.SUM.along(g, kept, back.team());
      FloatArray centred = FloatArray.of(x.shape());
      Broadcast broadcast = Broadcast.of(x.shape(), kept);
      broadcast.each(
          back.team(),
          (at, places, length) -> {
            for (int e = 0; e < length; e++) {
              int of = places[1] + e * broadcast.step(1);
              centred.data()[at + e] = (float) (x.data()[at + e] - moments[0][of]);
            }
          });
      NdArray products = new BinaryFunction.Mul().output(back.operands(), centred, g);
      double[] along = Fold.SUM.along(products.asFloats(), kept, back.team());
      FloatArray d = FloatArray.of(x.shape());
      broadcast.each(
          back.team(),
          (at, places, length) -> {
            for (int e = 0; e < length; e++) {
              int of = places[1] + e * broadcast.step(1);
              double deviation = moments[1][of];
              double whole = deviation + EPSILON;
              double turn =
                  deviation == 0
                      ? 0
                      : centred.data()[at + e] * along[of] / count / (deviation * whole);
              d.data()[at + e] = (float) ((g.data()[at + e] - sums[of] / count - turn) / whole);
            }
          });
      back.add(0, d);
    }
  }

  /// x·(`bias` + `alpha`/`size`·Σx²)^−`beta`, where the sum is over `size` channels around each.
  /// Krizhevsky, Sutskever & Hinton 2012, section 3.3.
  record LRN(int size, float alpha, float beta, float bias) implements AxesNormalization {
    public LRN {
      if (size < 1) {
        throw new IllegalArgumentException("size must be at least 1: " + size);
      }
    }

    /// bias + alpha/size·Σx² at each element.
    private double[] sums(FloatArray x) {
      TensorShape shape = x.shape();
      if (shape.rank() < 2) {
        throw new IllegalArgumentException("an array of channels must have two axes: " + shape);
      }
      double[] sums = new double[x.data().length];
      int channels = shape.length(1);
      int places = shape.elements(2, shape.rank());
      for (int i = 0; i < sums.length; i++) {
        int c = i / places % channels;
        double sum = 0;
        for (int k = first(c); k <= last(c, channels); k++) {
          double near = x.data()[i + (k - c) * places];
          sum += near * near;
        }
        sums[i] = bias + (double) alpha / size * sum;
      }
      return sums;
    }

    private int first(int c) {
      return Math.max(0, c - (size - 1) / 2);
    }

    private int last(int c, int channels) {
      return (int) Math.min(channels - 1L, (long) c + size / 2);
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      FloatArray x = in.floats(0);
      double[] sums = sums(x);
      FloatArray y = FloatArray.of(x.shape());
      for (int i = 0; i < sums.length; i++) {
        y.data()[i] = (float) (x.data()[i] * StrictMath.pow(sums[i], -beta));
      }
      return List.of(y);
    }

    @Override
    public void gradients(Backward back) {
      if (!back.wants(0) || back.gradient(0).isEmpty()) {
        return;
      }
      float[] x = back.floats(0).data();
      float[] g = back.gradientOrZeros(0).data();
      double[] sums = sums(back.floats(0));
      double[] slopes = new double[x.length];
      int channels = back.inputShape(0).length(1);
      int places = back.inputShape(0).elements(2, back.inputShape(0).rank());
      for (int i = 0; i < x.length; i++) {
        int c = i / places % channels;
        double power = StrictMath.pow(sums[i], -beta);
        slopes[i] += g[i] * power;
        double factor = -2.0 * beta * alpha / size * g[i] * x[i] * power / sums[i];
        for (int k = first(c); k <= last(c, channels); k++) {
          int near = i + (k - c) * places;
          slopes[near] += factor * x[near];
        }
      }
      back.add(0, Fold.floats(slopes, back.inputShape(0)));
    }
  }
}

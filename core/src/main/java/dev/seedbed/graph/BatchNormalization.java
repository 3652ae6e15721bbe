package dev.seedbed.graph;

import java.util.List;

/// Gives each channel, the second axis, mean 0 and variance 1, and then multiplies by a scale and
/// adds a bias. Ioffe & Szegedy 2015, arXiv:1502.03167. Inputs: the array, scale, bias, running
/// mean, running variance. Outputs in training: the array, and running mean and variance after this
/// batch; then the batch's own.
///
/// Means and variances are in double, row after row in the order of [Fold]; variances are divided
/// by the number of elements.
///
/// @param epsilon what is added to variances
/// @param momentum the share of the running values that stays
/// @param statistics whose mean and variance are used
public record BatchNormalization(float epsilon, float momentum, Statistics statistics)
    implements Operator {

  /// Whose mean and variance are used.
  public enum Statistics {
    /// Those of the batch: training.
    BATCH,
    /// The running ones: evaluation.
    RUNNING,
    /// Those of the batch if more than one output is asked for, as before opset 14.
    BY_OUTPUTS
  }

  private boolean training(Operands in) {
    return statistics == Statistics.BATCH
        || (statistics == Statistics.BY_OUTPUTS && in.outputCount() > 1);
  }

  /// How an array lies: `rows` rows of `channels` channels of `places` places.
  private record Layout(int rows, int channels, int places) {
    static Layout of(TensorShape x) {
      if (x.rank() == 0) {
        throw new IllegalArgumentException("an array of channels must have an axis: " + x);
      }
      return x.rank() == 1
          ? new Layout(x.length(0), 1, 1)
          : new Layout(x.length(0), x.length(1), x.elements(2, x.rank()));
    }

    int start(int row, int channel) {
      return (row * channels + channel) * places;
    }
  }

  /// The numbers by which each channel is normalised.
  private record Moments(double[] means, double[] variances) {}

  private static Moments ofBatch(FloatArray x, Layout layout, Operands in) {
    double[] means = new double[layout.channels()];
    double[] variances = new double[layout.channels()];
    double count = (double) layout.rows() * layout.places();
    int n = layout.places();
    Parallel.ranges(
        in.team(),
        layout.channels(),
        (long) layout.rows() * n,
        (from, to) -> {
          for (int row = 0; row < layout.rows(); row++) {
            for (int c = from; c < to; c++) {
              means[c] += Fold.sum(x.data(), layout.start(row, c), n);
            }
          }
          for (int c = from; c < to; c++) {
            means[c] /= count;
          }
          for (int row = 0; row < layout.rows(); row++) {
            for (int c = from; c < to; c++) {
              variances[c] += Fold.squares(x.data(), layout.start(row, c), n, means[c]);
            }
          }
          for (int c = from; c < to; c++) {
            variances[c] /= count;
          }
        });
    return new Moments(means, variances);
  }

  private static Moments running(Operands in) {
    return new Moments(doubles(in.floats(3)), doubles(in.floats(4)));
  }

  private static double[] doubles(FloatArray array) {
    double[] doubles = new double[array.data().length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = array.data()[i];
    }
    return doubles;
  }

  private Moments moments(FloatArray x, Layout layout, Operands in) {
    return training(in) ? ofBatch(x, layout, in) : running(in);
  }

  private float[] factors(Moments moments) {
    float[] factors = new float[moments.variances().length];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = (float) (1 / Math.sqrt(moments.variances()[c] + epsilon));
    }
    return factors;
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    FloatArray x = in.floats(0);
    Layout layout = Layout.of(x.shape());
    for (int i = 1; i < 5; i++) {
      if (in.floats(i).data().length != layout.channels()) {
        throw new IllegalArgumentException(
            "input %d must have one number for each of %d channels: %s"
                .formatted(i, layout.channels(), in.shape(i)));
      }
    }
    if (training(in) && layout.rows() * layout.places() == 0) {
      throw new IllegalArgumentException("a batch must not be empty: " + x.shape());
    }
    Moments moments = moments(x, layout, in);
    FloatArray y = FloatArray.of(x.shape());
    apply(in, layout, moments, y.data());
    if (!training(in)) {
      return List.of(y);
    }
    FloatArray mean = Fold.floats(moments.means(), in.shape(3));
    FloatArray variance = Fold.floats(moments.variances(), in.shape(4));
    return List.of(
        y,
        mixed(in.floats(3), moments.means()),
        mixed(in.floats(4), moments.variances()),
        mean,
        variance);
  }

  private FloatArray mixed(FloatArray running, double[] batch) {
    FloatArray mixed = FloatArray.of(running.shape());
    for (int c = 0; c < batch.length; c++) {
      mixed.data()[c] =
          (float) (running.data()[c] * (double) momentum + batch[c] * (1 - (double) momentum));
    }
    return mixed;
  }

  private void apply(Operands in, Layout layout, Moments moments, float[] y) {
    float[] x = in.floats(0).data();
    float[] scales = in.floats(1).data();
    float[] biases = in.floats(2).data();
    float[] factors = factors(moments);
    int n = layout.places();
    Parallel.ranges(
        in.team(),
        layout.rows() * layout.channels(),
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int c = i % layout.channels();
            float scale = scales[c] * factors[c];
            affine(x, y, i * n, n, (float) moments.means()[c], scale, biases[c]);
          }
        });
  }

  private static void affine(
      float[] x, float[] y, int at, int n, float mean, float scale, float bias) {
    for (int k = at; k < at + n; k++) {
      y[k] = Math.fma(x[k] - mean, scale, bias);
    }
  }

  @Override
  public void gradients(Backward back) {
    if (back.gradient(0).isEmpty()) {
      return;
    }
    FloatArray x = back.floats(0);
    FloatArray g = back.gradientOrZeros(0);
    Operands in = back.operands();
    Layout layout = Layout.of(x.shape());
    Moments moments = moments(x, layout, in);
    float[] factors = factors(moments);
    double[] sums = new double[layout.channels()];
    double[] products = new double[layout.channels()];
    FloatArray d = FloatArray.of(back.wants(0) ? x.shape() : TensorShape.of(0));
    Parallel.ranges(
        back.team(),
        layout.channels(),
        (long) layout.rows() * layout.places(),
        (from, to) -> {
          sum(x.data(), g.data(), layout, from, to, moments, sums, products);
          if (back.wants(0)) {
            for (int row = 0; row < layout.rows(); row++) {
              for (int c = from; c < to; c++) {
                slopes(x, g, d, layout, row, c, moments, factors, in, sums, products);
              }
            }
          }
        });
    if (back.wants(0)) {
      back.add(0, d);
    }
    for (int c = 0; c < products.length; c++) {
      products[c] *= factors[c];
    }
    if (back.wants(1)) {
      back.add(1, Fold.floats(products, back.inputShape(1)));
    }
    if (back.wants(2)) {
      back.add(2, Fold.floats(sums, back.inputShape(2)));
    }
  }

  /// The sums over each channel of g, and of g·(x − mean).
  private static void sum(
      float[] x,
      float[] g,
      Layout layout,
      int from,
      int to,
      Moments moments,
      double[] sums,
      double[] products) {
    int n = layout.places();
    for (int row = 0; row < layout.rows(); row++) {
      for (int c = from; c < to; c++) {
        int at = layout.start(row, c);
        double sum = Fold.sum(g, at, n);
        sums[c] += sum;
        products[c] += Fold.productsCentred(g, x, at, n, moments.means()[c]);
      }
    }
  }

  private void slopes(
      FloatArray x,
      FloatArray g,
      FloatArray d,
      Layout layout,
      int row,
      int c,
      Moments moments,
      float[] factors,
      Operands in,
      double[] sums,
      double[] products) {
    int n = layout.places();
    int at = layout.start(row, c);
    float scale = in.floats(1).data()[c] * factors[c];
    if (!training(in)) {
      for (int k = at; k < at + n; k++) {
        d.data()[k] = g.data()[k] * scale;
      }
      return;
    }
    double count = (double) layout.rows() * n;
    float mean = (float) (sums[c] / count);
    float along = (float) (products[c] / count * factors[c] * factors[c]);
    float centre = (float) moments.means()[c];
    slopes(x.data(), g.data(), d.data(), at, n, scale, mean, along, centre);
  }

  private static void slopes(
      float[] x,
      float[] g,
      float[] d,
      int at,
      int n,
      float scale,
      float mean,
      float along,
      float centre) {
    for (int k = at; k < at + n; k++) {
      d[k] = scale * (g[k] - mean - (x[k] - centre) * along);
    }
  }

  @Override
  public Keeps keeps() {
    return Keeps.INPUTS;
  }
}

package dev.seedbed.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Operators that give each row of an array, of neighbouring elements, mean 0 and variance 1, and
/// then multiply by a scale, the second input, and add a bias, the third.
///
/// Means and variances are in double, in the order of [Fold]; variances are divided by the number
/// of elements.
public sealed interface RowNormalization extends Operator {
  /// What is added to variances.
  float epsilon();

  /// How an array of this shape is cut.
  ///
  /// @throws IllegalArgumentException if it cannot be cut so
  Rows rows(TensorShape x);

  /// Whether the mean is subtracted.
  default boolean centred() {
    return true;
  }

  /// Rows of an array.
  ///
  /// @param count of the rows
  /// @param length of each
  /// @param run how many neighbours share a scale; 0 if the scale is repeated row by row
  /// @param view the array's shape, to which that of the scale is repeated
  /// @param scale the shape of the scale in that view
  record Rows(int count, int length, int run, TensorShape view, TensorShape scale) {
    /// Which scale neighbours from `at` on have, in row `row`.
    int scaleOf(int row, int at) {
      return (int) (((long) row * length + at) / run % scale.elements());
    }
  }

  /// Checks a scale or bias and repeats it to the rows.
  private static float[] repeated(FloatArray scale, Rows rows, Operands in) {
    if (rows.run() > 0 || scale.shape().elements() == rows.scale().elements()) {
      if (scale.shape().elements() != rows.scale().elements()) {
        throw new IllegalArgumentException(
            "scale and bias must have %d elements: %s"
                .formatted(rows.scale().elements(), scale.shape()));
      }
      return scale.data();
    }
    if (!rows.scale().broadcast(scale.shape()).equals(rows.scale())) {
      throw new IllegalArgumentException(
          "scale and bias must fit the normalised axes %s: %s"
              .formatted(rows.scale(), scale.shape()));
    }
    return Strided.repeated(scale.shape(), rows.scale()).read(scale, in.team()).asFloats().data();
  }

  @Override
  default List<NdArray> outputs(Operands in) {
    FloatArray x = in.floats(0);
    Rows rows = rows(x.shape());
    float[] scale = repeated(in.floats(1), rows, in);
    float[] bias =
        in.find(2).isPresent()
            ? repeated(in.floats(2), rows, in)
            : new float[rows.scale().elements()];
    FloatArray y = FloatArray.of(x.shape());
    float[] means = new float[rows.count()];
    float[] factors = new float[rows.count()];
    Parallel.ranges(
        in.team(),
        rows.count(),
        rows.length(),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            measure(x.data(), row, rows.length(), means, factors);
            for (int at = 0; at < rows.length(); ) {
              int n = rows.run() == 0 ? rows.length() : rows.run();
              int i = row * rows.length() + at;
              if (rows.run() == 0) {
                affine(x.data(), y.data(), i, n, means[row], factors[row], scale, bias);
              } else {
                int of = rows.scaleOf(row, at);
                affine(x.data(), y.data(), i, n, means[row], factors[row], scale[of], bias[of]);
              }
              at += n;
            }
          }
        });
    return outputs(x.shape(), y, means, factors);
  }

  /// The outputs: the array, and what else the operator has.
  default List<NdArray> outputs(TensorShape x, FloatArray y, float[] means, float[] factors) {
    return List.of(y);
  }

  /// The mean and 1/√(variance + epsilon) of a row.
  private void measure(float[] x, int row, int n, float[] means, float[] factors) {
    double mean = centred() ? Fold.sum(x, row * n, n) / n : 0;
    double variance = Fold.squares(x, row * n, n, mean) / n;
    means[row] = (float) mean;
    factors[row] = (float) (1 / Math.sqrt(variance + epsilon()));
  }

  private static void affine(
      float[] x, float[] y, int at, int n, float mean, float factor, float[] scale, float[] bias) {
    for (int k = 0; k < n; k++) {
      y[at + k] = Math.fma((x[at + k] - mean) * factor, scale[k], bias[k]);
    }
  }

  private static void affine(
      float[] x, float[] y, int at, int n, float mean, float factor, float scale, float bias) {
    for (int k = 0; k < n; k++) {
      y[at + k] = Math.fma((x[at + k] - mean) * factor, scale, bias);
    }
  }

  @Override
  default void gradients(Backward back) {
    Optional<FloatArray> byMeans = back.gradient(1);
    Optional<FloatArray> byFactors = back.gradient(2);
    if (back.gradient(0).isEmpty() && byMeans.isEmpty() && byFactors.isEmpty()) {
      return;
    }
    FloatArray x = back.floats(0);
    FloatArray g = back.gradientOrZeros(0);
    Rows rows = rows(x.shape());
    float[] scale = repeated(back.floats(1), rows, back.operands());
    FloatArray d = FloatArray.of(x.shape());
    FloatArray products = FloatArray.of(back.wants(1) ? x.shape() : TensorShape.of(0));
    Parallel.ranges(
        back.team(),
        rows.count(),
        rows.length(),
        (from, to) -> {
          float[] means = new float[rows.count()];
          float[] factors = new float[rows.count()];
          float[] normal = new float[rows.length()];
          float[] scaled = new float[rows.length()];
          for (int row = from; row < to; row++) {
            measure(x.data(), row, rows.length(), means, factors);
            int start = row * rows.length();
            for (int k = 0; k < normal.length; k++) {
              normal[k] = (x.data()[start + k] - means[row]) * factors[row];
            }
            if (back.wants(1)) {
              for (int k = 0; k < normal.length; k++) {
                products.data()[start + k] = g.data()[start + k] * normal[k];
              }
            }
            if (back.wants(0)) {
              timesScale(g.data(), start, scale, rows, row, scaled);
              slopes(normal, scaled, factors[row], d.data(), start);
              int of = row;
              byMeans.ifPresent(by -> addMean(by.data()[of], d.data(), start, normal.length));
              byFactors.ifPresent(by ->
                  addFactor(by.data()[of] * factors[of] * factors[of], normal, d.data(), start));
            }
          }
        });
    if (back.wants(0)) {
      back.add(0, d);
    }
    if (back.wants(1)) {
      back.add(1, sums(products, rows, back, 1));
    }
    if (back.wants(2)) {
      back.add(2, sums(g, rows, back, 2));
    }
  }

  private static void timesScale(
      float[] g, int start, float[] scale, Rows rows, int row, float[] scaled) {
    if (rows.run() == 0) {
      for (int k = 0; k < scaled.length; k++) {
        scaled[k] = g[start + k] * scale[k];
      }
      return;
    }
    for (int at = 0; at < scaled.length; at += rows.run()) {
      float factor = scale[rows.scaleOf(row, at)];
      for (int k = at; k < at + rows.run(); k++) {
        scaled[k] = g[start + k] * factor;
      }
    }
  }

  private void slopes(float[] normal, float[] scaled, float factor, float[] d, int start) {
    int n = normal.length;
    float mean = centred() ? (float) (Fold.sum(scaled, 0, n) / n) : 0;
    float along = (float) (Fold.products(scaled, 0, normal, 0, n) / n);
    for (int k = 0; k < n; k++) {
      d[start + k] = factor * (scaled[k] - mean - normal[k] * along);
    }
  }

  /// Adds what comes through the mean of a row.
  private static void addMean(float by, float[] d, int start, int n) {
    for (int k = 0; k < n; k++) {
      d[start + k] += by / n;
    }
  }

  /// Adds what comes through 1/√(variance + epsilon) of a row.
  ///
  /// @param by the gradient by it, times its square
  private static void addFactor(float by, float[] normal, float[] d, int start) {
    int n = normal.length;
    for (int k = 0; k < n; k++) {
      d[start + k] -= by * normal[k] / n;
    }
  }

  private static FloatArray sums(FloatArray products, Rows rows, Backward back, int input) {
    TensorShape shape = back.inputShape(input);
    TensorShape target = shape.elements() == rows.scale().elements() ? rows.scale() : shape;
    return Fold.sumTo(products.reshaped(rows.view()), target, back.team()).reshaped(shape);
  }

  @Override
  default Keeps keeps() {
    return Keeps.INPUTS;
  }

  /// Rows of the last axes, from `axis` on.
  private static Rows last(TensorShape x, int axis) {
    int at = x.axis(axis);
    int length = x.elements(at, x.rank());
    TensorShape scale = TensorShape.of(Arrays.copyOfRange(x.lengths(), at, x.rank()));
    return new Rows(length == 0 ? 0 : x.elements() / length, length, 0, x, scale);
  }

  /// Rows of the channels of a group and all places.
  ///
  /// @param scales how many the scale has
  private static Rows groups(TensorShape x, int groups, int scales) {
    if (x.rank() < 2 || groups < 1 || x.length(1) % groups != 0) {
      throw new IllegalArgumentException(
          "the channels must be a multiple of the groups, %d: %s".formatted(groups, x));
    }
    int count = x.length(0) * groups;
    int length = count == 0 ? 0 : x.elements() / count;
    int run = scales == 0 ? 0 : x.elements(1, x.rank()) / scales;
    if (run == 0) {
      throw new IllegalArgumentException("an array to be normalised must not be empty: " + x);
    }
    return new Rows(
        count, length, run, TensorShape.of(x.length(0), scales, run), TensorShape.of(scales, 1));
  }

  /// Over the last axes, from `axis` on. Ba, Kiros & Hinton 2016, arXiv:1607.06450. The second and
  /// the third output, the means and 1/√(variance + epsilon), have no gradient.
  record LayerNormalization(int axis, float epsilon) implements RowNormalization {
    @Override
    public Rows rows(TensorShape x) {
      return last(x, axis);
    }

    @Override
    public List<NdArray> outputs(TensorShape x, FloatArray y, float[] means, float[] factors) {
      int[] lengths = x.lengths();
      Arrays.fill(lengths, x.axis(axis), lengths.length, 1);
      TensorShape shape = TensorShape.of(lengths);
      List<NdArray> outputs = new ArrayList<>(List.of(y));
      outputs.add(new FloatArray(shape, means));
      outputs.add(new FloatArray(shape, factors));
      return outputs;
    }
  }

  /// Over the last axes, from `axis` on, without subtracting the mean. Zhang & Sennrich 2019,
  /// arXiv:1910.07467.
  record RMSNormalization(int axis, float epsilon) implements RowNormalization {
    @Override
    public Rows rows(TensorShape x) {
      return last(x, axis);
    }

    @Override
    public boolean centred() {
      return false;
    }
  }

  /// Over all places, channel by channel. Ulyanov, Vedaldi & Lempitsky 2016, arXiv:1607.08022.
  record InstanceNormalization(float epsilon) implements RowNormalization {
    @Override
    public Rows rows(TensorShape x) {
      int channels = x.rank() < 2 ? 0 : x.length(1);
      return RowNormalization.groups(x, channels, channels);
    }
  }

  /// Over all places and the channels of a group. Wu & He 2018, arXiv:1803.08494.
  record GroupNormalization(int groups, float epsilon, ScaleOf scale) implements RowNormalization {
    /// What has a scale and a bias of its own.
    public enum ScaleOf {
      /// As from opset 21 on.
      CHANNEL,
      /// As in opset 18.
      GROUP
    }

    @Override
    public Rows rows(TensorShape x) {
      return RowNormalization.groups(
          x, groups, scale == ScaleOf.GROUP || x.rank() < 2 ? groups : x.length(1));
    }
  }
}

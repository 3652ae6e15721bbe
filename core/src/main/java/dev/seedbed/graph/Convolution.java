package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;

/// Convolutions, with 1 to 3 spatial axes. Inputs: an array of rows × channels × spatial axes,
/// weights, and a bias for each channel of the output, which may be left out.
public sealed interface Convolution extends Operator {
  @Override
  default Keeps keeps() {
    return Keeps.INPUTS;
  }

  private static int[] spatial(TensorShape shape) {
    return Arrays.copyOfRange(shape.lengths(), Math.min(2, shape.rank()), shape.rank());
  }

  private static void checkGroups(TensorShape x, TensorShape w, int groups) {
    if (x.rank() < 3 || w.rank() < 3) {
      throw new IllegalArgumentException(
          "convolutions and their weights must have at least 3 axes: %s and %s".formatted(x, w));
    }
    if (groups < 1 || x.length(1) % groups != 0 || w.length(0) % groups != 0) {
      throw new IllegalArgumentException(
          "groups must divide the channels of %s and %s: %d".formatted(x, w, groups));
    }
  }

  private static float[] bias(Operands in, int channels) {
    if (in.find(2).isEmpty()) {
      return new float[0];
    }
    FloatArray bias = in.floats(2);
    if (!bias.shape().equals(TensorShape.of(channels))) {
      throw new IllegalArgumentException(
          "the bias must have %d numbers: %s".formatted(channels, bias.shape()));
    }
    return bias.data();
  }

  /// A convolution. Weights are features × channels of a group × window.
  ///
  /// @param group the number of groups into which channels and features are divided
  record Conv(WindowSpec window, int group) implements Convolution {
    private ConvolutionProducts products(TensorShape x, TensorShape w) {
      checkGroups(x, w, group);
      if (w.length(1) != x.length(1) / group) {
        throw new IllegalArgumentException(
            "the weights must have the channels of one of %d groups: %s and %s"
                .formatted(group, x, w));
      }
      Windows windows = window.windows(x, spatial(w), false);
      return new ConvolutionProducts(x.length(0), x.length(1), w.length(0), group, windows);
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      FloatArray x = in.floats(0);
      FloatArray w = in.floats(1);
      ConvolutionProducts products = products(x.shape(), w.shape());
      float[] bias = bias(in, products.features());
      FloatArray y =
          FloatArray.of(
              products.windows().shape(products.rows(), products.features(), x.shape().rank() - 2));
      products.features(x.data(), w.data(), bias, y.data(), in.team());
      return List.of(y);
    }

    @Override
    public void gradients(Backward back) {
      if (back.gradient(0).isEmpty()) {
        return;
      }
      float[] g = back.gradientOrZeros(0).data();
      ConvolutionProducts products = products(back.inputShape(0), back.inputShape(1));
      if (back.wants(0)) {
        FloatArray d = FloatArray.of(back.inputShape(0));
        products.images(g, back.floats(1).data(), d.data(), back.team());
        back.add(0, d);
      }
      if (back.wants(1)) {
        FloatArray d = FloatArray.of(back.inputShape(1));
        products.weightGradient(back.floats(0).data(), g, d.data(), back.team());
        back.add(1, d);
      }
      if (back.wants(2)) {
        back.add(2, FloatArray.of(products.featureSums(g, back.team())));
      }
    }
  }

  /// A transposed convolution: the gradient of a convolution by its input. Weights are channels of
  /// the input × channels of a group of the output × window.
  ///
  /// @param outputPadding rows that are added at the end of each spatial axis; 0 by default
  /// @param outputShape lengths of the output's spatial axes, which say the padding; empty if the
  ///   padding says the lengths
  record ConvTranspose(
      WindowSpec window, int group, List<Long> outputPadding, List<Long> outputShape)
      implements Convolution {
    public ConvTranspose {
      outputPadding = List.copyOf(outputPadding);
      outputShape = List.copyOf(outputShape);
    }

    private ConvolutionProducts products(TensorShape x, TensorShape w) {
      checkGroups(x, w, group);
      if (w.length(0) != x.length(1)) {
        throw new IllegalArgumentException(
            "the weights must have the channels of the input: %s and %s".formatted(x, w));
      }
      long features = (long) w.length(1) * group;
      if (features > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("too many channels: " + features);
      }
      Windows windows = window.transposed(x, spatial(w), outputPadding, outputShape);
      return new ConvolutionProducts(x.length(0), (int) features, x.length(1), group, windows);
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      FloatArray x = in.floats(0);
      FloatArray w = in.floats(1);
      ConvolutionProducts products = products(x.shape(), w.shape());
      float[] bias = bias(in, products.channels());
      FloatArray y =
          FloatArray.of(
              products
                  .windows()
                  .inputShape(products.rows(), products.channels(), x.shape().rank() - 2));
      products.images(x.data(), w.data(), y.data(), in.team());
      int places = products.windows().inputs();
      if (bias.length > 0) {
        Parallel.ranges(
            in.team(),
            products.rows() * products.channels(),
            places,
            (from, to) -> {
              for (int plane = from; plane < to; plane++) {
                float b = bias[plane % products.channels()];
                for (int i = plane * places; i < (plane + 1) * places; i++) {
                  y.data()[i] += b;
                }
              }
            });
      }
      return List.of(y);
    }

    @Override
    public void gradients(Backward back) {
      if (back.gradient(0).isEmpty()) {
        return;
      }
      float[] g = back.gradientOrZeros(0).data();
      ConvolutionProducts products = products(back.inputShape(0), back.inputShape(1));
      if (back.wants(0)) {
        FloatArray d = FloatArray.of(back.inputShape(0));
        products.features(g, back.floats(1).data(), new float[0], d.data(), back.team());
        back.add(0, d);
      }
      if (back.wants(1)) {
        FloatArray d = FloatArray.of(back.inputShape(1));
        products.weightGradient(g, back.floats(0).data(), d.data(), back.team());
        back.add(1, d);
      }
      if (back.wants(2)) {
        back.add(2, FloatArray.of(products.channelSums(g, back.team())));
      }
    }
  }
}

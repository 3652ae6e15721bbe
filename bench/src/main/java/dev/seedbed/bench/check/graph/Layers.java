package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.graph.PlannedTensor.Order;
import dev.seedbed.graph.ActivationFunction;
import dev.seedbed.graph.BatchNormalization;
import dev.seedbed.graph.BatchNormalization.Statistics;
import dev.seedbed.graph.BinaryFunction;
import dev.seedbed.graph.Convolution.Conv;
import dev.seedbed.graph.Convolution.ConvTranspose;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Gathering.Gather;
import dev.seedbed.graph.Gemm;
import dev.seedbed.graph.MatMul;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Padding;
import dev.seedbed.graph.Pooling;
import dev.seedbed.graph.Reshaping;
import dev.seedbed.graph.RowNormalization.LayerNormalization;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.graph.UnaryFunction;
import dev.seedbed.graph.WindowSpec;
import dev.seedbed.init.Kernel;
import dev.seedbed.tensor.Activation;
import java.util.List;

/// Adds layers to a planned network. Each returns the value that it gives.
///
/// @param plan that they are added to
record Layers(NetworkPlan plan) {
  static final Activation NONE = new Activation.Identity();

  private static final float EPSILON = 1e-5f;

  /// A convolution as a plan describes it.
  ///
  /// @param side of the window
  /// @param group channels that are convolved apart from others
  record Window(int in, int out, int side, int stride, int group) {
    static Window of(int in, int out) {
      return new Window(in, out, 3, 1, 1);
    }

    static Window depthwise(int channels) {
      return new Window(channels, channels, 3, 1, channels);
    }

    private int taps() {
      return side * side;
    }

    private Kernel kernel() {
      return group > 1 && group == in
          ? Kernel.depthwise(in, out / in, taps(), stride * stride)
          : Kernel.convolution(in, out, taps(), group, stride * stride);
    }

    private WindowSpec spec() {
      long pad = side / 2;
      return new WindowSpec(
          List.of(),
          List.of((long) stride, (long) stride),
          List.of(),
          List.of(pad, pad, pad, pad),
          Padding.EXPLICIT);
    }
  }

  /// W·x + b of rows of numbers.
  String dense(
      String path, String x, int in, int out, Role role, Activation before, Activation after) {
    String weight =
        plan.weight(
            path + "/weight",
            role,
            Kernel.dense(in, out),
            Order.UNITS_FIRST,
            before,
            after,
            out,
            in);
    String bias = plan.bias(path + "/bias", out);
    return plan.node(path + "/z", new Gemm(1, 1, false, true), x, weight, bias);
  }

  /// W·x + b of each place of sequences.
  String everywhere(
      String path, String x, int in, int out, Role role, Activation before, Activation after) {
    String weight =
        plan.weight(
            path + "/weight",
            role,
            Kernel.dense(in, out),
            Order.INPUTS_FIRST,
            before,
            after,
            in,
            out);
    String bias = plan.bias(path + "/bias", out);
    String product = plan.node(path + "/product", new MatMul(), x, weight);
    return plan.node(path + "/z", new BinaryFunction.Add(), product, bias);
  }

  String convolution(
      String path, String x, Window window, Role role, Activation before, Activation after) {
    String weight =
        plan.weight(
            path + "/weight",
            role,
            window.kernel(),
            Order.UNITS_FIRST,
            before,
            after,
            window.out,
            window.in / window.group,
            window.side,
            window.side);
    String bias = plan.bias(path + "/bias", window.out);
    return plan.node(path + "/z", new Conv(window.spec(), window.group), x, weight, bias);
  }

  /// A transposed convolution that makes images twice as large.
  String larger(
      String path, String x, int in, int out, Role role, Activation before, Activation after) {
    int side = 4;
    String weight =
        plan.weight(
            path + "/weight",
            role,
            Kernel.transposedConvolution(in, out, side * side, 1, 4),
            Order.INPUTS_FIRST,
            before,
            after,
            in,
            out,
            side,
            side);
    String bias = plan.bias(path + "/bias", out);
    var window =
        new WindowSpec(
            List.of(), List.of(2L, 2L), List.of(), List.of(1L, 1L, 1L, 1L), Padding.EXPLICIT);
    var operator = new ConvTranspose(window, 1, List.of(), List.of());
    return plan.node(path + "/z", operator, x, weight, bias);
  }

  /// Rows of a table.
  String lookUp(String path, String x, int kinds, int width, Role role) {
    String table =
        plan.weight(
            path + "/weight",
            role,
            Kernel.embedding(kinds, width),
            Order.INPUTS_FIRST,
            NONE,
            NONE,
            kinds,
            width);
    return plan.node(path + "/rows", new Gather(0), table, x);
  }

  /// Normalises channels by the mean and variance of the minibatch.
  String batchNormalized(String path, String z, int channels, Role role, Activation after) {
    String scale = scale(path, channels, role, after);
    String mean = plan.constant(path + "/mean", FloatArray.of(TensorShape.of(channels)));
    String variance = plan.constant(path + "/variance", FloatArray.of(TensorShape.of(channels)));
    String shift = path + "/shift";
    var operator = new BatchNormalization(EPSILON, 0.9f, Statistics.BATCH);
    return plan.node(path + "/y", operator, z, scale, shift, mean, variance);
  }

  /// Normalises each row.
  String layerNormalized(String path, String z, int width, Role role, Activation after) {
    String scale = scale(path, width, role, after);
    return plan.node(path + "/y", new LayerNormalization(-1, EPSILON), z, scale, path + "/shift");
  }

  private String scale(String path, int units, Role role, Activation after) {
    String scale =
        plan.weight(
            path + "/scale",
            role,
            Kernel.normalisation(units),
            Order.UNITS_FIRST,
            NONE,
            after,
            units);
    plan.bias(path + "/shift", units);
    return scale;
  }

  /// f(z), the f of the plan.
  String active(String path, String z) {
    return plan.node(path + "/a", operator(plan.f()), z);
  }

  /// x + branch.
  String added(String path, String x, String branch) {
    plan.countBranch();
    return plan.node(path + "/sum", new BinaryFunction.Add(), x, branch);
  }

  /// The maximum of squares of 2 × 2 pixels.
  String halved(String path, String x) {
    var window =
        new WindowSpec(List.of(2L, 2L), List.of(2L, 2L), List.of(), List.of(), Padding.EXPLICIT);
    return plan.node(path, new Pooling.MaxPool(window, false, false), x);
  }

  /// One row of numbers for each image.
  String flat(String path, String x) {
    return plan.node(path, new Reshaping.Flatten(1), x);
  }

  /// The operator of an activation.
  static Operator operator(Activation f) {
    return switch (f) {
      case Activation.Relu _ -> new ActivationFunction.Relu();
      case Activation.LeakyRelu(float slope) -> new ActivationFunction.LeakyRelu(slope);
      case Activation.Tanh _ -> new UnaryFunction.Tanh();
      case Activation.Gelu _ -> new ActivationFunction.Gelu();
      case Activation.Silu _ -> new ActivationFunction.Swish(1);
      case Activation.Sigmoid _ -> new ActivationFunction.Sigmoid();
      default -> throw new IllegalArgumentException("no network has this activation: " + f.name());
    };
  }
}

package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.graph.Layers.Window;
import dev.seedbed.graph.Pooling;
import dev.seedbed.tensor.Activation;

/// Networks of convolutions.
final class ImageArchitectures {
  private static final int CHANNELS = 8;
  private static final int SIDE = 8;
  private static final Activation NONE = Layers.NONE;

  private ImageArchitectures() {}

  /// What stands between a layer's weights and f.
  enum Norm {
    PLAIN,
    BATCH
  }

  /// What a layer consists of.
  enum Kind {
    FULL,
    /// Each channel by itself, then all of each place.
    SEPARABLE
  }

  /// Convolutions one after the other, the first of stride 2, with a maximum after half of them.
  static Architecture stack(int depth, Kind kind, Norm norm) {
    return plan -> {
      var layers = new Layers(plan);
      String x = GraphTask.INPUT;
      Activation before = NONE;
      int in = 1;
      for (int l = 1; l <= depth; l++) {
        String path = "conv" + l;
        boolean separable = kind == Kind.SEPARABLE && l > 1;
        x =
            separable
                ? separable(layers, path, x, before, norm)
                : layer(layers, path, x, window(in), Role.HIDDEN, before, norm);
        x = layers.active(path, x);
        before = plan.f();
        in = CHANNELS;
        if (l == depth / 2) {
          x = layers.halved("pool", x);
        }
      }
      int features = CHANNELS * SIDE * SIDE / 16;
      int classes = plan.task().outputs();
      return layers.dense(
          "head", layers.flat("flat", x), features, classes, Role.HEAD, before, NONE);
    };
  }

  private static Window window(int in) {
    return in == 1 ? new Window(1, CHANNELS, 3, 2, 1) : Window.of(in, CHANNELS);
  }

  private static String separable(
      Layers layers, String path, String x, Activation before, Norm norm) {
    String middle =
        layers.convolution(
            path + "/depthwise", x, Window.depthwise(CHANNELS), Role.HIDDEN, before, NONE);
    var point = new Window(CHANNELS, CHANNELS, 1, 1, 1);
    return layer(layers, path + "/pointwise", middle, point, Role.HIDDEN, NONE, norm);
  }

  /// A convolution before f, normalised or not.
  private static String layer(
      Layers layers,
      String path,
      String x,
      Window window,
      Role role,
      Activation before,
      Norm norm) {
    Activation f = layers.plan().f();
    return switch (norm) {
      case PLAIN -> layers.convolution(path, x, window, role, before, f);
      case BATCH -> {
        String z = layers.convolution(path, x, window, role, before, NONE);
        yield layers.batchNormalized(path + "/norm", z, window.out(), Role.SCALE, f);
      }
    };
  }

  /// Residual blocks of two convolutions: He et al. 2016, after a first one of stride 2.
  static Architecture residual(int blocks, Norm norm) {
    return plan -> {
      var layers = new Layers(plan);
      Activation f = plan.f();
      Window first = window(1);
      String x = layer(layers, "stem", GraphTask.INPUT, first, Role.HIDDEN, NONE, norm);
      x = layers.active("stem", x);
      for (int b = 1; b <= blocks; b++) {
        String path = "block" + b;
        var window = Window.of(CHANNELS, CHANNELS);
        String y = layer(layers, path + "/conv1", x, window, Role.BRANCH, f, norm);
        y = layers.active(path, y);
        y = layers.convolution(path + "/conv2", y, window, Role.BRANCH_END, f, NONE);
        if (norm == Norm.BATCH) {
          y = layers.batchNormalized(path + "/norm2", y, CHANNELS, Role.END_SCALE, NONE);
        }
        x = layers.added(path, x, y);
      }
      String mean = layers.flat("flat", plan.node("pool", new Pooling.GlobalAveragePool(), x));
      return layers.dense("head", mean, CHANNELS, plan.task().outputs(), Role.HEAD, f, NONE);
    };
  }

  /// Two convolutions of stride 2, and two transposed ones back.
  static Architecture autoencoder() {
    return plan -> {
      var layers = new Layers(plan);
      Activation f = plan.f();
      Window first = window(1);
      var second = new Window(CHANNELS, 2 * CHANNELS, 3, 2, 1);
      String x = layers.convolution("down1", GraphTask.INPUT, first, Role.HIDDEN, NONE, f);
      x = layers.convolution("down2", layers.active("down1", x), second, Role.HIDDEN, f, f);
      x = layers.active("down2", x);
      x = layers.larger("up1", x, 2 * CHANNELS, CHANNELS, Role.HIDDEN, f, f);
      return layers.larger("up2", layers.active("up1", x), CHANNELS, 1, Role.HEAD, f, NONE);
    };
  }

  /// DCGAN's discriminator for small images. Radford et al. 2016, arXiv:1511.06434.
  static Architecture discriminator() {
    return plan -> {
      var layers = new Layers(plan);
      Activation f = plan.f();
      Window first = window(1);
      var second = new Window(CHANNELS, 2 * CHANNELS, 3, 2, 1);
      String x = layers.convolution("conv1", GraphTask.INPUT, first, Role.HIDDEN, NONE, f);
      x = layers.convolution("conv2", layers.active("conv1", x), second, Role.HIDDEN, f, NONE);
      x = layers.batchNormalized("conv2/norm", x, 2 * CHANNELS, Role.SCALE, f);
      x = layers.flat("flat", layers.active("conv2", x));
      int features = 2 * CHANNELS * SIDE * SIDE / 16;
      return layers.dense("head", x, features, plan.task().outputs(), Role.HEAD, f, NONE);
    };
  }
}

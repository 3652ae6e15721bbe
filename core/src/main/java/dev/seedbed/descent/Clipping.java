package dev.seedbed.descent;

import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Backpropagation;
import java.util.Arrays;

/// Clips the gradient of all parameters together (Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063,
/// algorithm 1), as PyTorch's `clip_grad_norm_`: times min(1, most / (norm + 10⁻⁶)), where the norm
/// is Euclidean. It keeps the whole gradient, as the last number of it may change the first.
///
/// The norm is summed in double, where squares of floats are exact: 32 sums, one for each column of
/// a panel, over the layers' weights and biases from the first to the last, then these 32 in order.
final class Clipping implements Backpropagation.Use {
  private final double most;
  private final Network gradients;
  private final Backpropagation.Use storing;
  private final double[] sums = new double[Panels.WIDTH];
  private final float[] tile = new float[Panels.WIDTH * Panels.WIDTH];
  private final float[][] biases;

  /// @param network whose gradient it is
  /// @param most the largest norm
  Clipping(Network network, double most) {
    this.most = most;
    this.gradients = Network.zeros(network.spec());
    this.storing = Backpropagation.storing(gradients);
    this.biases =
        network.layers().stream()
            .map(layer -> new float[layer.bias().length])
            .toArray(float[][]::new);
  }

  @Override
  public void weights(int layer, int at, float[] gradient, int length) {
    storing.weights(layer, at, gradient, length);
  }

  @Override
  public void biases(int layer, float[] gradient) {
    storing.biases(layer, gradient);
  }

  /// Hands the clipped gradient to `use`.
  void handOn(Backpropagation.Use use) {
    double factor = Math.min(1, most / (norm() + 1e-6));
    for (int l = 0; l < biases.length; l++) {
      Layer layer = gradients.layers().get(l);
      float[] weights = layer.weight().data();
      for (int at = 0; at < weights.length; at += tile.length) {
        int length = Math.min(tile.length, weights.length - at);
        scale(weights, at, (float) factor, tile, length);
        use.weights(l, at, tile, length);
      }
      scale(layer.bias(), 0, (float) factor, biases[l], biases[l].length);
      use.biases(l, biases[l]);
    }
  }

  private static void scale(float[] from, int at, float factor, float[] to, int length) {
    for (int i = 0; i < length; i++) {
      to[i] = from[at + i] * factor;
    }
  }

  /// The norm of the gradient. What fills up the last panel does not count.
  double norm() {
    Arrays.fill(sums, 0);
    for (int l = 0; l < biases.length; l++) {
      Layer layer = gradients.layers().get(l);
      Panels weight = layer.weight();
      for (int p = 0; p < weight.panels(); p++) {
        for (int k = 0; k < weight.rows(); k++) {
          addSquares(weight.data(), weight.at(p, k), weight.columnsOf(p));
        }
        addSquares(layer.bias(), p * Panels.WIDTH, weight.columnsOf(p));
      }
    }
    double sum = 0;
    for (double part : sums) {
      sum += part;
    }
    return Math.sqrt(sum);
  }

  private void addSquares(float[] gradient, int at, int count) {
    for (int j = 0; j < count; j++) {
      double g = gradient[at + j];
      sums[j] += g * g;
    }
  }
}

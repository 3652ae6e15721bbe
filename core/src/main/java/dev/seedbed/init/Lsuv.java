package dev.seedbed.init;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.random.Seed;
import java.util.Optional;

/// Layer-sequential unit variance: layer by layer, the weights are divided by the standard
/// deviation of the layer's pre-activations on rows of data, until their variance is 1. Mishkin &
/// Matas 2016, arXiv:1511.06422, algorithm 1; the weights are drawn orthogonal before.
///
/// @param tolerance how far the variance may be from 1; 0.1 in the paper
/// @param tries at the most for each layer
record Lsuv(double tolerance, int tries) implements Adjustment {
  private static final int MOST_ROWS = 1024;

  public Lsuv {
    if (!(tolerance > 0 && tolerance < 1)) {
      throw new IllegalArgumentException("tolerance must be in (0, 1): " + tolerance);
    }
    if (tries < 1) {
      throw new IllegalArgumentException("tries must be at least 1: " + tries);
    }
  }

  @Override
  public String name() {
    return "lsuv";
  }

  @Override
  public void apply(Network network, Optional<Dataset.Part> data, Seed seed) {
    Dataset.Part rows = Adjustment.rows(data, MOST_ROWS, seed, "init/lsuv");
    var propagation = new Propagation(network, rows.rows(), Kernels.best());
    propagation.begin(rows.inputs(), 0, rows.rows());
    for (int l = 0; l < network.layers().size(); l++) {
      for (int i = 0; i < tries; i++) {
        double variance =
            UnitMoments.of(propagation.forward(l).firstRows(rows.rows())).pooledVariance();
        if (!(variance > 0 && variance < Double.POSITIVE_INFINITY)) {
          throw new InputException(
              "lsuv: the outputs of layer %d have variance %s on these rows, so no scale gives them variance 1"
                  .formatted(l + 1, variance));
        }
        if (Math.abs(variance - 1) <= tolerance) {
          break;
        }
        scaleWeights(network.layers().get(l), 1 / Math.sqrt(variance));
      }
      propagation.forward(l);
    }
  }

  static void scaleWeights(Layer layer, double factor) {
    float[] weights = layer.weight().data();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (weights[i] * factor);
    }
  }
}

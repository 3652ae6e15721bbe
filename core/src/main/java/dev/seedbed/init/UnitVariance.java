package dev.seedbed.init;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.random.Seed;
import java.util.Optional;

/// Layer by layer, each unit's weights and bias are set so that its pre-activations have mean
/// `mean` and variance 1 on rows of data; of the outputs, mean 0. Krähenbühl et al. 2016,
/// arXiv:1511.06856, section 3.1, algorithm 1.
///
/// @param mean of hidden units; 0.1 in the authors' code
record UnitVariance(double mean) implements Adjustment {
  private static final int MOST_ROWS = 1024;

  public UnitVariance {
    if (!Float.isFinite((float) mean)) {
      throw new IllegalArgumentException("mean must be finite as a float: " + mean);
    }
  }

  @Override
  public String name() {
    return "unit-variance";
  }

  @Override
  public void apply(Network network, Optional<Dataset.Part> data, Seed seed) {
    Dataset.Part rows = Adjustment.rows(data, MOST_ROWS, seed, "init/unit-variance");
    var propagation = new Propagation(network, rows.rows(), Kernels.best());
    propagation.begin(rows.inputs(), 0, rows.rows());
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      double wanted = l < network.layers().size() - 1 ? mean : 0;
      UnitMoments moments = UnitMoments.of(propagation.forward(l).firstRows(rows.rows()));
      for (int j = 0; j < layer.fanOut(); j++) {
        double deviation = Math.sqrt(moments.variance()[j]);
        if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
          throw new InputException(
              "unit-variance: unit %d of layer %d gives outputs of variance %s on these rows"
                  .formatted(j + 1, l + 1, moments.variance()[j]));
        }
        for (int i = 0; i < layer.fanIn(); i++) {
          layer.weight().set(i, j, (float) (layer.weight().get(i, j) / deviation));
        }
        double shifted = (layer.bias()[j] - moments.mean()[j]) / deviation + wanted;
        layer.bias()[j] = (float) shifted;
      }
      propagation.forward(l);
    }
  }
}

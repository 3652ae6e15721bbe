package dev.seedbed.init;

import dev.seedbed.data.Dataset;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Matrix;
import java.util.Optional;

/// Makes a first layer that was drawn for inputs in [−1, 1] right for the ranges that the inputs
/// have in the training rows, as MATLAB's `initnw` does: the layer as drawn, on inputs scaled to
/// [−1, 1]. Inputs that do not vary are left alone.
record InputRanges() implements Adjustment {

  @Override
  public String name() {
    return "input ranges";
  }

  @Override
  public void apply(Network network, Optional<Dataset.Part> data, Seed seed) {
    Matrix inputs = data.orElseThrow().inputs();
    Layer layer = network.layers().getFirst();
    for (int j = 0; j < inputs.columns(); j++) {
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < inputs.rows(); i++) {
        low = Math.min(low, inputs.get(i, j));
        high = Math.max(high, inputs.get(i, j));
      }
      if (low < high) {
        double factor = 2 / ((double) high - low);
        double shift = 1 - high * factor;
        for (int unit = 0; unit < layer.fanOut(); unit++) {
          float w = layer.weight().get(j, unit);
          layer.bias()[unit] = (float) (layer.bias()[unit] + w * shift);
          layer.weight().set(j, unit, (float) (w * factor));
        }
      }
    }
  }
}

package dev.seedbed.init;

import dev.seedbed.data.Dataset;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import java.util.Optional;

/// The biases that go with [Structured.NguyenWidrow] weights: of hidden unit i of n, β·l_i·sign of
/// its first weight, where l goes from −1 to 1 in equal steps, so that the units' active regions
/// lie side by side. Nguyen & Widrow 1990, in the form of MATLAB's `initnw`.
///
/// @param weights how the weights were drawn
record NguyenWidrowBiases(Structured.NguyenWidrow weights) implements Adjustment {

  @Override
  public String name() {
    return "nguyen-widrow";
  }

  @Override
  public boolean needsData() {
    return false;
  }

  @Override
  public void apply(Network network, Optional<Dataset.Part> data, Seed seed) {
    for (int l = 0; l < network.layers().size() - 1; l++) {
      Layer layer = network.layers().get(l);
      int units = layer.fanOut();
      double length = weights.length(Kernel.dense(layer.fanIn(), units));
      for (int i = 0; i < units; i++) {
        double step = units == 1 ? 0 : 2.0 * i / (units - 1) - 1;
        layer.bias()[i] = (float) (length * step * Math.signum(layer.weight().get(0, i)));
      }
    }
  }
}

package dev.seedbed.descent;

import dev.seedbed.kernel.Kernels;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.train.Sgd;
import java.util.List;

/// [Sgd] at work: the velocities of a network's parameters.
final class SgdUpdates implements Updates {
  private final Network network;
  private final Network velocities;
  private final Kernels kernels;
  private final float momentum;
  private final float decay;
  private final boolean nesterov;
  private float rate;

  SgdUpdates(Sgd sgd, Network network, Kernels kernels) {
    this.network = network;
    this.velocities = Network.zeros(network.spec());
    this.kernels = kernels;
    this.momentum = (float) sgd.momentum();
    this.decay = (float) sgd.weightDecay();
    this.nesterov = sgd.nesterov();
  }

  @Override
  public void begin(double learningRate) {
    rate = (float) learningRate;
  }

  @Override
  public void weights(int layer, int at, float[] gradient, int length) {
    Layer w = network.layers().get(layer);
    Layer v = velocities.layers().get(layer);
    step(w.weight().data(), v.weight().data(), at, gradient, length, decay);
  }

  @Override
  public void biases(int layer, float[] gradient) {
    float[] b = network.layers().get(layer).bias();
    step(b, velocities.layers().get(layer).bias(), 0, gradient, b.length, 0);
  }

  @Override
  public List<Network> memory() {
    return List.of(velocities);
  }

  @Override
  public void restore(List<Network> memory, long steps) {
    velocities.copyFrom(memory.getFirst());
  }

  private void step(float[] w, float[] v, int at, float[] gradient, int length, float shrink) {
    if (nesterov) {
      kernels.nesterov(w, v, at, gradient, length, rate, momentum, shrink);
    } else {
      kernels.sgd(w, v, at, gradient, length, rate, momentum, shrink);
    }
  }
}

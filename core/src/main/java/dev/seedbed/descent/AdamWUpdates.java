package dev.seedbed.descent;

import dev.seedbed.kernel.Kernels;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.train.AdamW;
import java.util.List;

/// [AdamW] at work: the running means of the gradients and of their squares.
final class AdamWUpdates implements Updates {
  private final AdamW adamW;
  private final Network network;
  private final Network means;
  private final Network squares;
  private final Kernels kernels;

  /// beta1ᵗ and beta2ᵗ after t steps.
  private double power1 = 1;

  private double power2 = 1;

  /// Values that all parameters share in a step, computed in double.
  private float rate;

  private float root;
  private float shrink;

  AdamWUpdates(AdamW adamW, Network network, Kernels kernels) {
    this.adamW = adamW;
    this.network = network;
    this.means = Network.zeros(network.spec());
    this.squares = Network.zeros(network.spec());
    this.kernels = kernels;
  }

  @Override
  public void begin(double learningRate) {
    power1 *= adamW.beta1();
    power2 *= adamW.beta2();
    rate = (float) (learningRate / (1 - power1));
    root = (float) Math.sqrt(1 - power2);
    shrink = (float) (1 - learningRate * adamW.weightDecay());
  }

  @Override
  public void weights(int layer, int at, float[] gradient, int length) {
    Layer w = network.layers().get(layer);
    Layer m = means.layers().get(layer);
    Layer v = squares.layers().get(layer);
    step(w.weight().data(), m.weight().data(), v.weight().data(), at, gradient, length, shrink);
  }

  @Override
  public void biases(int layer, float[] gradient) {
    float[] b = network.layers().get(layer).bias();
    float[] m = means.layers().get(layer).bias();
    float[] v = squares.layers().get(layer).bias();
    step(b, m, v, 0, gradient, b.length, 1);
  }

  @Override
  public List<Network> memory() {
    return List.of(means, squares);
  }

  @Override
  public void restore(List<Network> memory, long steps) {
    means.copyFrom(memory.get(0));
    squares.copyFrom(memory.get(1));
    power1 = 1;
    power2 = 1;
    // As in the steps themselves: another way to the powers would round otherwise.
    for (long step = 0; step < steps; step++) {
      power1 *= adamW.beta1();
      power2 *= adamW.beta2();
    }
  }

  private void step(
      float[] w, float[] m, float[] v, int at, float[] gradient, int length, float keep) {
    kernels.adamW(
        w,
        m,
        v,
        at,
        gradient,
        length,
        (float) adamW.beta1(),
        (float) (1 - adamW.beta1()),
        (float) adamW.beta2(),
        (float) (1 - adamW.beta2()),
        keep,
        rate,
        root,
        (float) adamW.epsilon());
  }
}

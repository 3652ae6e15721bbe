package dev.seedbed.train;

import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;

/// Stochastic gradient descent with momentum and L2 weight decay, for each weight w:
///
///     g = ∂loss/∂w + weightDecay·w
///     v = momentum·v + g
///     w = w − learningRate·v
///
/// Biases do not decay.
///
/// @param learningRate above 0
/// @param momentum in [0, 1); 0 is plain gradient descent
/// @param weightDecay at least 0
public record Sgd(double learningRate, double momentum, double weightDecay) {
  public static final Sgd DEFAULT = new Sgd(0.02, 0.9, 1e-4);

  public Sgd {
    if (!((float) learningRate > 0 && (float) learningRate < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the learning rate must be above 0 and finite as a float: " + learningRate);
    }
    if (!((float) momentum >= 0 && (float) momentum < 1)) {
      throw new IllegalArgumentException("momentum must be in [0, 1) as a float: " + momentum);
    }
    if (!((float) weightDecay >= 0 && (float) weightDecay < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the weight decay must be at least 0 and finite as a float: " + weightDecay);
    }
  }

  /// One step of `network` along `gradients`; `velocities` holds v. All three have the same shape.
  void step(Network network, Network gradients, Network velocities) {
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      Layer gradient = gradients.layers().get(l);
      Layer velocity = velocities.layers().get(l);
      step(
          layer.weight().data(),
          gradient.weight().data(),
          velocity.weight().data(),
          (float) weightDecay);
      step(layer.bias(), gradient.bias(), velocity.bias(), 0);
    }
  }

  private void step(float[] w, float[] gradient, float[] v, float decay) {
    float rate = (float) -learningRate;
    float keep = (float) momentum;
    for (int i = 0; i < w.length; i++) {
      float g = Math.fma(decay, w[i], gradient[i]);
      v[i] = Math.fma(keep, v[i], g);
      w[i] = Math.fma(rate, v[i], w[i]);
    }
  }
}

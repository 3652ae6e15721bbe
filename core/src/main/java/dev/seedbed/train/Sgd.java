package dev.seedbed.train;

import dev.seedbed.tensor.Kernels;

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

  /// One step for the weights or biases from `at` on.
  ///
  /// @param v the velocities that belong to `w`
  /// @param gradient `length` numbers from 0 on
  void step(
      Kernels kernels, float[] w, float[] v, int at, float[] gradient, int length, double decay) {
    kernels.sgd(w, v, at, gradient, length, (float) learningRate, (float) momentum, (float) decay);
  }
}

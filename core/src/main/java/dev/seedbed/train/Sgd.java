package dev.seedbed.train;

/// Stochastic gradient descent with momentum and L2 weight decay, for each weight w:
///
///     g = ∂loss/∂w + weightDecay·w
///     v = momentum·v + g
///     w = w − learningRate·v
///
/// Nesterov's momentum ends with w = w − learningRate·(g + momentum·v) instead: Sutskever, Martens,
/// Dahl & Hinton 2013, section 2, in the form of Bengio, Boulanger-Lewandowski & Pascanu 2012,
/// arXiv:1212.0901, equation 7, where w is the point looked ahead to. Both are `torch.optim.SGD`'s.
///
/// Biases do not decay.
///
/// @param learningRate above 0
/// @param momentum in [0, 1); 0 is plain gradient descent
/// @param weightDecay at least 0
/// @param nesterov whether the momentum is Nesterov's, which must be above 0
public record Sgd(double learningRate, double momentum, double weightDecay, boolean nesterov)
    implements Optimizer {
  public static final double DEFAULT_LEARNING_RATE = 0.01;
  public static final double DEFAULT_MOMENTUM = 0.9;
  public static final double DEFAULT_WEIGHT_DECAY = 1e-3;
  public static final Sgd DEFAULT =
      new Sgd(DEFAULT_LEARNING_RATE, DEFAULT_MOMENTUM, DEFAULT_WEIGHT_DECAY);

  public Sgd {
    Require.positive("the learning rate", learningRate);
    Require.fraction("momentum", momentum);
    Require.notNegative("the weight decay", weightDecay);
    if (nesterov && (float) momentum == 0) {
      throw new IllegalArgumentException("Nesterov's momentum must be above 0: " + momentum);
    }
  }

  /// With classical momentum.
  public Sgd(double learningRate, double momentum, double weightDecay) {
    this(learningRate, momentum, weightDecay, false);
  }

  @Override
  public String name() {
    return "sgd";
  }
}

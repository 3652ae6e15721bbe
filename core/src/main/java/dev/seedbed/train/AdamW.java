package dev.seedbed.train;

/// Adam (Kingma & Ba 2015, arXiv:1412.6980, algorithm 1) with decoupled weight decay (Loshchilov &
/// Hutter 2019, arXiv:1711.05101, algorithm 2), for each weight w with gradient g, in step t = 1,
/// 2, …:
///
///     m = beta1·m + (1 − beta1)·g
///     v = beta2·v + (1 − beta2)·g²
///     w = (1 − learningRate·weightDecay)·w
///         − learningRate·(m / (1 − beta1ᵗ)) / (√(v / (1 − beta2ᵗ)) + epsilon)
///
/// As in `torch.optim.AdamW`, and other than in algorithm 2, the decay is multiplied by the learning
/// rate, not only by its schedule. Biases do not decay.
///
/// @param learningRate above 0
/// @param beta1 in [0, 1)
/// @param beta2 in [0, 1)
/// @param epsilon above 0
/// @param weightDecay at least 0
public record AdamW(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimizer {
  public static final double DEFAULT_LEARNING_RATE = 1e-3;
  public static final double DEFAULT_BETA1 = 0.9;
  public static final double DEFAULT_BETA2 = 0.999;
  public static final double DEFAULT_EPSILON = 1e-8;
  public static final double DEFAULT_WEIGHT_DECAY = 1e-2;

  /// The defaults of `torch.optim.AdamW`.
  public static final AdamW DEFAULT =
      new AdamW(
          DEFAULT_LEARNING_RATE,
          DEFAULT_BETA1,
          DEFAULT_BETA2,
          DEFAULT_EPSILON,
          DEFAULT_WEIGHT_DECAY);

  public AdamW {
    Require.positive("the learning rate", learningRate);
    Require.fraction("beta1", beta1);
    Require.fraction("beta2", beta2);
    Require.positive("epsilon", epsilon);
    Require.notNegative("the weight decay", weightDecay);
  }

  @Override
  public String name() {
    return "adamw";
  }
}

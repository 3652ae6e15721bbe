package dev.seedbed.train;

/// The rule by which a step changes weights, given their gradient. Biases do not decay.
public sealed interface Optimizer permits Sgd, AdamW {

  /// The name at the command line and in files.
  String name();

  /// The learning rate that a [Schedule] starts from.
  double learningRate();

  double weightDecay();
}

package dev.seedbed.network;

/// What training minimises, with the output units that belong to it.
public enum Loss {
  /// −ln of the target class's probability, for softmax outputs. Mean over rows. Its targets are
  /// [dev.seedbed.data.Targets.Classes].
  CROSS_ENTROPY,

  /// (y − target)², for linear outputs. Mean over rows and outputs.
  SQUARED_ERROR
}

package dev.seedbed.io.document;

/// What a run can write down beside its result.
public enum Recorded {
  /// How the activations of the best network were spread, after each epoch: `activations.csv`.
  ACTIVATIONS
}

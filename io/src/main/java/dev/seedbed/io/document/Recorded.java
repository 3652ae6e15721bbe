package dev.seedbed.io.document;

/// Additional data that a run can record.
public enum Recorded {
  /// How the activations of the best network were spread, after each epoch: `activations.csv`.
  ACTIVATIONS
}

package dev.seedbed.io.document;

import java.util.Locale;

/// Additional data that a run can record.
public enum Recorded {
  /// How the activations of the best network were spread, after each epoch: `activations.csv`.
  ACTIVATIONS;

  /// As people write it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.seedbed.train;

import java.util.Locale;

/// How much the rows of each class weigh in the loss.
public enum ClassWeights {
  /// All rows weigh the same.
  NONE,
  /// All classes weigh the same: see [dev.seedbed.data.Dataset#balanced].
  BALANCED;

  /// As people write it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

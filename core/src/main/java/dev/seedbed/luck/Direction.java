package dev.seedbed.luck;

/// Which scores are better.
public enum Direction {
  /// Lower ones: a loss.
  MINIMIZE,
  /// Higher ones.
  MAXIMIZE;

  /// The score as a loss, or the loss as a score.
  double loss(double score) {
    return this == MINIMIZE ? score : -score;
  }
}

package dev.seedbed.study;

import dev.seedbed.train.Score;

/// How a trial ended.
public sealed interface Outcome {

  /// Trained to the end: all epochs, or no patience left.
  ///
  /// @param bestEpoch the epoch with the best validation loss
  /// @param validation the score at that epoch
  record Completed(int bestEpoch, Score validation) implements Outcome {}

  /// A loss became infinite or not a number.
  ///
  /// @param epoch the epoch in which it did
  record Diverged(int epoch) implements Outcome {}
}

package dev.seedbed.study;

import dev.seedbed.train.Score;
import java.util.Optional;

/// How a trial ended.
public sealed interface Outcome {

  /// Trained to the end: all epochs, or no patience left.
  ///
  /// @param bestEpoch the epoch with the best validation loss
  /// @param validation the score at that epoch
  record Completed(int bestEpoch, Score validation) implements Outcome {}

  /// Cut at a rung, as others were better.
  ///
  /// @param rung 1 is the first
  /// @param cut the worst loss that was kept there
  /// @param bestEpoch the epoch with the best validation loss
  /// @param validation the score at that epoch
  record Stopped(int rung, double cut, int bestEpoch, Score validation) implements Outcome {}

  /// A loss became infinite or not a number.
  ///
  /// @param epoch the epoch in which it did
  record Diverged(int epoch) implements Outcome {}

  /// The best validation score, with which a trial is ranked; empty if it diverged.
  default Optional<Score> best() {
    return switch (this) {
      case Completed completed -> Optional.of(completed.validation());
      case Stopped stopped -> Optional.of(stopped.validation());
      case Diverged _ -> Optional.empty();
    };
  }
}

package dev.seedbed.study;

import dev.seedbed.train.Epoch;
import java.util.List;

/// Receives the events of a study. Epochs are reported by several threads at once; all other events
/// one at a time, trials in any order.
public interface StudyListener {
  /// Ignores all events.
  StudyListener NONE = new StudyListener() {};

  /// A trial has trained one more epoch.
  default void epochDone(Trial trial, Epoch epoch) {}

  /// A trial has come to a rung, or to its end.
  ///
  /// @param rung the rung to come; one more than the last after it
  /// @param epochs what it has done since the rung before
  default void trialAdvanced(Trial trial, int rung, List<Epoch> epochs) {}

  /// A rung was decided.
  default void rungDone(Rung rung) {}

  /// A trial has ended, or was stopped.
  default void trialDone(TrialResult result) {}
}

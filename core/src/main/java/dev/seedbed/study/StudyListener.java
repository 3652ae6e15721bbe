package dev.seedbed.study;

import dev.seedbed.train.Epoch;
import java.util.List;

/// Hears how a study goes. Epochs are told by several threads at once; all else one at a time,
/// trials in any order.
public interface StudyListener {
  /// Hears nothing.
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

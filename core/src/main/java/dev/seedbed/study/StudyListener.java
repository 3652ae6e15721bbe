package dev.seedbed.study;

import dev.seedbed.train.Epoch;

/// Hears how a study goes. Epochs are told by several threads at once, ends of trials one at a
/// time; both in any order.
public interface StudyListener {
  /// Hears nothing.
  StudyListener NONE = new StudyListener() {};

  /// A trial has trained one more epoch.
  default void epochDone(Trial trial, Epoch epoch) {}

  /// A trial has ended.
  default void trialDone(TrialResult result) {}
}

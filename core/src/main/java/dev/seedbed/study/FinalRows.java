package dev.seedbed.study;

/// The rows that the network learns from that a study keeps.
public enum FinalRows {
  /// Those for training, as in the race.
  TRAINING,
  /// Those for training and validation: the winner's recipe is trained once more on them, for the
  /// epochs that were best in the race.
  ALL_BUT_TEST
}

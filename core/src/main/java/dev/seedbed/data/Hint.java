package dev.seedbed.data;

import java.nio.file.Path;

/// Advice on input that cannot be used. The user interface words it.
public sealed interface Hint {
  /// Take a column as texts.
  record TreatAsTexts(String column) implements Hint {}

  /// Leave a column out.
  record LeaveOut(String column) implements Hint {}

  /// Keep a tensor as it is.
  record KeepTensor(String tensor) implements Hint {}

  /// Name another folder for the run.
  record NameAnotherFolder() implements Hint {}

  /// Resume a run that has not ended.
  record Resume(Path run) implements Hint {}
}

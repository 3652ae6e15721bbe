package dev.seedbed.bench.check;

import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import java.util.List;
import java.util.Set;

/// What `check` and published tools said of one start, and what it is.
public interface JudgedStart {
  String caseName();

  /// What is believed to be wrong with it.
  Enum<?> fault();

  /// Whether it is believed to be sound.
  boolean isBelievedSound();

  Label label();

  /// The rules that found something that counts.
  Set<Rule> rules();

  /// The alarms of each tool of [Tool#all()], in its order.
  List<List<String>> alarms();

  /// Whether a rule that is right for the fault that is believed has found something.
  boolean isFlaggedRightly();

  default boolean isFlagged() {
    return !rules().isEmpty();
  }

  /// The findings that count: those of severity warning or error, about the start and not the data.
  static List<Finding> counting(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .filter(f -> f.severity().compareTo(Severity.WARNING) >= 0 && f.rule() != Rule.INPUTS)
        .toList();
  }
}

package dev.seedbed.bench.check;

import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What all tools said of one start, and what it is.
///
/// @param alarms of each tool of [Tool#all()], in its order
/// @param findings of `check`, of severity warning or error, about the start and not the data
record Judged(
    StartCase task, int seed, Label label, List<List<String>> alarms, List<Finding> findings) {

  /// Keeps what counts: see the protocol.
  static List<Finding> counting(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .filter(f -> f.severity().compareTo(Severity.WARNING) >= 0 && f.rule() != Rule.INPUTS)
        .toList();
  }

  boolean isFlagged() {
    return !findings.isEmpty();
  }

  /// Whether a rule that is right for the case's fault has found something.
  boolean isFlaggedRightly() {
    return findings.stream().anyMatch(f -> task.fault().isFoundBy(f.rule()));
  }

  Set<Rule> rules() {
    return findings.stream().map(Finding::rule).collect(Collectors.toCollection(TreeSet::new));
  }
}

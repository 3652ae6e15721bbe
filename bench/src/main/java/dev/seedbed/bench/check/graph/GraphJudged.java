package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.Label;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What `check` said of one start, and what it is.
///
/// @param rules that found something of severity warning or error, about the start and not the data
record GraphJudged(GraphCase one, int seed, Label label, Set<Rule> rules) {

  /// The rules that count: see the protocol.
  static Set<Rule> counting(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .filter(f -> f.severity().compareTo(Severity.WARNING) >= 0 && f.rule() != Rule.INPUTS)
        .map(Finding::rule)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean isFlagged() {
    return !rules.isEmpty();
  }

  /// Whether a rule that is right for the fault that is believed has found something.
  boolean isFlaggedRightly() {
    return rules.stream().anyMatch(rule -> one.start().fault().isFoundBy(rule.name()));
  }
}

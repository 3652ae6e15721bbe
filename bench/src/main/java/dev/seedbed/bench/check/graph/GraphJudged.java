package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.JudgedStart;
import dev.seedbed.bench.check.Label;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What `check` and published tools said of one start, and what it is.
///
/// @param findings that count
record GraphJudged(
    GraphCase one, int seed, Label label, List<List<String>> alarms, List<Finding> findings)
    implements JudgedStart {
  @Override
  public String caseName() {
    return one.name();
  }

  @Override
  public GraphFault fault() {
    return one.start().fault();
  }

  @Override
  public boolean isBelievedSound() {
    return fault() == GraphFault.NONE;
  }

  @Override
  public Set<Rule> rules() {
    return findings.stream().map(Finding::rule).collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public boolean isFlaggedRightly() {
    return rules().stream().anyMatch(rule -> one.start().fault().isFoundBy(rule.name()));
  }
}

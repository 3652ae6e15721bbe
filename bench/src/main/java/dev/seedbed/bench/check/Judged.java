package dev.seedbed.bench.check;

import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What all tools said of one start, and what it is.
///
/// @param findings of `check`, of severity warning or error, about the start and not the data
record Judged(
    StartCase task, int seed, Label label, List<List<String>> alarms, List<Finding> findings)
    implements JudgedStart {
  @Override
  public String caseName() {
    return task.name();
  }

  @Override
  public PlantedFault fault() {
    return task.fault();
  }

  @Override
  public boolean isBelievedSound() {
    return task.fault() == PlantedFault.NONE;
  }

  @Override
  public boolean isFlaggedRightly() {
    return findings.stream().anyMatch(f -> task.fault().isFoundBy(f.rule()));
  }

  @Override
  public Set<Rule> rules() {
    return findings.stream().map(Finding::rule).collect(Collectors.toCollection(TreeSet::new));
  }
}

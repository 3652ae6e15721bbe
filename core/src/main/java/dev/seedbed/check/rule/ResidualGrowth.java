package dev.seedbed.check.rule;

import dev.seedbed.check.measure.JoinMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;
import java.util.Optional;

/// Residual branches that each multiply the trunk, so that it grows exponentially with depth. A sum
/// of branches of one size grows linearly, which is what residual networks do.
final class ResidualGrowth implements RunRule {
  /// The trunk's mean square after the last branch over that after half of them, without the branch
  /// that adds most: a single large one trains. Branches of one size make it 2, those that grow
  /// with the trunk's length 4.
  private static final Threshold GROWTH = Threshold.above(10, Source.BENCHMARK);

  private static final double ERROR = 1e3;

  @Override
  public Rule rule() {
    return Rule.RESIDUAL_GROWTH;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    List<JoinMeasurement> joins = start.parts().joins();
    return joins.size() < 2 ? List.of() : of(joins).stream().toList();
  }

  private static Optional<Finding> of(List<JoinMeasurement> joins) {
    int half = (joins.size() - 1) / 2;
    JoinMeasurement middle = joins.get(half);
    double most = 1;
    for (int i = half + 1; i < joins.size(); i++) {
      most = Math.max(most, joins.get(i).out() / joins.get(i - 1).out());
    }
    double growth = joins.getLast().out() / middle.out() / most;
    if (!GROWTH.isMet(growth)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(Rule.RESIDUAL_GROWTH, Finding.NETWORK)
            .as(growth > ERROR ? Severity.ERROR : Severity.WARNING)
            .because(
                growth,
                GROWTH,
                "in the second half of its %d residual branches, from %s to %s, the mean square of the trunk grows %.3g-fold even without the largest: scale the last weights of each branch, or start them at 0",
                joins.size(),
                middle.name(),
                joins.getLast().name(),
                growth)
            .withRemedies(
                joins.stream()
                    .<Remedy>map(join -> new Remedy.Draw(join.weight(), "zeros"))
                    .toList()));
  }
}

package dev.seedbed.check.rule;

import dev.seedbed.check.measure.JoinMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Residual branches that each multiply the trunk, so that it grows exponentially with depth. A sum
/// of branches of one size grows linearly, which is what residual networks do.
final class ResidualGrowth implements RunRule {
  /// The trunk's mean square after a branch over that after the first.
  private static final Threshold GROWTH = Threshold.above(200, Source.BENCHMARK);

  private static final double ERROR = 1e6;

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
    return worst(start.parts().joins()).flatMap(growth -> of(start, growth)).stream().toList();
  }

  /// @param factor from the first join to the last
  private record Growth(JoinMeasurement first, JoinMeasurement last, double factor) {}

  private static Optional<Growth> worst(List<JoinMeasurement> joins) {
    if (joins.isEmpty()) {
      return Optional.empty();
    }
    JoinMeasurement first = joins.getFirst();
    return joins.stream()
        .map(join -> new Growth(first, join, join.out() / first.out()))
        .max(Comparator.comparingDouble(Growth::factor));
  }

  private static Optional<Finding> of(StartMeasurement start, Growth growth) {
    if (!GROWTH.isMet(growth.factor())) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(Rule.RESIDUAL_GROWTH, Finding.NETWORK)
            .as(growth.factor() > ERROR ? Severity.ERROR : Severity.WARNING)
            .because(
                growth.factor(),
                GROWTH,
                "from %s to %s the mean square of the trunk grows %.3g-fold over %d residual branches: scale the last weights of each, or start them at 0",
                growth.first().name(),
                growth.last().name(),
                growth.factor(),
                start.parts().joins().size())
            .withRemedies(
                start.parts().joins().stream()
                    .<Remedy>map(join -> new Remedy.Draw(join.weight(), "zeros"))
                    .toList()));
  }
}

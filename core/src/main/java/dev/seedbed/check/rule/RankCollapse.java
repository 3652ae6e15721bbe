package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;

/// Rows, or tokens, that become the same vector on their way: what differs between them does not
/// reach the outputs.
final class RankCollapse implements RunRule {
  /// The variance from row to row over the mean square, at the end of the trunk over that at its
  /// beginning.
  private static final Threshold SHARE = Threshold.below(1e-4, Source.CHOSEN);

  private static final double ERROR = 1e-8;

  @Override
  public Rule rule() {
    return Rule.RANK_COLLAPSE;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    List<LayerMeasurement> trunk = start.trunk();
    if (trunk.size() < 2 || start.kind() == StartMeasurement.Kind.CHAIN) {
      return List.of();
    }
    LayerMeasurement last = trunk.getLast();
    double share = (last.signal() / last.z()) / (trunk.getFirst().signal() / trunk.getFirst().z());
    return SHARE.isMet(share)
        ? List.of(
            Finding.of(Rule.RANK_COLLAPSE, Finding.NETWORK)
                .as(share < ERROR ? Severity.ERROR : Severity.WARNING)
                .because(
                    share,
                    SHARE,
                    "at %s all rows are nearly the same vector: of its mean square %.3g is what differs from row to row, at %s %.3g",
                    last.name(),
                    last.signal() / last.z(),
                    trunk.getFirst().name(),
                    trunk.getFirst().signal() / trunk.getFirst().z())
                .withRemedy(Advice.network(start)))
        : List.of();
  }
}

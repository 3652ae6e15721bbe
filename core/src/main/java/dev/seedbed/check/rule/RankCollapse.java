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
  private static final Threshold SHARE = Threshold.below(1e-4, Source.BENCHMARK);

  private static final double ERROR = 1e-8;

  /// Of networks without attention, whose rows go their own ways: deep ones of smooth functions
  /// keep less than 1e-4, and train.
  private static final Threshold SHARE_OF_ROWS = Threshold.below(ERROR, Source.BENCHMARK);

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
    LayerMeasurement first = trunk.getFirst();
    LayerMeasurement last = trunk.getLast();
    boolean attention = !start.parts().attentions().isEmpty();
    boolean tokens = attention && first.tokens() > 0 && !Double.isNaN(last.tokens());
    Threshold least = attention ? SHARE : SHARE_OF_ROWS;
    double before = (tokens ? first.tokens() : first.signal()) / first.z();
    double after = (tokens ? last.tokens() : last.signal()) / last.z();
    double share = after / before;
    return least.isMet(share)
        ? List.of(
            Finding.of(Rule.RANK_COLLAPSE, Finding.NETWORK)
                .as(share < ERROR ? Severity.ERROR : Severity.WARNING)
                .because(
                    share,
                    least,
                    "at %s all %s are nearly the same vector: of its mean square %.3g is what differs from one to the next, at %s %.3g",
                    last.name(),
                    tokens ? "tokens of a row" : "rows",
                    after,
                    first.name(),
                    before)
                .withRemedy(Advice.network(start)))
        : List.of();
  }
}

package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;

/// The lecture's layers that learn at different speeds, as gradients differ between them.
final class UnequalSpeeds implements RunRule {
  private static final Threshold INFO = Threshold.above(3, Source.PUBLISHED);

  /// Optimisers with a rate for each weight level a good deal, so that it takes much to be a
  /// warning: between 20 layers of silu with Glorot's variance they differ 3e5-fold, and it trains.
  private static final Threshold WARNING = Threshold.above(1e6, Source.BENCHMARK);

  @Override
  public Rule rule() {
    return Rule.UNEQUAL_SPEEDS;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    if (start.hidden().size() < 2) {
      return List.of();
    }
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (LayerMeasurement layer : start.hidden()) {
      least = Math.min(least, layer.gradient());
      most = Math.max(most, layer.gradient());
    }
    double ratio = most / least;
    if (!(least > 0) || !INFO.isMet(ratio)) {
      return List.of();
    }
    boolean warning = WARNING.isMet(ratio);
    return List.of(
        Finding.of(Rule.UNEQUAL_SPEEDS, Finding.NETWORK)
            .as(warning ? Severity.WARNING : Severity.INFO)
            .because(
                ratio,
                warning ? WARNING : INFO,
                "the root mean squares of back-propagated gradients differ %.3g-fold between layers, which so learn at different speeds",
                ratio)
            .withRemedy(Advice.network(start)));
  }
}

package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;

/// The standard deviation of activations over depth. DL4J's and TheDeepChecker's 0.5 to 2 is not
/// asked of single layers: it flags most sound starts.
final class ActivationSpread implements RunRule {
  private static final double TREND = 10;
  private static final Threshold UP = Threshold.above(TREND, Source.BENCHMARK);
  private static final Threshold DOWN = Threshold.below(1 / TREND, Source.BENCHMARK);

  /// Hidden layers that make a trend.
  private static final int DEPTH = 4;

  @Override
  public Rule rule() {
    return Rule.ACTIVATION_SPREAD;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    double before = Double.NaN;
    int up = 0;
    int down = 0;
    for (LayerMeasurement layer : start.hidden()) {
      double deviation = layer.report().a().deviation();
      up += deviation > before ? 1 : 0;
      down += deviation < before ? 1 : 0;
      before = deviation;
    }
    if (start.hidden().size() < DEPTH || (up > 0 && down > 0)) {
      return List.of();
    }
    double first = start.layers().getFirst().report().a().deviation();
    double ratio = before / first;
    if (ratio <= TREND && ratio >= 1 / TREND) {
      return List.of();
    }
    return List.of(
        Finding.of(Rule.ACTIVATION_SPREAD, Finding.NETWORK)
            .because(
                ratio,
                ratio < 1 ? DOWN : UP,
                "the standard deviation of activations goes from %.3g to %.3g, layer by layer the same way",
                first,
                before)
            .withRemedy(Advice.network(start)));
  }
}

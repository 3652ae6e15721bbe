package dev.seedbed.check.rule;

import dev.seedbed.check.measure.Memorisation;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;

/// Can the network learn a few rows by heart?
final class Overfitting implements RunRule {
  /// The share of the first loss that is left where rows have been learnt.
  private static final Threshold LEARNT = Threshold.above(0.05, Source.PUBLISHED);

  @Override
  public Rule rule() {
    return Rule.OVERFITTING;
  }

  @Override
  public boolean needsFinite() {
    return false;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    double left = start.overfitting().orElse(0);
    return LEARNT.isMet(left) || Double.isNaN(left)
        ? List.of(
            Finding.of(Rule.OVERFITTING, Finding.NETWORK)
                .because(
                    left,
                    LEARNT,
                    "after %d steps on the same %d rows, %.0f %% of the loss is left, where a sound network has learnt them by heart",
                    Memorisation.STEPS,
                    Math.min(Memorisation.ROWS, start.rows().count()),
                    100 * left))
        : List.of();
  }
}

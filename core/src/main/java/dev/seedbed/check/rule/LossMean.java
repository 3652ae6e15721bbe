package dev.seedbed.check.rule;

import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;

/// Whether the loss is a mean over rows.
final class LossMean implements RunRule {
  private static final Threshold ERROR = Threshold.above(1e-5, Source.PUBLISHED);

  @Override
  public Rule rule() {
    return Rule.LOSS_MEAN;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return start
        .arithmetic()
        .map(arithmetic -> Math.abs(arithmetic.lossRatio() - 1))
        .filter(ERROR::isMet)
        .map(error ->
            Finding.of(Rule.LOSS_MEAN, Finding.NETWORK)
                .because(
                    error,
                    ERROR,
                    "the loss of the same rows twice is not that of the rows once: it is no mean over rows")
                .withRemedy(new Remedy.ReportBug()))
        .stream()
        .toList();
  }
}

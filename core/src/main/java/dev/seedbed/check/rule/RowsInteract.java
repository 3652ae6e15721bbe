package dev.seedbed.check.rule;

import dev.seedbed.check.measure.ArithmeticMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;

/// Whether a row's outputs depend on the rows beside it.
final class RowsInteract implements RunRule {
  private static final Threshold NONE = Threshold.above(0, Source.EXACT);

  @Override
  public Rule rule() {
    return Rule.ROWS_INTERACT;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return start
        .arithmetic()
        .map(ArithmeticMeasurement::rowDifference)
        .filter(NONE::isMet)
        .map(difference ->
            Finding.of(Rule.ROWS_INTERACT, Finding.NETWORK)
                .because(difference, NONE, "the outputs of a row depend on the rows beside it")
                .withRemedy(new Remedy.ReportBug()))
        .stream()
        .toList();
  }
}

package dev.seedbed.check.rule;

import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;

/// Inputs of a scale that schemes are not made for.
final class Inputs implements RunRule {
  /// Root mean square of one input.
  static final Threshold HIGH = Threshold.above(10, Source.PUBLISHED);

  /// Root mean square of all inputs.
  private static final Threshold LOW = Threshold.below(0.01, Source.PUBLISHED);

  @Override
  public Rule rule() {
    return Rule.INPUTS;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    if (start.rows().inputs().length == 0) {
      return List.of();
    }
    Finding.Draft draft = Finding.of(Rule.INPUTS, "inputs");
    double largest = start.rows().largestInput();
    double size = start.rows().inputSize();
    if (HIGH.isMet(largest) || Double.isNaN(largest)) {
      return List.of(
          draft
              .because(
                  largest,
                  HIGH,
                  "an input has root mean square %.3g: schemes are made for inputs of about 1, and these push units out of their range",
                  largest)
              .withRemedy(new Remedy.ScaleInputs()));
    }
    return LOW.isMet(size)
        ? List.of(
            draft
                .because(
                    size,
                    LOW,
                    "the inputs have root mean square %.3g, so the signal is weak from the start",
                    size)
                .withRemedy(new Remedy.ScaleInputs()))
        : List.of();
  }
}

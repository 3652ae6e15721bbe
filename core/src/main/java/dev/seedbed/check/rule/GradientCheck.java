package dev.seedbed.check.rule;

import dev.seedbed.check.measure.ArithmeticMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;

/// The gradient against a difference quotient.
final class GradientCheck implements RunRule {
  private static final Threshold ERROR = Threshold.above(1e-2, Source.PUBLISHED);

  @Override
  public Rule rule() {
    return Rule.GRADIENT_CHECK;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return start
        .arithmetic()
        .map(ArithmeticMeasurement::gradientError)
        .filter(ERROR::isMet)
        .map(error ->
            Finding.of(Rule.GRADIENT_CHECK, Finding.NETWORK)
                .because(
                    error,
                    ERROR,
                    "the gradient and a difference quotient do not agree: the loss has kinks or is very steep here"))
        .stream()
        .toList();
  }
}

package dev.seedbed.check.rule;

import dev.seedbed.check.measure.RowsMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.ArrayList;
import java.util.List;

/// Targets far from what outputs without biases give.
final class OutputBias implements RunRule {
  /// Normalised perplexity of the classes, (eᴴ − 1) / (C − 1), below which they are out of balance.
  private static final Threshold BALANCE = Threshold.below(0.5, Source.PUBLISHED);

  /// With one class in ten of two it is 0.44: 0.4 nats, which the first steps make up for.
  private static final Threshold BALANCE_WARNING = Threshold.below(0.25, Source.BENCHMARK);

  /// Standard deviations of a target that its mean is from 0.
  private static final Threshold MEAN = Threshold.above(10, Source.BENCHMARK);

  @Override
  public Rule rule() {
    return Rule.OUTPUT_BIAS;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    if (start.outputs().biases().secondMoment() != 0) {
      return List.of();
    }
    return switch (start.head()) {
      case SOFTMAX -> classes(start);
      case LINEAR -> values(start);
      case SIGMOID -> List.of();
    };
  }

  private static List<Finding> classes(StartMeasurement start) {
    int classes = start.rows().targetMeans().length;
    if (classes == 1) {
      return List.of();
    }
    // With classes, the loss of chance is the entropy of their shares.
    double balance = StrictMath.expm1(start.chance()) / (classes - 1);
    if (!BALANCE.isMet(balance)) {
      return List.of();
    }
    boolean warning = BALANCE_WARNING.isMet(balance);
    return List.of(
        Finding.of(Rule.OUTPUT_BIAS, start.outputs().name())
            .as(warning ? Severity.WARNING : Severity.INFO)
            .because(
                balance,
                warning ? BALANCE_WARNING : BALANCE,
                "the classes are out of balance (normalised perplexity %.2f) and the output biases 0: training begins with learning the classes' shares",
                balance)
            .withRemedy(new Remedy.SetOutputBias(true)));
  }

  private static List<Finding> values(StartMeasurement start) {
    RowsMeasurement rows = start.rows();
    var findings = new ArrayList<Finding>();
    for (int j = 0; j < rows.targetMeans().length; j++) {
      double mean = rows.targetMeans()[j];
      double deviation = Math.sqrt(rows.targetVariances()[j]);
      double distance = Math.abs(mean) / deviation;
      if (deviation > 0 && MEAN.isMet(distance)) {
        findings.add(
            Finding.of(Rule.OUTPUT_BIAS, start.outputs().name())
                .because(
                    distance,
                    MEAN,
                    "target %d has mean %.3g and standard deviation %.3g, and the output bias is 0",
                    j + 1,
                    mean,
                    deviation)
                .withRemedy(new Remedy.SetOutputBias(false)));
      }
    }
    return findings;
  }
}

package dev.seedbed.check.rule;

import dev.seedbed.check.measure.ScaleMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;

/// Scales of 0 that every way to the outputs goes through. On residual branches they are a
/// published start, and meant.
final class ZeroScale implements RunRule {
  private static final Threshold ZERO = Threshold.atMost(0, Source.EXACT);

  @Override
  public Rule rule() {
    return Rule.ZERO_SCALE;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    List<ScaleMeasurement> scales = start.parts().scales();
    boolean alone = scales.stream().filter(scale -> scale.scales().isNearlyZero()).count() == 1;
    return scales.stream()
        .filter(ScaleMeasurement::blocking)
        .map(scale ->
            Finding.of(Rule.ZERO_SCALE, scale.name())
                .as(severity(scale, alone))
                .because(
                    0,
                    ZERO,
                    scale.gradient() > 0
                        ? "all scales are 0, and every way to the outputs goes through them: the outputs do not depend on the inputs until they have grown"
                        : "all scales are 0, every way to the outputs goes through them, and their gradient is 0 too: training cannot leave that")
                .withRemedy(new Remedy.Draw(scale.name(), "ones")))
        .toList();
  }

  /// The first step opens the way that a single tensor of scales blocks; behind others of 0 it
  /// hardly changes what they give.
  private static Severity severity(ScaleMeasurement scale, boolean alone) {
    if (scale.gradient() == 0) {
      return Severity.ERROR;
    }
    return alone ? Severity.INFO : Severity.WARNING;
  }
}

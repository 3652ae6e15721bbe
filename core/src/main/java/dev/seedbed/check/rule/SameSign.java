package dev.seedbed.check.rule;

import dev.seedbed.check.measure.Sample;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.measure.TensorMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Weights of one sign, by which all units pull the same way.
final class SameSign implements RunRule, TensorRule {
  private static final Threshold SHARE = Threshold.above(0.95, Source.PUBLISHED);

  /// Fewer different weights are of one sign by chance.
  private static final int COUNT = 20;

  @Override
  public Rule rule() {
    return Rule.SAME_SIGN;
  }

  @Override
  public boolean needsFinite() {
    return false;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return IntStream.range(0, start.layers().size())
        .boxed()
        .flatMap(l ->
            of(
                    start.layers().get(l).name(),
                    start.layers().get(l).weights(),
                    Depth.isShallow(start) ? Severity.INFO : Rule.SAME_SIGN.severity())
                .stream()
                .map(finding -> finding.withRemedy(Advice.draw(start, l))))
        .toList();
  }

  @Override
  public List<Finding> judge(TensorMeasurement tensor) {
    return tensor.weights().isEmpty()
        ? List.of()
        : of(tensor.name(), tensor.sample(), Rule.SAME_SIGN.severity()).stream().toList();
  }

  private static Optional<Finding> of(String name, Sample values, Severity severity) {
    double negative = values.negativeShare();
    double positive = 1 - negative - values.zeroShare();
    double share = Math.max(negative, positive);
    if (values.wrong() > 0
        || values.isNearlyZero()
        || values.isConstant()
        || !SHARE.isMet(share)
        || values.different() < COUNT) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(Rule.SAME_SIGN, name)
            .as(severity)
            .because(
                share,
                SHARE,
                "%.0f %% of the weights have the same sign, so all units pull the same way",
                100 * share));
  }
}

package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import dev.seedbed.tensor.Activation;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Rectifiers that are on for some row or other, but hardly any at a time.
final class ZeroFraction implements RunRule {
  private static final Threshold INFO = Threshold.above(0.9, Source.PUBLISHED);

  /// A layer of more zeros tells hardly any row from another.
  private static final Threshold WARNING = Threshold.above(0.985, Source.BENCHMARK);

  @Override
  public Rule rule() {
    return Rule.ZERO_FRACTION;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return IntStream.range(0, start.hidden().size())
        .boxed()
        .flatMap(l -> of(start, l).stream())
        .toList();
  }

  private static Optional<Finding> of(StartMeasurement start, int l) {
    LayerMeasurement layer = start.layers().get(l);
    double zeros = layer.report().zeros();
    if (layer.report().dead() > DeadUnits.ERROR || !INFO.isMet(zeros)) {
      return Optional.empty();
    }
    boolean warning = layer.activation() instanceof Activation.Relu && WARNING.isMet(zeros);
    return Optional.of(
        Finding.of(Rule.ZERO_FRACTION, layer.name())
            .as(warning ? Severity.WARNING : Severity.INFO)
            .because(
                zeros,
                warning ? WARNING : INFO,
                warning
                    ? "%.1f %% of the activations are 0: almost all rows are the same to this layer"
                    : "%.0f %% of the activations are 0, where %s is usual",
                100 * zeros,
                layer.activation() instanceof Activation.Relu ? "half" : "none")
            .withRemedy(Advice.draw(start, l)));
  }
}

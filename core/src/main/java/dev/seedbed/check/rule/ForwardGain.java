package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;
import java.util.Optional;

/// Does the signal reach the outputs, neither lost nor exploding?
final class ForwardGain implements RunRule {
  /// Growth of the second moment of pre-activations, over all layers and without the most extreme.
  /// SageMaker's 10 is less than that of sound starts of silu, whose gain depends on the size.
  private static final Threshold GROWTH = Threshold.above(200, Source.BENCHMARK);

  private static final double GROWTH_REST = 2.7;
  private static final double GROWTH_ERROR = 1e3;

  @Override
  public Rule rule() {
    return Rule.FORWARD_GAIN;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return Depth.of(start).flatMap(ForwardGain::of).stream().toList();
  }

  private static Optional<Finding> of(Depth depth) {
    LayerMeasurement first = depth.first();
    LayerMeasurement last = depth.last();
    double signal = depth.signal();
    double growth = last.z() / first.z();
    Finding.Draft draft = Finding.of(Rule.FORWARD_GAIN, Finding.NETWORK);
    Threshold least = Threshold.below(depth.leastSignal(), Source.BENCHMARK);
    if (least.isMet(signal)) {
      return Optional.of(
          draft
              .as(signal < Depth.SIGNAL_ERROR ? Severity.ERROR : Severity.WARNING)
              .because(
                  signal,
                  least,
                  "from %s to %s the signal, the variance from row to row, shrinks to %.3g even without the worst layer: what the inputs say does not reach the outputs",
                  first.name(),
                  last.name(),
                  signal)
              .withRemedy(depth.remedy()));
    }
    boolean grows = GROWTH.isMet(growth) && depth.growth() > GROWTH_REST;
    if (!Double.isFinite(last.z()) || grows) {
      return Optional.of(
          draft
              .as(GROWTH.isMet(growth) && growth < GROWTH_ERROR ? Severity.WARNING : Severity.ERROR)
              .because(
                  growth,
                  GROWTH,
                  "from %s to %s the mean square of the signal grows %.3g-fold: outputs and loss explode",
                  first.name(),
                  last.name(),
                  growth)
              .withRemedy(depth.remedy()));
    }
    Threshold most = Threshold.below(Depth.SIGNAL_WARNING, Source.BENCHMARK);
    return most.isMet(signal)
        ? Optional.of(
            draft
                .as(Severity.INFO)
                .because(
                    signal,
                    most,
                    "from %s to %s the signal, the variance from row to row, shrinks to %.3g: an optimiser with a step for each weight, such as Adam, makes up for that, in more steps; plain descent may not",
                    first.name(),
                    last.name(),
                    signal))
        : Optional.empty();
  }
}

package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;
import java.util.Optional;

/// The length of the first step of plain descent over that of the weights, as a power of ten.
final class UpdateRatio implements RunRule {
  private static final Threshold LOW = Threshold.below(-4, Source.PUBLISHED);
  private static final Threshold HIGH = Threshold.above(-1, Source.PUBLISHED);

  /// A first step 30 times as long as the weights themselves throws the start away. Not so of other
  /// networks than chains: a layer in front of a normalisation, or small weights before large ones,
  /// train from first steps a hundred times as long, and are what Adam is for.
  private static final Threshold WARNING = Threshold.above(1.5, Source.BENCHMARK);

  @Override
  public Rule rule() {
    return Rule.UPDATE_RATIO;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return start.layers().stream().flatMap(layer -> of(layer, start).stream()).toList();
  }

  private static Optional<Finding> of(LayerMeasurement layer, StartMeasurement start) {
    double learningRate = start.learningRate();
    double ratio = StrictMath.log10(layer.updateRatio(learningRate));
    if (!Double.isFinite(ratio) || !(HIGH.isMet(ratio) || LOW.isMet(ratio))) {
      return Optional.empty();
    }
    boolean warning = start.kind() == StartMeasurement.Kind.CHAIN && WARNING.isMet(ratio);
    return Optional.of(
        Finding.of(Rule.UPDATE_RATIO, layer.name())
            .as(warning ? Severity.WARNING : Severity.INFO)
            .because(
                ratio,
                HIGH.isMet(ratio) ? HIGH : LOW,
                "the first step of plain descent at learning rate %.3g changes the weights by 10^%.1f of their size, where 10^-3 is usual",
                learningRate,
                ratio)
            .withRemedy(
                HIGH.isMet(ratio)
                    ? new Remedy.SmallerLearningRate()
                    : new Remedy.LargerLearningRate()));
  }
}

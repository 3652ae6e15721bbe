package dev.seedbed.check.rule;

import dev.seedbed.check.measure.Sample;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.measure.TensorMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Weights of no known law, or an optimiser's memory: the file is no start.
final class LooksTrained implements RunRule, TensorRule {
  /// Names of the moments of Adam and momentum in PyTorch, Keras and Flax.
  private static final Pattern MOMENTS =
      Pattern.compile("exp_avg|momentum_buffer|adam.*/[mv]\\b|\\b(mu|nu)/|_(momentum|velocity)\\b");

  /// Known laws that fit, at the one time in a thousand million of the identification.
  private static final Threshold LAWS = Threshold.below(1, Source.EXACT);

  private static final Threshold ZERO = Threshold.above(0, Source.EXACT);

  /// Fewer weights fit many laws.
  private static final int COUNT = 200;

  @Override
  public Rule rule() {
    return Rule.LOOKS_TRAINED;
  }

  @Override
  public boolean needsFinite() {
    return false;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return start.figures()
        ? start.layers().stream()
            .flatMap(layer ->
                of(layer.name(), layer.weights(), layer.report().initialisers(), layer.structured())
                    .stream())
            .toList()
        : List.of();
  }

  @Override
  public List<Finding> judge(TensorMeasurement tensor) {
    Sample values = tensor.sample();
    if (MOMENTS.matcher(tensor.name()).find() && values.secondMoment() != 0) {
      return List.of(
          Finding.of(Rule.LOOKS_TRAINED, tensor.name())
              .because(
                  Math.sqrt(values.secondMoment()),
                  ZERO,
                  "by its name this is what an optimiser keeps between steps, and it is not 0: training has begun"));
    }
    return tensor.weights().isEmpty()
        ? List.of()
        : of(tensor.name(), values, tensor.matches(), tensor.structured()).stream().toList();
  }

  /// Independent draws of some law, but of no known one.
  private static Optional<Finding> of(
      String name, Sample weights, List<InitializerMatch> matches, boolean structured) {
    boolean draws =
        weights.wrong() == 0
            && weights.count() >= COUNT
            && weights.zeroShare() < 0.01
            && !weights.isConstant();
    return !matches.isEmpty() || !draws || structured
        ? Optional.empty()
        : Optional.of(
            Finding.of(Rule.LOOKS_TRAINED, name)
                .because(
                    matches.size(),
                    LAWS,
                    "the weights follow no known initialiser's law: these look like trained weights, not initial ones, and the other rules apply only to initial ones"));
  }
}

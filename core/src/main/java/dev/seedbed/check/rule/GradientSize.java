package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gradients too small to learn from, or so large that the first step throws the weights away.
final class GradientSize implements RunRule {
  /// The mean gradient of the layer that has the largest: as long as one layer learns, the others
  /// follow. Adam's ε of 1e-8 keeps its steps small below that; 20 layers of silu with Glorot's
  /// variance have 4e-8, and train. SageMaker's and DeepDiagnosis's 1e-7 is of each layer.
  private static final Threshold BEST = Threshold.below(1e-8, Source.BENCHMARK);

  private static final Threshold FLOOR = Threshold.below(1e-7, Source.PUBLISHED);
  private static final Threshold CEILING = Threshold.above(1e6, Source.PUBLISHED);
  private static final Threshold ZERO = Threshold.atMost(0, Source.EXACT);

  @Override
  public Rule rule() {
    return Rule.GRADIENT_SIZE;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    double best =
        start.layers().stream()
            .mapToDouble(layer -> layer.weightGradients().meanAbsolute())
            .max()
            .orElse(0);
    var findings = new ArrayList<Finding>();
    // If every gradient is 0, the saddle says it.
    if (best > 0 && BEST.isMet(best)) {
      findings.add(
          Finding.of(Rule.GRADIENT_SIZE, Finding.NETWORK)
              .because(
                  best,
                  BEST,
                  "the mean gradient is %.3g at most, in whatever layer: too small to learn from",
                  best)
              .withRemedy(Advice.network(start)));
    }
    for (int l = 0; l < start.layers().size(); l++) {
      of(start, l, best).ifPresent(findings::add);
    }
    return findings;
  }

  private static Optional<Finding> of(StartMeasurement start, int l, double best) {
    LayerMeasurement layer = start.layers().get(l);
    double size = layer.weightGradients().meanAbsolute();
    Finding.Draft draft = Finding.of(Rule.GRADIENT_SIZE, layer.name());
    if (size == 0 && best > 0 && laterZero(start, l)) {
      return Optional.of(
          draft
              .as(Severity.INFO)
              .because(
                  0,
                  ZERO,
                  "the first step does not change these weights, as a later layer is 0; the second will"));
    }
    if (!BEST.isMet(best) && FLOOR.isMet(size)) {
      return Optional.of(
          draft
              .as(Severity.INFO)
              .because(
                  size,
                  FLOOR,
                  "the mean gradient of the weights is %.3g: this layer will learn late",
                  size));
    }
    return CEILING.isMet(size) || Double.isNaN(size)
        ? Optional.of(
            draft
                .because(
                    size,
                    CEILING,
                    "the mean gradient of the weights is %.3g: the first step throws them away",
                    size)
                .withRemedy(Advice.network(start)))
        : Optional.empty();
  }

  /// Whether a layer after `l` has weights of exactly 0, and moves in the first step.
  private static boolean laterZero(StartMeasurement start, int l) {
    return start.layers().subList(l + 1, start.layers().size()).stream()
        .anyMatch(layer -> layer.weights().secondMoment() == 0 && layer.largestGradient() > 0);
  }
}

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

/// Units at the ends of their range, which little gradient passes.
final class Saturation implements RunRule {
  private static final Threshold SATURATED = Threshold.above(0.5, Source.PUBLISHED);

  /// Units that no gradient passes.
  private static final Threshold FLAT = Threshold.above(0.3, Source.BENCHMARK);

  /// Units near the ends of their range, in more than half of at least as many layers: one or two
  /// such layers still train.
  static final Threshold PUSHED = Threshold.above(0.6, Source.BENCHMARK);

  private static final int LAYERS = 3;

  /// The same, mean over as many layers, if the gradient also grows by this factor.
  private static final Threshold PUSHED_MEAN = Threshold.above(0.4, Source.BENCHMARK);

  private static final double GROWTH = 1.5;

  @Override
  public Rule rule() {
    return Rule.SATURATION;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    var findings = new ArrayList<Finding>();
    network(start).ifPresent(findings::add);
    for (int l = 0; l < start.layers().size(); l++) {
      if (isLookedAt(start, l)) {
        of(start, l).ifPresent(findings::add);
      }
    }
    return findings;
  }

  /// Hidden layers, and outputs that have ends: their loss is small even where no gradient passes
  /// them.
  static boolean isLookedAt(StartMeasurement start, int l) {
    return l < start.hidden().size() || start.outputs().isBounded();
  }

  private static Optional<Finding> of(StartMeasurement start, int l) {
    LayerMeasurement layer = start.layers().get(l);
    Finding.Draft draft = Finding.of(Rule.SATURATION, layer.name());
    if (SparseStart.isSparse(layer)) {
      return Optional.empty();
    }
    if (FLAT.isMet(layer.flat())) {
      return Optional.of(
          draft
              .as(
                  start.isBranch(l) || (l == 0 && inputsTooLarge(start)) || isPartlyOff(layer)
                      ? Severity.INFO
                      : Severity.ERROR)
              .because(
                  layer.flat(),
                  FLAT,
                  "%.0f %% of the units are so far out that no gradient passes them",
                  100 * layer.flat())
              .withRemedy(Advice.draw(start, l)));
    }
    double share = Math.max(layer.report().saturated(), layer.pushed());
    return SATURATED.isMet(share)
        ? Optional.of(
            draft
                .as(
                    PUSHED.isMet(layer.pushed()) && manyPushed(start)
                        ? Severity.WARNING
                        : Severity.INFO)
                .because(
                    share,
                    SATURATED,
                    "%.0f %% of the units are saturated, so that little gradient passes them",
                    100 * share)
                .withRemedy(Advice.draw(start, l)))
        : Optional.empty();
  }

  /// Units with one end, such as those of GELU and SiLU, are off there as rectifiers are.
  private static boolean isPartlyOff(LayerMeasurement layer) {
    return !layer.isBounded() && layer.flat() <= DeadUnits.ERROR;
  }

  /// Then it is they that saturate the first layer, and no fault of the start.
  private static boolean inputsTooLarge(StartMeasurement start) {
    return start.layers().getFirst().input() > Inputs.HIGH.bound() * Inputs.HIGH.bound();
  }

  private static boolean manyPushed(StartMeasurement start) {
    long pushed = start.hidden().stream().filter(layer -> PUSHED.isMet(layer.pushed())).count();
    return start.hidden().size() >= LAYERS && 2 * pushed > start.hidden().size();
  }

  /// Large weights drive bounded units to their ends, where the signal stays as it is; that they
  /// are too large is seen by the gradient, which grows.
  private static Optional<Finding> network(StartMeasurement start) {
    List<LayerMeasurement> hidden = start.hidden();
    if (hidden.size() < LAYERS) {
      return Optional.empty();
    }
    double share = hidden.stream().mapToDouble(LayerMeasurement::pushed).sum() / hidden.size();
    double ratio = hidden.getFirst().gradient() / hidden.getLast().gradient();
    return PUSHED_MEAN.isMet(share) && ratio > GROWTH
        ? Optional.of(
            Finding.of(Rule.SATURATION, Finding.NETWORK)
                .as(Severity.WARNING)
                .because(
                    share,
                    PUSHED_MEAN,
                    "%.0f %% of all hidden units are near the ends of their range, and the root mean square of the gradient grows %.3g-fold from %s back to %s: the weights are too large",
                    100 * share,
                    ratio,
                    hidden.getLast().name(),
                    hidden.getFirst().name())
                .withRemedy(Advice.network(start)))
        : Optional.empty();
  }
}

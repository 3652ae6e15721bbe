package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.Sample;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.measure.TensorMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lecture's equal units: they get equal gradients, and stay equal for ever.
final class Symmetry implements RunRule, TensorRule {
  /// The share of duplicate units of a layer that is an error.
  private static final double ERROR = 0.5;

  private static final Threshold DUPLICATES = Threshold.above(0.05, Source.BENCHMARK);
  private static final Threshold CONSTANT = Threshold.atMost(Sample.CONSTANT, Source.EXACT);

  @Override
  public Rule rule() {
    return Rule.SYMMETRY;
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
    var findings = new ArrayList<Finding>();
    for (LayerMeasurement layer : start.layers()) {
      if (layer.weights().wrong() == 0) {
        constant(layer.name(), layer.weights())
            .ifPresent(finding -> findings.add(finding.as(Severity.INFO)));
      }
    }
    if (start.isFinite()) {
      for (int l = 0; l < start.hidden().size(); l++) {
        duplicates(start, l).ifPresent(findings::add);
        unparted(start, l).ifPresent(findings::add);
      }
    }
    return findings;
  }

  /// Outgoing weights that differ would part units of equal incoming ones.
  private static Optional<Finding> constant(String name, Sample weights) {
    if (weights.count() < 2 || weights.isNearlyZero() || !weights.isConstant()) {
      return Optional.empty();
    }
    double mean = weights.mean();
    return Optional.of(
        Finding.of(Rule.SYMMETRY, name)
            .because(
                weights.variance() / (mean * mean),
                CONSTANT,
                "all weights are %.4g, so all units compute the same; outgoing weights that differ would part them",
                mean));
  }

  private static Optional<Finding> duplicates(StartMeasurement start, int l) {
    LayerMeasurement layer = start.layers().get(l);
    double share = layer.report().duplicates();
    // The saddle rule reports units whose weights are all 0, if they are at one.
    boolean zero = layer.weights().secondMoment() == 0 && start.isAtSaddle();
    if (zero || !DUPLICATES.isMet(share) || layer.report().fanOut() == 1) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(Rule.SYMMETRY, layer.name())
            .as(share > ERROR ? Severity.ERROR : Severity.WARNING)
            .because(
                share,
                DUPLICATES,
                "%.0f %% of the units have the same incoming and outgoing weights as another one, compute the same and stay equal for ever",
                100 * share)
            .withRemedy(Advice.draw(start, l)));
  }

  /// Outgoing weights that differ part equal units, but not where no gradient comes through.
  private static Optional<Finding> unparted(StartMeasurement start, int l) {
    LayerMeasurement layer = start.layers().get(l);
    boolean equal =
        !DUPLICATES.isMet(layer.report().duplicates())
            && layer.weights().secondMoment() > 0
            && layer.weights().isConstant();
    if (!equal || !Saturation.PUSHED.isMet(layer.pushed())) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(Rule.SYMMETRY, layer.name())
            .as(Severity.WARNING)
            .because(
                layer.pushed(),
                Saturation.PUSHED,
                "all units compute the same, and are so near the ends of their range that hardly any gradient separates them")
            .withRemedy(Advice.draw(start, l)));
  }

  /// Without the layers around it nothing says that others will part the units.
  @Override
  public List<Finding> judge(TensorMeasurement tensor) {
    if (tensor.weights().isEmpty() || tensor.isZero()) {
      return List.of();
    }
    Optional<Finding> constant = constant(tensor.name(), tensor.sample());
    if (constant.isPresent()) {
      return List.of(constant.get());
    }
    double share = tensor.duplicates();
    return DUPLICATES.isMet(share)
        ? List.of(
            Finding.of(Rule.SYMMETRY, tensor.name())
                .as(Severity.WARNING)
                .because(
                    share,
                    DUPLICATES,
                    "%.0f %% of the units have the same incoming weights as another one, and stay equal if their outgoing ones are equal too",
                    100 * share))
        : List.of();
  }
}

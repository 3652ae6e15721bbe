package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.Sample;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.measure.TensorMeasurement;
import dev.seedbed.check.measure.TensorSetMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Weights, or scales of a normalisation, that are as good as 0.
final class ZeroLayer implements RunRule, TensorRule, TensorSetRule {
  private static final Threshold TINY = Threshold.above(Sample.TINY_SHARE, Source.PUBLISHED);

  /// Layers that published starts leave at 0 on purpose: outputs (torchvision's ViT), and what LoRA
  /// (Hu et al. 2022) and ControlNet (Zhang et al. 2023) call so.
  private static final Pattern MEANT =
      Pattern.compile("head|classifier|logits|output|final|lora_b|zero", Pattern.CASE_INSENSITIVE);

  @Override
  public Rule rule() {
    return Rule.ZERO_LAYER;
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
    Severity severity = start.isFinite() && start.isAtSaddle() ? Severity.ERROR : Severity.INFO;
    var findings = new ArrayList<Finding>();
    for (int l = 0; l < start.layers().size(); l++) {
      LayerMeasurement layer = start.layers().get(l);
      Remedy draw = Advice.draw(start, l);
      nearlyZero(layer.name(), layer.weights())
          .ifPresent(finding -> findings.add(finding.as(severity).withRemedy(draw)));
      // Of other networks, ZeroScale knows whether there is a way around them.
      if (start.kind() == StartMeasurement.Kind.CHAIN) {
        layer.scales().flatMap(scales -> scale(layer.name(), scales)).ifPresent(findings::add);
      }
    }
    return findings;
  }

  private static Optional<Finding> nearlyZero(String name, Sample weights) {
    return weights.wrong() > 0 || weights.count() < 2 || !weights.isNearlyZero()
        ? Optional.empty()
        : Optional.of(
            Finding.of(Rule.ZERO_LAYER, name)
                .because(
                    weights.tinyShare(),
                    TINY,
                    "%.0f %% of the weights are as good as 0, so hardly any signal passes",
                    100 * weights.tinyShare()));
  }

  /// At the end of residual branches a scale of 0 is a published start; a chain has no way around
  /// it.
  private static Optional<Finding> scale(String layer, Sample scales) {
    return scales.isNearlyZero()
        ? Optional.of(
            Finding.of(Rule.ZERO_LAYER, layer)
                .as(Severity.ERROR)
                .because(
                    scales.tinyShare(),
                    TINY,
                    "the scale of the normalisation, gamma, is 0: all rows are the same to what follows, and no gradient comes back")
                .withRemedy(new Remedy.SetScale(layer)))
        : Optional.empty();
  }

  /// Zeros alone are judged beside the other tensors.
  @Override
  public List<Finding> judge(TensorMeasurement tensor) {
    return tensor.weights().isEmpty() || tensor.isZero()
        ? List.of()
        : nearlyZero(tensor.name(), tensor.sample()).stream().toList();
  }

  @Override
  public List<Finding> judge(TensorSetMeasurement tensors) {
    if (tensors.allZero()) {
      return List.of();
    }
    List<TensorSetMeasurement.Weights> layers = tensors.layers();
    Map<String, List<TensorSetMeasurement.Weights>> alike =
        layers.stream().collect(Collectors.groupingBy(TensorSetMeasurement.Weights::place));
    return layers.stream()
        .filter(TensorSetMeasurement.Weights::zero)
        .map(layer -> {
          boolean last = layer.equals(layers.getLast());
          boolean named = MEANT.matcher(layer.name()).find();
          return last || named || areMeant(alike.getOrDefault(layer.place(), List.of()))
              ? Finding.of(Rule.ZERO_LAYER, layer.name())
                  .because(
                      1,
                      TINY,
                      "all weights are 0, as published starts leave the outputs or the last layer of a residual branch")
              : Finding.of(Rule.ZERO_LAYER, layer.name())
                  .as(Severity.WARNING)
                  .because(
                      1,
                      TINY,
                      "all weights are 0: nothing passes, and rectifiers behind it never learn; sound only at the end of a residual branch, or as outputs")
                  .withRemedy(Advice.draw(layer.name(), layer.kernel()));
        })
        .toList();
  }

  /// Whether zeros in the same place of several layers are likely meant: each of these has others
  /// that are not 0.
  private static boolean areMeant(List<TensorSetMeasurement.Weights> alike) {
    return alike.size() > 1 && alike.stream().allMatch(TensorSetMeasurement.Weights::zero);
  }
}

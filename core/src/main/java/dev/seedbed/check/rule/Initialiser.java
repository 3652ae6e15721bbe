package dev.seedbed.check.rule;

import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.measure.TensorMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;
import java.util.Optional;

/// The initialiser that weights were likely drawn by, as information only.
final class Initialiser implements RunRule, TensorRule {
  private static final Threshold FIT = Threshold.above(0, Source.EXACT);

  @Override
  public Rule rule() {
    return Rule.INITIALISER;
  }

  @Override
  public boolean needsFinite() {
    return false;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return start.layers().stream()
        .flatMap(layer -> of(layer.name(), layer.report().initialisers()).stream())
        .toList();
  }

  @Override
  public List<Finding> judge(TensorMeasurement tensor) {
    return of(tensor.name(), tensor.matches()).stream().toList();
  }

  private static Optional<Finding> of(String name, List<InitializerMatch> matches) {
    return matches.stream()
        .findFirst()
        .map(best ->
            Finding.of(Rule.INITIALISER, name)
                .because(
                    best.probability(),
                    FIT,
                    "drawn by %s, %s (probability %.2f)",
                    best.scheme(),
                    best.symbols(),
                    best.probability()));
  }
}

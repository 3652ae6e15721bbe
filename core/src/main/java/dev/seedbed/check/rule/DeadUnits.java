package dev.seedbed.check.rule;

import dev.seedbed.check.measure.Sample;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Rectifiers that are off on every row, and so learn nothing.
final class DeadUnits implements RunRule {
  /// Almost all dead are an error. The deeper a network of rectifiers, the more alike all rows are
  /// to it, and the more units are off for all of them: He's start of 34 layers of 128 has 40 % of
  /// such units, and trains; so fewer are information.
  static final double ERROR = 0.9;

  private static final Threshold INFO = Threshold.above(0.1, Source.PUBLISHED);

  @Override
  public Rule rule() {
    return Rule.DEAD_UNITS;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return IntStream.range(0, start.hidden().size())
        .filter(l -> isMet(start.layers().get(l).report()))
        .mapToObj(l -> {
          LayerReport layer = start.layers().get(l).report();
          // Where a scale of 0 turns units off, other weights would be off, too.
          boolean off = start.layers().get(l).scales().filter(Sample::isNearlyZero).isPresent();
          return Finding.of(Rule.DEAD_UNITS, layer.name())
              .as(isDead(layer) && !isSpared(start, l) ? Severity.ERROR : Severity.INFO)
              .because(
                  layer.dead(),
                  INFO,
                  layer.dead() == 1
                      ? "every unit is 0 on every row: the layer is born dead, nothing passes it and no gradient comes back"
                      : "%.0f %% of the units are 0 on (almost) every row, and so learn nothing",
                  100 * layer.dead())
              .withRemedies(off ? List.of() : List.of(Advice.draw(start, l)));
        })
        .toList();
  }

  private static boolean isDead(LayerReport layer) {
    return layer.dead() > ERROR;
  }

  /// Whether the signal goes around a dead layer, and most other branches live.
  private static boolean isSpared(StartMeasurement start, int l) {
    int[] branches = IntStream.range(0, start.hidden().size()).filter(start::isBranch).toArray();
    long dead =
        Arrays.stream(branches).filter(at -> isDead(start.layers().get(at).report())).count();
    return start.isBranch(l) && 2 * dead < branches.length;
  }

  private static boolean isMet(LayerReport layer) {
    return INFO.isMet(layer.dead()) && Math.round(layer.dead() * layer.fanOut()) > 1;
  }
}

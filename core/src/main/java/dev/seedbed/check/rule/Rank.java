package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;
import java.util.stream.IntStream;

/// Weights that lose most directions of their inputs.
final class Rank implements RunRule {
  /// Effective rank over the least width of a layer. Independent weights have about 0.9.
  private static final Threshold RANK = Threshold.below(0.25, Source.BENCHMARK);

  /// Narrower layers have a low rank by chance.
  private static final int WIDTH = 4;

  @Override
  public Rule rule() {
    return Rule.RANK;
  }

  /// Training soon corrects one layer of low rank, but not several.
  @Override
  public List<Finding> judge(StartMeasurement start) {
    boolean several = start.layers().stream().filter(Rank::isLow).count() > 1;
    return IntStream.range(0, start.layers().size())
        .filter(l -> isLow(start.layers().get(l)))
        .mapToObj(l -> {
          LayerMeasurement layer = start.layers().get(l);
          int width = width(layer);
          return Finding.of(Rule.RANK, layer.name())
              .as(several ? Severity.WARNING : Severity.INFO)
              .because(
                  layer.rank(),
                  RANK,
                  "the effective rank of the weights is %.1f of %d: most directions of the input are lost",
                  layer.rank() * width,
                  width)
              .withRemedy(Advice.draw(start, l));
        })
        .toList();
  }

  private static boolean isLow(LayerMeasurement layer) {
    return width(layer) > WIDTH && layer.weights().secondMoment() > 0 && RANK.isMet(layer.rank());
  }

  private static int width(LayerMeasurement layer) {
    return Math.min(layer.report().fanIn(), layer.report().fanOut());
  }
}

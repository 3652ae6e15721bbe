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

/// Does the gradient reach the first layer, neither lost nor exploding?
///
/// The bound for the root mean square of gradients, from the last hidden layer to the first, is the
/// root of that for the signal, which is a variance; both leave out the most extreme layer
/// (AUTOTRAINER's β1 = 1e-3 is of all layers).
///
/// Where layers are normalised it grows with depth whatever the weights are, and one step takes
/// most of that away: Yang et al. 2019, arXiv:1902.08129.
final class BackwardGain implements RunRule {
  private static final double EXPLODING = 20;

  /// AUTOTRAINER's β3.
  private static final double ERROR = 70;

  /// Where the second moment of pre-activations does not grow by more than this, the gradient grows
  /// by chaos and not by scale: less is enough. Poole et al. 2016, arXiv:1606.05340.
  private static final double CHAOS_GROWTH = 3;

  private static final double CHAOS = 7.4;

  /// And without the most extreme layer.
  private static final double REST = 2.2;

  /// Growth a layer where layers are normalised, and nothing stands beside them. Batches that are
  /// normalised make the gradient explode by √(π/(π − 1)) = 1.21 a layer of rectifiers, whatever
  /// the weights (Yang et al. 2019, arXiv:1902.08129, section 4); of 16 convolutions, it trains.
  /// With biases of −3, or scales of 10, it is more than 1.35 in nearly all starts.
  private static final double NORMALISED = 1.35;

  @Override
  public Rule rule() {
    return Rule.BACKWARD_GAIN;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return Depth.of(start).flatMap(BackwardGain::of).stream().toList();
  }

  private static Optional<Finding> of(Depth depth) {
    LayerMeasurement first = depth.first();
    LayerMeasurement last = depth.last();
    double rest = depth.gradient();
    double growth = depth.gradientGrowth();
    boolean chaotic = !depth.isPeriodic() && last.z() < CHAOS_GROWTH * first.z();
    Finding.Draft draft = Finding.of(Rule.BACKWARD_GAIN, Finding.NETWORK);
    Threshold least = Threshold.below(Math.sqrt(depth.leastSignal()), Source.BENCHMARK);
    if (least.isMet(rest)) {
      return Optional.of(
          draft
              .as(rest < Math.sqrt(Depth.SIGNAL_ERROR) ? Severity.ERROR : Severity.WARNING)
              .because(
                  rest,
                  least,
                  "the gradient vanishes: from %s back to %s its root mean square shrinks to %.3g even without the worst layer, so the first layers hardly learn",
                  last.name(),
                  first.name(),
                  rest)
              .withRemedy(depth.remedy()));
    }
    Threshold most = Threshold.above(chaotic ? CHAOS : EXPLODING, Source.BENCHMARK);
    if (most.isMet(growth) && rest > REST) {
      return Optional.of(
          draft
              .as(
                  depth.isNormalised() && !(depth.isPlain() && depth.gradientByLayer() > NORMALISED)
                      ? Severity.INFO
                      : growth > ERROR ? Severity.ERROR : Severity.WARNING)
              .because(
                  growth,
                  most,
                  chaotic
                      ? "the gradient explodes though the signal does not: at %s its root mean square is %.3g times what it is at %s, so that rows much alike become unlike"
                      : "the gradient explodes: at %s its root mean square is %.3g times what it is at %s",
                  first.name(),
                  growth,
                  last.name())
              .withRemedy(depth.remedy()));
    }
    Threshold small = Threshold.below(Math.sqrt(Depth.SIGNAL_WARNING), Source.BENCHMARK);
    return small.isMet(rest)
        ? Optional.of(
            draft
                .as(Severity.INFO)
                .because(
                    rest,
                    small,
                    "from %s back to %s the root mean square of the gradient shrinks to %.3g: an optimiser with a step for each weight, such as Adam, makes up for that; plain descent does not",
                    last.name(),
                    first.name(),
                    rest))
        : Optional.empty();
  }
}

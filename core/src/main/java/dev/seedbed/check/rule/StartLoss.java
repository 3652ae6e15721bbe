package dev.seedbed.check.rule;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import dev.seedbed.init.Kernel;
import java.util.List;

/// The loss of the start against that of outputs that know nothing but how often each target is
/// there.
final class StartLoss implements RunRule {
  /// Loss above that of chance, in nats. TheDeepChecker compares with ln C, which for few classes
  /// is less than the outputs of He's sound start give: their variance of 2 costs 1 nat on average
  /// and, of small networks, 2 now and then. Where all layers can shrink what is too large, 20 nats
  /// are gone in a few dozen steps.
  private static final double NATS = 30;

  /// The same in other networks than chains, if the layers before the outputs are normalised,
  /// recurrent or bounded: then only the outputs can shrink. Starts that train have at most 3 nats
  /// above chance; attention, tables and recurrent layers that are too large have 11 and more.
  private static final double NATS_FIXED = 10;

  /// After bounded units, or without hidden layers.
  private static final double NATS_BOUNDED = 16;

  private static final double NATS_ERROR = 100;

  /// The same of several probabilities, each by itself, mean over them. Starts of 32 units of relu
  /// that tell the ten digits or give their image back train nearly as fast as sound ones with 0.9
  /// nats above chance; with 1.8, one never gets there and another takes 6.7 times the steps. One
  /// probability is the softmax of two, and has its bounds.
  private static final double EACH = 1.5;

  /// After bounded units: 256 of sigmoid train with 3.7 nats above chance, but tell no digits with
  /// 6.7.
  private static final double EACH_BOUNDED = 3;

  private static final double EACH_ERROR = 20;

  /// For values, where chance is the variance of the targets: loss over that, less 1.
  private static final double SQUARES = 49;

  private static final double SQUARES_BOUNDED = 12;

  /// The same in other networks than chains, with given targets: residual blocks that train have at
  /// most 30, those that do not at least 40. Made-up targets say nothing, as the outputs may be
  /// logits.
  private static final double SQUARES_GRAPH = 35;

  private static final double SQUARES_ERROR = 199;

  /// The variance of outputs from row to row over their second moment: with less, they are off by
  /// the same for all rows.
  private static final double VARYING = 0.05;

  /// How far above chance a loss is a warning, and an error.
  private record Bounds(double warning, double error) {}

  @Override
  public Rule rule() {
    return Rule.START_LOSS;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    double loss = start.loss();
    double chance = start.chance();
    boolean squares = start.head() == Chain.Head.LINEAR;
    double excess = squares ? loss / chance - 1 : loss - chance;
    Bounds bounds = bounds(start);
    // What inputs out of scale do to it is no fault of the start.
    boolean inputs = start.rows().given() && Inputs.HIGH.isMet(start.rows().largestInput());
    if (!(chance > 0) || inputs || excess <= bounds.warning()) {
      return List.of();
    }
    LayerMeasurement last = start.outputs();
    boolean common =
        !squares
            && !severalProbabilities(start)
            && excess <= bounds.error()
            && last.signal() < VARYING * last.z();
    double bound = squares ? (1 + bounds.warning()) * chance : chance + bounds.warning();
    return List.of(
        Finding.of(Rule.START_LOSS, Finding.NETWORK)
            .as(
                common
                    ? Severity.INFO
                    : excess <= bounds.error() ? Severity.WARNING : Severity.ERROR)
            .because(
                loss,
                Threshold.above(bound, Source.BENCHMARK),
                common
                    ? "the loss of the start is %.3g where a network that knows nothing has %.3g; but the outputs are off by the same for all rows, which a few steps make up for"
                    : "the loss of the start is %.3g where a network that knows nothing has %.3g: the first epochs go into unlearning",
                loss,
                chance)
            .withRemedies(remedies(start)));
  }

  /// The outputs alone, or, of a network whose outputs do not come from one layer, all of it.
  private static List<Remedy> remedies(StartMeasurement start) {
    Remedy outputs = Advice.draw(start, start.layers().size() - 1);
    return start.kind() == StartMeasurement.Kind.CHAIN
        ? List.of(outputs)
        : List.of(outputs, Advice.network(start));
  }

  private static Bounds bounds(StartMeasurement start) {
    boolean bounded = onlyOutputsShrink(start);
    boolean chain = start.kind() == StartMeasurement.Kind.CHAIN;
    if (start.head() == Chain.Head.LINEAR) {
      double usual = chain || !start.rows().given() ? SQUARES : SQUARES_GRAPH;
      return new Bounds(bounded ? SQUARES_BOUNDED : usual, SQUARES_ERROR);
    }
    if (severalProbabilities(start)) {
      return new Bounds(bounded ? EACH_BOUNDED : EACH, EACH_ERROR);
    }
    boolean fixed = bounded || isNormalised(start) || isRecurrent(start);
    double bound = chain ? NATS_BOUNDED : NATS_FIXED;
    return new Bounds((chain ? bounded : fixed) ? bound : NATS, NATS_ERROR);
  }

  private static boolean isNormalised(StartMeasurement start) {
    return !start.parts().scales().isEmpty();
  }

  private static boolean isRecurrent(StartMeasurement start) {
    return start.hidden().stream()
        .flatMap(layer -> layer.kernel().stream())
        .anyMatch(kernel -> kernel.kind() == Kernel.Kind.RECURRENT);
  }

  private static boolean severalProbabilities(StartMeasurement start) {
    return start.head() == Chain.Head.SIGMOID && start.outputs().report().fanOut() > 1;
  }

  /// Whether only output weights can take off a loss, as bounded units go on passing what they
  /// pass.
  private static boolean onlyOutputsShrink(StartMeasurement start) {
    return start.hidden().isEmpty() || start.hidden().getLast().isBounded();
  }
}

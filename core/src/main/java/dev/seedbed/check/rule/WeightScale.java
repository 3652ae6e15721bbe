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
import dev.seedbed.init.Kernel;
import dev.seedbed.tensor.Activation;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The variance of weights against those of published starts.
final class WeightScale implements RunRule, TensorRule {
  /// How far from the nearest usual variance that of weights may be, either way.
  private static final double RATIO = 2.7;

  private static final Threshold RATIO_ABOVE = Threshold.above(RATIO, Source.PUBLISHED);
  private static final Threshold RATIO_BELOW = Threshold.below(1 / RATIO, Source.PUBLISHED);

  /// And how many standard deviations more: few weights may be of another scale by chance. With the
  /// ratio besides, fewer than one layer in 700 is beyond, either way. Four would miss XOR's start
  /// of 2, 3 and 2 units within ±0.05.
  private static final double DEVIATIONS = 3;

  /// Variance times fan of weights that are judged by themselves, the larger fan below and the
  /// smaller fan above: outside is no published start. The smallest are the last layers of
  /// policies, orthogonal with gain 0.01 (1e-4; Andrychowicz et al. 2021, arXiv:2006.05990), muP's
  /// outputs (1/width; Yang et al. 2022), the later layers of SIREN (2/ω² = 2e-3; Sitzmann et al.
  /// 2020), Fixup's (2/layers; Zhang et al. 2019) and GPT-2's projections into the residual stream
  /// (fan · 0.02²/(2 · layers), 3e-3 at width 64). The largest are He's by fan-out where a network
  /// narrows (2 · fan-in/fan-out, which is 2 times the smaller fan's), Glorot's for sigmoid units
  /// (16) and torchvision's Inception (fan · 0.1², 40 at fan-in 4032). PyTorch's default (1/3)
  /// times 100 is 3333, a deviation of 1e-4 at fan 1000 is 1e-5, N(0, 1) at fan 144 is 144.
  private static final Threshold LEAST = Threshold.below(5e-5, Source.PUBLISHED);

  private static final Threshold MOST = Threshold.above(64, Source.PUBLISHED);

  /// For sigmoid units, whose slope at 0 is a quarter, Glorot's variance is 16 times as large.
  private static final double SIGMOID_VARIANCE = 16;

  /// Sigmoid units whose layers all gain less stay at their middle, which is all that goes on.
  private static final double SIGMOID_GAIN = 0.02;

  /// Adam's usual step over the weights of normalised layers. The outputs of these are as they
  /// would be with larger weights, but steps turn them about: 12 and 16 layers with a hundredth of
  /// He's weights, a step of 0.4 of them and more, do not train by any optimiser; with a tenth of
  /// them, and where the signal has a way around, they do.
  private static final Threshold TURNED = Threshold.above(0.3, Source.BENCHMARK);

  private static final double ADAM_STEP = 1e-3;
  private static final int LAYERS = 3;

  @Override
  public Rule rule() {
    return Rule.WEIGHT_SCALE;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  /// A scale that no usual scheme has is information: the composed gains say whether it matters.
  /// But sigmoid units that all stay at their middle pass on no signal that steps could grow from.
  @Override
  public List<Finding> judge(StartMeasurement start) {
    boolean drowned =
        !start.hidden().isEmpty()
            && start.hidden().stream()
                .allMatch(layer ->
                    layer.activation() instanceof Activation.Sigmoid
                        && layer.z() < SIGMOID_GAIN * layer.input());
    Stream<Finding> ofLayers =
        IntStream.range(0, start.layers().size())
            .boxed()
            .flatMap(l -> of(start, l).stream())
            .map(finding -> drowned ? finding.as(Severity.WARNING) : finding);
    return Stream.concat(turned(start).stream(), ofLayers).toList();
  }

  /// Whether all of several layers of the trunk are normalised, and their weights so small.
  private static Optional<Finding> turned(StartMeasurement start) {
    List<LayerMeasurement> hidden = start.trunk().subList(0, start.trunk().size() - 1);
    if (hidden.size() < LAYERS || hidden.stream().anyMatch(layer -> layer.scales().isEmpty())) {
      return Optional.empty();
    }
    double largest =
        hidden.stream().mapToDouble(layer -> layer.weights().secondMoment()).max().orElseThrow();
    double step = ADAM_STEP / Math.sqrt(largest);
    return largest > 0 && TURNED.isMet(step)
        ? Optional.of(
            Finding.of(Rule.WEIGHT_SCALE, Finding.NETWORK)
                .as(Severity.WARNING)
                .because(
                    step,
                    TURNED,
                    "a step of Adam at its usual rate of 0.001 is %.3g times the weights of every hidden layer: normalisation makes up for their size in what they give, but each step turns them about",
                    step)
                .withRemedy(Advice.network(start)))
        : Optional.empty();
  }

  private static Optional<Finding> of(StartMeasurement start, int l) {
    LayerMeasurement layer = start.layers().get(l);
    double variance = layer.weights().secondMoment();
    double in = layer.report().fanIn();
    double out = layer.report().fanOut();
    // The least and the largest of usual schemes: PyTorch's default, and Glorot's where outputs
    // are many; He's by either fan.
    double least = Math.min(1 / (3 * in), 2 / (in + out));
    double most = 2 / Math.min(in, (in + out) / 2);
    if (layer.activation() instanceof Activation.Sigmoid) {
      most *= SIGMOID_VARIANCE;
    }
    long count = layer.weights().count();
    boolean low = variance < least / RATIO * byChance(count, -1);
    boolean high = variance > most * RATIO * byChance(count, 1);
    if (variance == 0 || layer.scales().isPresent() || !(low || high)) {
      return Optional.empty();
    }
    double ratio = variance / (low ? least : most);
    return Optional.of(
        Finding.of(Rule.WEIGHT_SCALE, layer.name())
            .because(
                ratio,
                low ? RATIO_BELOW : RATIO_ABOVE,
                "the variance of the weights is %.3g times the %s that usual schemes give %.0f inputs and %.0f outputs, and the layer multiplies the standard deviation of the signal by %.3g",
                ratio,
                low ? "least" : "most",
                in,
                out,
                Math.sqrt(layer.z() / layer.input()))
            .withRemedy(Advice.draw(start, l)));
  }

  /// By how much the second moment of `count` normal weights may differ from their variance by
  /// chance, as a factor: a quantile of χ² over its degrees of freedom.
  ///
  /// @param side −1 for below, 1 for above
  /// @see <a href="https://doi.org/10.1073/pnas.17.12.684">Wilson & Hilferty 1931</a>
  private static double byChance(long count, int side) {
    double spread = 2.0 / (9 * count);
    double root = 1 - spread + side * DEVIATIONS * Math.sqrt(spread);
    return Math.max(0, root * root * root);
  }

  /// A tensor by itself gives a warning at most: a normalisation behind it, or a factor that is
  /// applied when the network runs, can make up for its scale.
  @Override
  public List<Finding> judge(TensorMeasurement tensor) {
    return tensor.weights().flatMap(kernel -> of(tensor, kernel)).stream().toList();
  }

  private static Optional<Finding> of(TensorMeasurement tensor, Kernel kernel) {
    Sample weights = tensor.sample();
    double variance = weights.secondMoment();
    double in = kernel.fans().in();
    double out = kernel.fans().out();
    long count = weights.count();
    boolean small = variance * Math.max(in, out) < LEAST.bound() * byChance(count, -1);
    boolean large = variance * Math.min(in, out) > MOST.bound() * byChance(count, 1);
    if (kernel.kind() == Kernel.Kind.EMBEDDING || variance == 0 || !(small || large)) {
      return Optional.empty();
    }
    boolean table = large && maybeTable(weights, kernel);
    double fan = small ? Math.max(in, out) : Math.min(in, out);
    return Optional.of(
        Finding.of(Rule.WEIGHT_SCALE, tensor.name())
            .as(table ? Severity.INFO : Severity.WARNING)
            .because(
                variance * fan,
                small ? LEAST : MOST,
                "a standard deviation of %.3g with fans %.0f and %.0f is %s than in any published start: the signal %s from layer to layer, unless %s",
                Math.sqrt(variance),
                in,
                out,
                small ? "smaller" : "larger",
                small ? "vanishes" : "explodes",
                table
                    ? "this is an embedding, whose usual start is N(0, 1)"
                    : "the network scales or normalises it"));
  }

  /// Whether a matrix is likely an embedding that no name tells: drawn from N(0, 1), with at least
  /// twice as many rows as columns. The variance of n such numbers is within 1 ± 5 · √(2/n), but
  /// for one time in 1.7 million.
  private static boolean maybeTable(Sample weights, Kernel kernel) {
    double error = Math.sqrt(2.0 / weights.count());
    return kernel.kind() == Kernel.Kind.DENSE
        && kernel.units() >= 2 * kernel.inputs()
        && Math.abs(weights.secondMoment() - 1) <= 5 * error;
  }
}

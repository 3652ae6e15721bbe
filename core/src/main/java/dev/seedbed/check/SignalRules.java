package dev.seedbed.check;

import static dev.seedbed.check.Thresholds.words;
import static dev.seedbed.check.WeightRules.text;

import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;

/// Rules on what single layers do to the signal and to the gradient; on all together, [GainRules].
final class SignalRules {
  private final Chain chain;
  private final List<Measured> layers;
  private final List<Finding> findings = new ArrayList<>();

  private SignalRules(Chain chain, List<Measured> layers) {
    this.chain = chain;
    this.layers = layers;
  }

  /// Σ 1/width over hidden layers.
  static double inverseWidths(Chain chain) {
    return chain.widths().subList(1, chain.stages().size()).stream()
        .mapToDouble(width -> 1.0 / width)
        .sum();
  }

  static List<Finding> of(Chain chain, List<Measured> layers) {
    var rules = new SignalRules(chain, layers);
    if (layers.stream()
        .anyMatch(layer -> layer.weights().wrong() > 0 || layer.biases().wrong() > 0)) {
      return List.of();
    }
    rules.saddle();
    rules.duplicates();
    rules.constants();
    rules.scales();
    rules.findings.addAll(GainRules.of(layers.subList(0, layers.size() - 1)));
    rules.sizes();
    rules.units();
    rules.spreads();
    rules.ranks();
    return rules.findings;
  }

  private void add(
      Rule rule,
      Severity severity,
      String layer,
      double value,
      String threshold,
      String message,
      String fix) {
    findings.add(new Finding(rule, severity, layer, value, threshold, message, fix));
  }

  private int hidden() {
    return layers.size() - 1;
  }

  private static double largest(Measured layer) {
    return Math.max(
        Math.abs(layer.weightGradients().min()), Math.abs(layer.weightGradients().max()));
  }

  /// Whether every gradient is exactly 0.
  private boolean atSaddle() {
    return layers.stream().allMatch(layer -> largest(layer) == 0);
  }

  private void saddle() {
    if (atSaddle()) {
      add(
          Rule.SADDLE,
          Severity.ERROR,
          "network",
          0,
          "exactly 0",
          "the gradient of every weight is exactly 0: this is a saddle point that training cannot leave; only output biases would move",
          Advice.FIX);
    }
  }

  private void duplicates() {
    for (int l = 0; l < hidden(); l++) {
      Measured layer = layers.get(l);
      double share = layer.report().duplicates();
      // Of units whose weights are all 0 the saddle says it, if they are at one.
      boolean zero = layer.weights().secondMoment() == 0 && atSaddle();
      if (!zero && share > Thresholds.DUPLICATES_WARNING && layer.report().fanOut() > 1) {
        add(
            Rule.SYMMETRY,
            share > Thresholds.DUPLICATES_ERROR ? Severity.ERROR : Severity.WARNING,
            layer.name(),
            share,
            words("above", Thresholds.DUPLICATES_WARNING),
            text(
                "%.0f %% of the units have the same incoming and outgoing weights as another one, compute the same and stay equal for ever",
                100 * share),
            Advice.draw(chain, l));
      }
    }
  }

  /// Outgoing weights that differ part equal units, but not where no gradient comes through.
  private void constants() {
    for (int l = 0; l < hidden(); l++) {
      Measured layer = layers.get(l);
      if (layer.report().duplicates() <= Thresholds.DUPLICATES_WARNING
          && layer.weights().secondMoment() > 0
          && layer.weights().isConstant()
          && layer.pushed() > Thresholds.PUSHED_SHARE) {
        add(
            Rule.SYMMETRY,
            Severity.WARNING,
            layer.name(),
            layer.pushed(),
            words("share near the ends of the range above", Thresholds.PUSHED_SHARE),
            "all units compute the same, and are so near the ends of their range that hardly any gradient comes to part them",
            Advice.draw(chain, l));
      }
    }
  }

  /// A scale that no usual scheme has is information: the composed gains say whether it matters.
  /// But sigmoid units that all stay at their middle pass on no signal that steps could grow from.
  private void scales() {
    boolean drowned =
        hidden() > 0
            && layers.subList(0, hidden()).stream()
                .allMatch(layer ->
                    layer.stage().activation() instanceof Activation.Sigmoid
                        && layer.z() < Thresholds.SIGMOID_GAIN * layer.input());
    for (int l = 0; l < layers.size(); l++) {
      Measured layer = layers.get(l);
      double variance = layer.weights().secondMoment();
      double in = layer.report().fanIn();
      double out = layer.report().fanOut();
      // The least and the largest of usual schemes: PyTorch's default, and Glorot's where outputs
      // are many; He's by either fan.
      double least = Math.min(1 / (3 * in), 2 / (in + out));
      double most = 2 / Math.min(in, (in + out) / 2);
      if (layer.stage().activation() instanceof Activation.Sigmoid) {
        most *= Thresholds.SIGMOID_VARIANCE;
      }
      long count = layer.weights().count();
      boolean low = variance < least / Thresholds.SCALE_RATIO * WeightRules.byChance(count, -1);
      boolean high = variance > most * Thresholds.SCALE_RATIO * WeightRules.byChance(count, 1);
      boolean normalised = layer.stage().normalization().isPresent();
      if (variance == 0 || normalised || !(low || high)) {
        continue;
      }
      double ratio = variance / (low ? least : most);
      double gain = Math.sqrt(layer.z() / layer.input());
      add(
          Rule.WEIGHT_SCALE,
          drowned ? Severity.WARNING : Severity.INFO,
          layer.name(),
          ratio,
          words("usual variances, either way, times", Thresholds.SCALE_RATIO),
          text(
              "the variance of the weights is %.3g times the %s that usual schemes give %.0f inputs and %.0f outputs, and the layer multiplies the standard deviation of the signal by %.3g",
              ratio, low ? "least" : "most", in, out, gain),
          Advice.draw(chain, l));
    }
  }

  private void sizes() {
    double best =
        layers.stream()
            .mapToDouble(layer -> layer.weightGradients().meanAbsolute())
            .max()
            .orElse(0);
    // If every gradient is 0, the saddle says it.
    if (best > 0 && best < Thresholds.GRADIENT_BEST) {
      add(
          Rule.GRADIENT_SIZE,
          Severity.ERROR,
          "network",
          best,
          words("below", Thresholds.GRADIENT_BEST),
          text(
              "the mean gradient is %.3g at most, in whatever layer: too small to learn from",
              best),
          Advice.FIX);
    }
    for (int l = 0; l < layers.size(); l++) {
      Measured layer = layers.get(l);
      double size = layer.weightGradients().meanAbsolute();
      if (size == 0 && best > 0 && laterZero(l)) {
        add(
            Rule.GRADIENT_SIZE,
            Severity.INFO,
            layer.name(),
            0,
            "exactly 0",
            "the first step does not change these weights, as a later layer is 0; the second will",
            "");
      } else if (best >= Thresholds.GRADIENT_BEST && size < Thresholds.GRADIENT_FLOOR) {
        add(
            Rule.GRADIENT_SIZE,
            Severity.INFO,
            layer.name(),
            size,
            words("below", Thresholds.GRADIENT_FLOOR),
            text("the mean gradient of the weights is %.3g: this layer will learn late", size),
            "");
      } else if (!(size <= Thresholds.GRADIENT_CEILING)) {
        add(
            Rule.GRADIENT_SIZE,
            Severity.ERROR,
            layer.name(),
            size,
            words("above", Thresholds.GRADIENT_CEILING),
            text("the mean gradient of the weights is %.3g: the first step throws them away", size),
            Advice.FIX);
      }
    }
  }

  /// Whether a layer after `l` has weights of exactly 0, and moves in the first step.
  private boolean laterZero(int l) {
    return layers.subList(l + 1, layers.size()).stream()
        .anyMatch(layer -> layer.weights().secondMoment() == 0 && largest(layer) > 0);
  }

  private void units() {
    for (int l = 0; l < hidden(); l++) {
      Measured layer = layers.get(l);
      LayerReport report = layer.report();
      if (report.dead() > Thresholds.DEAD_INFO && deadOnes(report) > 1) {
        add(
            Rule.DEAD_UNITS,
            report.dead() > Thresholds.DEAD_ERROR ? Severity.ERROR : Severity.INFO,
            layer.name(),
            report.dead(),
            words("above", Thresholds.DEAD_INFO),
            report.dead() == 1
                ? "every unit is 0 on every row: the layer is born dead, nothing passes it and no gradient comes back"
                : text(
                    "%.0f %% of the units are 0 on (almost) every row, and so learn nothing",
                    100 * report.dead()),
            Advice.draw(chain, l));
      }
      zeros(l, layer);
      saturation(l, layer);
    }
    // The loss of outputs that have ends is small even where no gradient passes them.
    if (Units.isBounded(layers.getLast().stage().activation())) {
      saturation(hidden(), layers.getLast());
    }
  }

  /// Rectifiers that are on for some row or other, but hardly any at a time.
  private void zeros(int l, Measured layer) {
    LayerReport report = layer.report();
    boolean warning =
        layer.stage().activation() instanceof Activation.Relu
            && report.zeros() > Thresholds.ZEROS_WARNING;
    if (report.dead() > Thresholds.DEAD_ERROR || !(report.zeros() > Thresholds.ZEROS)) {
      return;
    }
    add(
        Rule.ZERO_FRACTION,
        warning ? Severity.WARNING : Severity.INFO,
        layer.name(),
        report.zeros(),
        words("above", warning ? Thresholds.ZEROS_WARNING : Thresholds.ZEROS),
        warning
            ? text(
                "%.1f %% of the activations are 0: almost all rows are the same to this layer",
                100 * report.zeros())
            : text("%.0f %% of the activations are 0, where half is usual", 100 * report.zeros()),
        warning ? Advice.draw(chain, l) : "");
  }

  private static long deadOnes(LayerReport report) {
    return Math.round(report.dead() * report.fanOut());
  }

  private void saturation(int l, Measured layer) {
    if (sparse(layer)) {
      add(
          Rule.SPARSE_START,
          Severity.WARNING,
          layer.name(),
          layer.report().a().mean(),
          words("biases below", Thresholds.SPARSE_BIAS),
          text(
              "biases near %.3g keep the mean activation at %.3g: a sparse start, which is sound if it is meant",
              layer.biases().mean(), layer.report().a().mean()),
          "seedbed train --init glorot-uniform+sparse-bias, if it is meant");
      return;
    }
    if (layer.flat() > Thresholds.FLATTEST_SHARE) {
      add(
          Rule.SATURATION,
          l == 0 && inputsTooLarge() ? Severity.INFO : Severity.ERROR,
          layer.name(),
          layer.flat(),
          words("above", Thresholds.FLATTEST_SHARE),
          text(
              "%.0f %% of the units are so far out that no gradient passes them",
              100 * layer.flat()),
          Advice.draw(chain, l));
      return;
    }
    double share = Math.max(layer.report().saturated(), layer.pushed());
    if (share > Thresholds.SATURATED_SHARE) {
      add(
          Rule.SATURATION,
          layer.pushed() > Thresholds.PUSHED_SHARE && manyPushed()
              ? Severity.WARNING
              : Severity.INFO,
          layer.name(),
          share,
          words("above", Thresholds.SATURATED_SHARE),
          text(
              "%.0f %% of the units are saturated, so that little gradient passes them",
              100 * share),
          Advice.draw(chain, l));
    }
  }

  /// Then it is they that saturate the first layer, and no fault of the start.
  private boolean inputsTooLarge() {
    double high = Thresholds.INPUT_HIGH;
    return layers.getFirst().input() > high * high;
  }

  private boolean manyPushed() {
    long pushed =
        layers.subList(0, hidden()).stream()
            .filter(layer -> layer.pushed() > Thresholds.PUSHED_SHARE)
            .count();
    return hidden() >= Thresholds.PUSHED_LAYERS && 2 * pushed > hidden();
  }

  /// Sigmoid units that large negative biases keep off.
  static boolean sparse(Measured layer) {
    return layer.stage().activation() instanceof Activation.Sigmoid
        && layer.biases().mean() < Thresholds.SPARSE_BIAS
        && layer.biases().max() < Thresholds.SPARSE_BIAS / 2;
  }

  private void spreads() {
    double before = Double.NaN;
    int up = 0;
    int down = 0;
    for (int l = 0; l < hidden(); l++) {
      Measured layer = layers.get(l);
      double deviation = layer.report().a().deviation();
      up += deviation > before ? 1 : 0;
      down += deviation < before ? 1 : 0;
      before = deviation;
    }
    if (hidden() < Thresholds.SPREAD_DEPTH || (up > 0 && down > 0)) {
      return;
    }
    double first = layers.getFirst().report().a().deviation();
    double ratio = before / first;
    double bound = Thresholds.SPREAD_TREND;
    if (!(ratio <= bound && ratio >= 1 / bound)) {
      add(
          Rule.ACTIVATION_SPREAD,
          Severity.INFO,
          "network",
          ratio,
          words("change, either way, above", Thresholds.SPREAD_TREND),
          text(
              "the standard deviation of activations goes from %.3g to %.3g, layer by layer the same way",
              first, before),
          Advice.FIX);
    }
  }

  private static boolean lowRank(Measured layer) {
    int width = Math.min(layer.report().fanIn(), layer.report().fanOut());
    return width > 4 && layer.weights().secondMoment() > 0 && layer.rank() < Thresholds.RANK;
  }

  /// One layer of low rank is soon mended; of several, none is.
  private void ranks() {
    boolean several = layers.stream().filter(SignalRules::lowRank).count() > 1;
    for (int l = 0; l < layers.size(); l++) {
      Measured layer = layers.get(l);
      int width = Math.min(layer.report().fanIn(), layer.report().fanOut());
      if (lowRank(layer)) {
        add(
            Rule.RANK,
            several ? Severity.WARNING : Severity.INFO,
            layer.name(),
            layer.rank(),
            words("below", Thresholds.RANK),
            text(
                "the effective rank of the weights is %.1f of %d: most directions of the input are lost",
                layer.rank() * width, width),
            Advice.draw(chain, l));
      }
    }
  }
}

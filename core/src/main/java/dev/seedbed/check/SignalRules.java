package dev.seedbed.check;

import static dev.seedbed.check.WeightRules.text;

import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;

/// Rules on what becomes of the signal on its way forward, and of the gradient on its way back.
final class SignalRules {
  private final Chain chain;
  private final List<Measured> layers;

  /// ln of what a gain may come to beyond its bounds by chance.
  private final double slack;

  private final List<Finding> findings = new ArrayList<>();

  private SignalRules(Chain chain, List<Measured> layers) {
    this.chain = chain;
    this.layers = layers;
    this.slack = Thresholds.CHANCE_DEVIATIONS * Math.sqrt(Thresholds.CHANCE * inverseWidths(chain));
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
    rules.scales();
    rules.forward();
    rules.backward();
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

  private void saddle() {
    boolean moves = layers.stream().anyMatch(layer -> largest(layer) > 0);
    if (!moves) {
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
      // A pair among a few units may be meant, such as two that are dead or two of opposite sign.
      boolean constant = layer.weights().variance() == 0;
      if (!constant && share > Thresholds.DUPLICATES_WARNING && layer.report().fanOut() > 1) {
        add(
            Rule.SYMMETRY,
            share > Thresholds.DUPLICATES_ERROR ? Severity.ERROR : Severity.WARNING,
            layer.name(),
            share,
            "above 0.05",
            text(
                "%.0f %% of the units have the same incoming and outgoing weights as another one, compute the same and stay equal for ever",
                100 * share),
            Advice.draw(chain, l));
      }
    }
  }

  /// A weight's scale is wrong if no usual scheme has it, and the layer's signal suffers.
  private void scales() {
    for (int l = 0; l < layers.size(); l++) {
      Measured layer = layers.get(l);
      double variance = layer.weights().secondMoment();
      double in = layer.report().fanIn();
      double out = layer.report().fanOut();
      // The least and the largest of usual schemes: PyTorch's default, He's by either fan.
      double low = 1 / (3 * in) / Thresholds.SCALE_RATIO;
      double high = 2 / Math.min(in, (in + out) / 2) * Thresholds.SCALE_RATIO;
      if (layer.stage().activation() instanceof Activation.Sigmoid) {
        high *= Thresholds.SIGMOID_VARIANCE;
      }
      if (variance == 0 || (variance >= low && variance <= high)) {
        continue;
      }
      if (layer.stage().normalization().isPresent()) {
        continue;
      }
      double ratio = variance < low ? variance * 3 * in : variance / (2 / in);
      double gain = layer.z() / layer.input();
      boolean matters = gain < 1 / Thresholds.LAYER_GAIN || gain > Thresholds.LAYER_GAIN;
      boolean last = l == layers.size() - 1;
      // Small output weights are a usual and sound choice.
      boolean harmless = !matters || (last && variance < low);
      add(
          Rule.WEIGHT_SCALE,
          harmless ? Severity.INFO : Severity.WARNING,
          layer.name(),
          ratio,
          "outside 1/2.7 to 2.7 times the usual variances",
          text(
              "the variance of the weights is %.3g times what usual schemes give a fan-in of %.0f, and one layer changes the signal %.3g-fold",
              ratio, in, gain),
          Advice.draw(chain, l));
    }
  }

  private void forward() {
    if (hidden() < 2) {
      return;
    }
    Measured first = layers.getFirst();
    Measured last = layers.get(hidden() - 1);
    if (first.z() == 0) {
      return;
    }
    double gain = last.z() / first.z();
    double logarithm = Math.abs(StrictMath.log(gain));
    double beyond = logarithm - slack;
    Severity severity =
        !(beyond <= StrictMath.log(Thresholds.FORWARD_ERROR)) ? Severity.ERROR : Severity.WARNING;
    if (!(beyond <= StrictMath.log(Thresholds.FORWARD_WARNING))) {
      add(
          Rule.FORWARD_GAIN,
          severity,
          "network",
          gain,
          text(
              "outside 1/%.3g to %.3g",
              Thresholds.FORWARD_WARNING * StrictMath.exp(slack),
              Thresholds.FORWARD_WARNING * StrictMath.exp(slack)),
          gain < 1
              ? text(
                  "from %s to %s the signal shrinks to %.3g of its power: what the inputs say does not reach the outputs",
                  first.name(), last.name(), gain)
              : text(
                  "from %s to %s the power of the signal grows %.3g-fold: outputs and loss explode",
                  first.name(), last.name(), gain),
          Advice.FIX);
    }
  }

  private void backward() {
    if (hidden() < 2) {
      return;
    }
    Measured first = layers.getFirst();
    Measured last = layers.get(hidden() - 1);
    double ratio = first.gradient() / last.gradient();
    double vanishing = StrictMath.exp(-slack / 2);
    double exploding = Thresholds.BACKWARD_EXPLODING / vanishing;
    if (!(first.gradient() > 0) && last.gradient() > 0) {
      ratio = 0;
    }
    if (ratio < Thresholds.BACKWARD_VANISHING_WARNING * vanishing) {
      add(
          Rule.BACKWARD_GAIN,
          ratio < Thresholds.BACKWARD_VANISHING * vanishing ? Severity.ERROR : Severity.WARNING,
          "network",
          ratio,
          text("below %.3g", Thresholds.BACKWARD_VANISHING_WARNING * vanishing),
          text(
              "the gradient vanishes: at %s it is %.3g of what it is at %s, so the first layers hardly learn",
              first.name(), ratio, last.name()),
          Advice.FIX);
    } else if (ratio > exploding) {
      add(
          Rule.BACKWARD_GAIN,
          Severity.ERROR,
          "network",
          ratio,
          text("above %.3g", exploding),
          text(
              "the gradient explodes: at %s it is %.3g times what it is at %s",
              first.name(), ratio, last.name()),
          Advice.FIX);
    }
    speeds(vanishing);
  }

  /// The lecture's layers that learn at different speeds.
  private void speeds(double vanishing) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (Measured layer : layers.subList(0, hidden())) {
      least = Math.min(least, layer.gradient());
      most = Math.max(most, layer.gradient());
    }
    double ratio = most / least;
    if (least > 0 && ratio > Thresholds.SPEEDS / vanishing) {
      boolean warning = ratio > Thresholds.SPEEDS_WARNING / vanishing;
      add(
          Rule.UNEQUAL_SPEEDS,
          warning ? Severity.WARNING : Severity.INFO,
          "network",
          ratio,
          text("above %.3g", Thresholds.SPEEDS / vanishing),
          text(
              "back-propagated gradients differ %.3g-fold between layers, which so learn at different speeds",
              ratio),
          warning ? Advice.FIX : "");
    }
  }

  private void sizes() {
    // If so, the saddle says it.
    boolean all = layers.stream().allMatch(layer -> largest(layer) == 0);
    for (int l = 0; l < layers.size(); l++) {
      Measured layer = layers.get(l);
      double size = layer.weightGradients().meanAbsolute();
      if (size == 0 && !all && laterZero(l)) {
        add(
            Rule.GRADIENT_SIZE,
            Severity.INFO,
            layer.name(),
            0,
            "exactly 0",
            "the first step does not change these weights, as a later layer is 0; the second will",
            "");
      } else if (!all && !(size >= Thresholds.GRADIENT_FLOOR_WARNING)) {
        add(
            Rule.GRADIENT_SIZE,
            size >= Thresholds.GRADIENT_FLOOR ? Severity.WARNING : Severity.ERROR,
            layer.name(),
            size,
            "below 1e-6",
            text("the mean gradient of the weights is %.3g: too small to learn from", size),
            Advice.FIX);
      } else if (size > Thresholds.GRADIENT_CEILING) {
        add(
            Rule.GRADIENT_SIZE,
            Severity.ERROR,
            layer.name(),
            size,
            "above 1e6",
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
            report.dead() > Thresholds.DEAD_ERROR
                ? Severity.ERROR
                : report.dead() > Thresholds.DEAD_WARNING ? Severity.WARNING : Severity.INFO,
            layer.name(),
            report.dead(),
            "above 0.1",
            report.dead() == 1
                ? "every unit is 0 on every row: the layer is born dead, nothing passes it and no gradient comes back"
                : text(
                    "%.0f %% of the units are 0 on (almost) every row, and so learn nothing",
                    100 * report.dead()),
            Advice.draw(chain, l));
      } else if (report.zeros() > Thresholds.ZEROS) {
        add(
            Rule.ZERO_FRACTION,
            Severity.INFO,
            layer.name(),
            report.zeros(),
            "above 0.9",
            text("%.0f %% of the activations are 0, where half is usual", 100 * report.zeros()),
            "");
      }
      saturation(l, layer);
    }
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
          "biases below −3",
          text(
              "biases near %.3g keep the mean activation at %.3g: a sparse start, which is sound if it is meant",
              layer.biases().mean(), layer.report().a().mean()),
          "seedbed train --init glorot-uniform+sparse-bias, if it is meant");
      return;
    }
    double saturated = layer.report().saturated();
    if (layer.flat() > Thresholds.SATURATED_SHARE) {
      add(
          Rule.SATURATION,
          Severity.ERROR,
          layer.name(),
          layer.flat(),
          "above 0.5",
          text(
              "%.0f %% of the units are so far out that no gradient passes them",
              100 * layer.flat()),
          Advice.draw(chain, l));
    } else if (saturated > Thresholds.SATURATED_SHARE
        || layer.pushed() > Thresholds.SATURATED_SHARE) {
      double share = Math.max(saturated, layer.pushed());
      add(
          Rule.SATURATION,
          Severity.WARNING,
          layer.name(),
          share,
          "above 0.5",
          text(
              "%.0f %% of the units are saturated, so that little gradient passes them",
              100 * share),
          Advice.draw(chain, l));
    }
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
    double bound = Thresholds.SPREAD_TREND * StrictMath.exp(slack / 2);
    if (!(ratio <= bound && ratio >= 1 / bound)) {
      add(
          Rule.ACTIVATION_SPREAD,
          Severity.WARNING,
          "network",
          ratio,
          text("outside 1/%.3g to %.3g", bound, bound),
          text(
              "the standard deviation of activations goes from %.3g to %.3g, layer by layer the same way",
              first, before),
          Advice.FIX);
    }
  }

  private void ranks() {
    for (int l = 0; l < layers.size(); l++) {
      Measured layer = layers.get(l);
      int width = Math.min(layer.report().fanIn(), layer.report().fanOut());
      if (width > 4 && layer.weights().secondMoment() > 0 && layer.rank() < Thresholds.RANK) {
        add(
            Rule.RANK,
            Severity.WARNING,
            layer.name(),
            layer.rank(),
            "below 0.25",
            text(
                "the effective rank of the weights is %.1f of %d: most directions of the input are lost",
                layer.rank() * width, width),
            Advice.draw(chain, l));
      }
    }
  }
}

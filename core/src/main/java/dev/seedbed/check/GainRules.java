package dev.seedbed.check;

import static dev.seedbed.check.Thresholds.words;
import static dev.seedbed.check.WeightRules.text;

import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Rules on what all hidden layers together make of the signal on its way forward, and of the
/// gradient on its way back. There must be two of them at least.
final class GainRules {
  /// What one layer may do to a quantity at the most, as a logarithm: beyond, floats end.
  private static final double LARGEST_LOGARITHM = 40;

  /// Of hidden layers.
  private final List<Measured> layers;

  private final Measured first;
  private final Measured last;
  private final List<Finding> findings = new ArrayList<>();

  private GainRules(List<Measured> layers) {
    this.layers = layers;
    this.first = layers.getFirst();
    this.last = layers.getLast();
  }

  /// @param hidden the layers but the last
  static List<Finding> of(List<Measured> hidden) {
    if (hidden.size() < 2) {
      return List.of();
    }
    var rules = new GainRules(hidden);
    rules.forward();
    rules.backward();
    rules.speeds();
    rules.pushed();
    return rules.findings;
  }

  private void add(Rule rule, Severity severity, double value, String threshold, String message) {
    findings.add(
        new Finding(
            rule,
            severity,
            "network",
            value,
            threshold,
            message,
            severity == Severity.INFO ? "" : Advice.FIX));
  }

  /// The product over layers of what each does to a quantity, the most extreme left out.
  private double withoutExtreme(ToDoubleFunction<Measured> quantity, boolean backward) {
    double sum = 0;
    double extreme = 0;
    for (int l = 1; l < layers.size(); l++) {
      double before = quantity.applyAsDouble(layers.get(l - 1));
      double after = quantity.applyAsDouble(layers.get(l));
      double logarithm = StrictMath.log((backward ? before : after) / (backward ? after : before));
      if (Double.isNaN(logarithm)) {
        logarithm = 0;
      }
      logarithm = Math.clamp(logarithm, -LARGEST_LOGARITHM, LARGEST_LOGARITHM);
      sum += logarithm;
      extreme = Math.abs(logarithm) > Math.abs(extreme) ? logarithm : extreme;
    }
    return StrictMath.exp(sum - extreme);
  }

  /// What the signal may shrink to. Steps make up for a shrinking that is spread over layers, as
  /// all weights grow at once; but not where little is left beside what biases add, nor where
  /// single layers lose nearly all.
  private double least(double signal) {
    if (hasOffset()) {
      return Thresholds.SIGNAL_OFFSET;
    }
    int rest = layers.size() - 2;
    boolean thin = rest > 0 && StrictMath.log(signal) / rest < StrictMath.log(Thresholds.THIN);
    if (thin || last.signal() < Thresholds.DROWNED * last.z()) {
      return Thresholds.SIGNAL_WARNING;
    }
    return isRectified() ? Thresholds.SIGNAL_RECTIFIED : Thresholds.SIGNAL_LINEAR;
  }

  /// Whether units give a signal even where they get none, as sigmoid ones: then it is no wonder if
  /// what varies is little beside it.
  private boolean hasOffset() {
    return layers.stream().anyMatch(layer -> layer.stage().activation().value(0.0) != 0);
  }

  /// Whether units are off, or as good as off, for half of what they may get: the more layers, the
  /// more alike are all rows to them.
  private boolean isRectified() {
    return layers.stream()
        .map(layer -> layer.stage().activation())
        .anyMatch(f -> f instanceof Activation.Relu || f instanceof Activation.LeakyRelu);
  }

  private void forward() {
    double signal = withoutExtreme(Measured::signal, false);
    double growth = last.z() / first.z();
    double least = least(signal);
    if (signal < least) {
      add(
          Rule.FORWARD_GAIN,
          signal < Thresholds.SIGNAL_ERROR ? Severity.ERROR : Severity.WARNING,
          signal,
          words("below", least),
          text(
              "from %s to %s the signal, the variance from row to row, shrinks to %.3g even without the worst layer: what the inputs say does not reach the outputs",
              first.name(), last.name(), signal));
    } else if (Double.isInfinite(last.z())
        || Double.isNaN(last.z())
        || (growth > Thresholds.GROWTH_WARNING
            && withoutExtreme(Measured::z, false) > Thresholds.GROWTH_REST)) {
      add(
          Rule.FORWARD_GAIN,
          growth > Thresholds.GROWTH_WARNING && growth < Thresholds.GROWTH_ERROR
              ? Severity.WARNING
              : Severity.ERROR,
          growth,
          words("above", Thresholds.GROWTH_WARNING),
          text(
              "from %s to %s the mean square of the signal grows %.3g-fold: outputs and loss explode",
              first.name(), last.name(), growth));
    } else if (signal < Thresholds.SIGNAL_WARNING) {
      add(
          Rule.FORWARD_GAIN,
          Severity.INFO,
          signal,
          words("below", Thresholds.SIGNAL_WARNING),
          text(
              "from %s to %s the signal, the variance from row to row, shrinks to %.3g: an optimiser with a step for each weight, such as Adam, mends that, in more steps; plain descent may not",
              first.name(), last.name(), signal));
    }
  }

  private void backward() {
    double rest = withoutExtreme(Measured::gradient, true);
    double least = Math.sqrt(least(withoutExtreme(Measured::signal, false)));
    double ratio = first.gradient() / last.gradient();
    boolean chaotic = last.z() < Thresholds.CHAOS_GROWTH * first.z();
    double most = chaotic ? Thresholds.EXPLODING_CHAOS : Thresholds.EXPLODING_WARNING;
    if (rest < least) {
      add(
          Rule.BACKWARD_GAIN,
          rest < Math.sqrt(Thresholds.SIGNAL_ERROR) ? Severity.ERROR : Severity.WARNING,
          rest,
          text("below %.2g", least),
          text(
              "the gradient vanishes: from %s back to %s its root mean square shrinks to %.3g even without the worst layer, so the first layers hardly learn",
              last.name(), first.name(), rest));
    } else if (ratio > most && rest > Thresholds.EXPLODING_REST) {
      add(
          Rule.BACKWARD_GAIN,
          ratio > Thresholds.EXPLODING_ERROR ? Severity.ERROR : Severity.WARNING,
          ratio,
          words("above", most),
          text(
              chaotic
                  ? "the gradient explodes though the signal does not: at %s its root mean square is %.3g times what it is at %s, so that rows much alike become unlike"
                  : "the gradient explodes: at %s its root mean square is %.3g times what it is at %s",
              first.name(),
              ratio,
              last.name()));
    } else if (rest < Math.sqrt(Thresholds.SIGNAL_WARNING)) {
      add(
          Rule.BACKWARD_GAIN,
          Severity.INFO,
          rest,
          text("below %.2g", Math.sqrt(Thresholds.SIGNAL_WARNING)),
          text(
              "from %s back to %s the root mean square of the gradient shrinks to %.3g: an optimiser with a step for each weight, such as Adam, makes up for that; plain descent does not",
              last.name(), first.name(), rest));
    }
  }

  /// The lecture's layers that learn at different speeds.
  private void speeds() {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (Measured layer : layers) {
      least = Math.min(least, layer.gradient());
      most = Math.max(most, layer.gradient());
    }
    double ratio = most / least;
    if (least > 0 && ratio > Thresholds.SPEEDS) {
      boolean warning = ratio > Thresholds.SPEEDS_WARNING;
      add(
          Rule.UNEQUAL_SPEEDS,
          warning ? Severity.WARNING : Severity.INFO,
          ratio,
          words("above", warning ? Thresholds.SPEEDS_WARNING : Thresholds.SPEEDS),
          text(
              "the root mean squares of back-propagated gradients differ %.3g-fold between layers, which so learn at different speeds",
              ratio));
    }
  }

  /// Large weights drive bounded units to their ends, where the signal stays as it is; that they
  /// are too large is seen by the gradient, which grows.
  private void pushed() {
    double share = layers.stream().mapToDouble(Measured::pushed).sum() / layers.size();
    double ratio = first.gradient() / last.gradient();
    if (layers.size() >= Thresholds.PUSHED_LAYERS
        && share > Thresholds.PUSHED_MEAN
        && ratio > Thresholds.PUSHED_GROWTH) {
      add(
          Rule.SATURATION,
          Severity.WARNING,
          share,
          words("above", Thresholds.PUSHED_MEAN),
          text(
              "%.0f %% of all hidden units are near the ends of their range, and the root mean square of the gradient grows %.3g-fold from %s back to %s: the weights are too large",
              100 * share, ratio, last.name(), first.name()));
    }
  }
}

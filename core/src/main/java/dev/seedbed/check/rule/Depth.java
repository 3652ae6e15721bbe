package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.tensor.Activation;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/// The effect of all hidden layers of the trunk together on the signal forward and on the gradient
/// backward, which [ForwardGain], [BackwardGain] and [UnequalSpeeds] judge. The most extreme layer
/// is left out: training soon corrects one odd layer, as only its weights must grow or shrink.
final class Depth {
  /// The least the signal (the variance of pre-activations from row to row) may shrink to where
  /// biases drown it, or where single layers lose nearly all of it.
  static final double SIGNAL_WARNING = 1.2e-4;

  /// The same of units that are not 0 at 0, such as sigmoid ones: 16 orthogonal layers of softplus
  /// keep 9e-8, and train.
  private static final double SIGNAL_OFFSET = 1e-8;

  /// And where single layers of such units lose nearly all of it: 6 of sigmoid that keep 1.6e-7 do
  /// not train.
  private static final double SIGNAL_OFFSET_THIN = 3e-7;

  /// The same of rectifiers with no more than a loss in every layer, such as those with Glorot's
  /// variance: 20 layers keep 1e-6, and most starts train by Adam, though three times as slowly; 34
  /// keep 1e-10, and a third does not train.
  private static final double SIGNAL_RECTIFIED = 1e-7;

  /// The same of other units, which pass on small signals as if they were linear: 20 layers of silu
  /// with Glorot's variance keep 4e-11, and train by Adam; 40 orthogonal layers that keep 1e-12 do
  /// not.
  private static final double SIGNAL_LINEAR = 1e-11;

  static final double SIGNAL_ERROR = 1e-6;

  /// The variance from row to row over the second moment, below which biases drown the signal.
  private static final double DROWNED = 1e-2;

  /// The share of the signal that a layer passes on: geometric mean without the most extreme layer.
  private static final double THIN = 0.1;

  /// The largest factor by which one layer may change a quantity, as a logarithm: floats end beyond
  /// it.
  private static final double LARGEST_LOGARITHM = 40;

  /// The names of functions that hold a sine or a cosine.
  private static final Pattern PERIODIC = Pattern.compile("(.*-)?(sin|cos)(-.*)?");

  private final boolean plain;
  private final Remedy remedy;
  private final List<LayerMeasurement> layers;
  private final LayerMeasurement first;
  private final LayerMeasurement last;

  private Depth(List<LayerMeasurement> layers, boolean plain, Remedy remedy) {
    this.plain = plain;
    this.remedy = remedy;
    this.layers = layers;
    this.first = layers.getFirst();
    this.last = layers.getLast();
  }

  /// Looks at the trunk's hidden layers; empty if there are fewer than two.
  static Optional<Depth> of(StartMeasurement start) {
    List<LayerMeasurement> trunk = start.trunk();
    return trunk.size() < 3
        ? Optional.empty()
        : Optional.of(
            new Depth(
                trunk.subList(0, trunk.size() - 1),
                trunk.size() == start.layers().size(),
                Advice.network(start)));
  }

  /// Whether a network has one hidden layer at most: Adam soon undoes what is wrong with that one
  /// layer's signs or biases, where in a deep network each such layer adds to the next.
  static boolean isShallow(StartMeasurement start) {
    return start.hidden().size() < 2;
  }

  /// Another draw of the network.
  Remedy remedy() {
    return remedy;
  }

  LayerMeasurement first() {
    return first;
  }

  LayerMeasurement last() {
    return last;
  }

  /// Whether all layers are on the trunk: if not, much may stand between two that are.
  boolean isPlain() {
    return plain;
  }

  /// Whether layers are normalised.
  boolean isNormalised() {
    return layers.stream().anyMatch(layer -> layer.scales().isPresent());
  }

  /// By what factor the signal shrinks or grows forward, without the most extreme layer.
  double signal() {
    return withoutExtreme(LayerMeasurement::signal, false);
  }

  /// By what factor the mean square of pre-activations grows forward, likewise.
  double growth() {
    return withoutExtreme(LayerMeasurement::z, false);
  }

  /// By what factor the root mean square of the gradient grows backward, likewise. But one layer is
  /// enough to make it explode where functions are periodic: they never flatten out, so that nearby
  /// inputs stay apart.
  double gradient() {
    double all = first.gradient() / last.gradient();
    return isPeriodic() && all > 1 ? all : withoutExtreme(LayerMeasurement::gradient, true);
  }

  /// By what factor it grows backward, of whole units and at their single places alike: the lesser
  /// of the two. A pooling that takes one place of four hands its gradient on to that one, so that
  /// a place gets half as much before it and a unit as much; what grows by one measure alone grows
  /// by the size of the maps, and not by the weights.
  double gradientGrowth() {
    double growth = first.gradient() / last.gradient();
    return growth / Math.max(1, Math.sqrt(first.places() / last.places()));
  }

  /// That growth a layer: geometric mean.
  double gradientByLayer() {
    return StrictMath.pow(gradientGrowth(), 1.0 / (layers.size() - 1));
  }

  /// Whether a layer is followed by a sine or a cosine.
  boolean isPeriodic() {
    return layers.stream()
        .anyMatch(layer -> PERIODIC.matcher(layer.report().activation()).matches());
  }

  /// The product over layers of what each does to a quantity, the most extreme left out.
  private double withoutExtreme(ToDoubleFunction<LayerMeasurement> quantity, boolean backward) {
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

  /// The least the signal may shrink to. Training makes up for a loss spread over the layers, as
  /// all weights grow at once; but not where biases drown what is left, nor where single layers
  /// lose nearly all.
  double leastSignal() {
    int rest = layers.size() - 2;
    boolean thin = rest > 0 && StrictMath.log(signal()) / rest < StrictMath.log(THIN);
    if (hasOffset()) {
      return thin ? SIGNAL_OFFSET_THIN : SIGNAL_OFFSET;
    }
    if (thin || last.signal() < DROWNED * last.z()) {
      return SIGNAL_WARNING;
    }
    return isRectified() ? SIGNAL_RECTIFIED : SIGNAL_LINEAR;
  }

  /// Whether units give a signal even where they get none, as sigmoid ones: then it is no wonder if
  /// what varies is little beside it.
  private boolean hasOffset() {
    return layers.stream().anyMatch(layer -> layer.activation().value(0.0) != 0);
  }

  /// Whether units are off, or as good as off, for half of what they may get: the more layers, the
  /// more alike are all rows to them.
  private boolean isRectified() {
    return layers.stream()
        .map(LayerMeasurement::activation)
        .anyMatch(f -> f instanceof Activation.Relu || f instanceof Activation.LeakyRelu);
  }
}

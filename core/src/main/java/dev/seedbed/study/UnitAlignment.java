package dev.seedbed.study;

import dev.seedbed.network.Network;
import dev.seedbed.network.Tensor;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;

/// The mean of networks' weights, after the hidden units of each are put into the order of the
/// first network's.
///
/// A network is the same whatever the order of a layer's units and, if its activation is odd, with
/// the signs of a unit's weights turned before and behind it. So two networks that have learnt the
/// same may have a mean that has learnt nothing. Weight matching finds the order, and the signs,
/// that bring one network closest to another: layer by layer the best assignment with the other
/// layers as they are, again and again until no layer changes (Ainsworth et al. 2023, "Git
/// Re-Basin", arXiv:2209.04836, section 3.2). There the layers are taken in random order, here from
/// the first to the last; signs are ours.
final class UnitAlignment {
  /// Far more than it takes: each sweep brings the networks closer, and there are few orders that
  /// are better than all their neighbours.
  private static final int MOST_SWEEPS = 100;

  /// Relative: less than that is rounding.
  private static final double LEAST_GAIN = 1e-9;

  private final Network reference;
  private final boolean odd;
  private final List<float[]> target;
  private final List<float[]> moved;

  private UnitAlignment(Network network, Network reference) {
    this.reference = reference;
    this.odd = isOdd(reference.spec().activation());
    this.target = values(reference);
    this.moved = values(network);
  }

  /// The mean of the weights of `networks`, of one specification, in the order of the first one's
  /// units.
  static Network mean(List<Network> networks) {
    Network first = networks.getFirst();
    List<Network> aligned =
        networks.stream().map(network -> network == first ? first : align(network, first)).toList();
    var mean = new ArrayList<Tensor>();
    List<List<float[]>> all = aligned.stream().map(UnitAlignment::values).toList();
    List<Tensor> tensors = first.tensors();
    for (int t = 0; t < tensors.size(); t++) {
      float[] values = new float[tensors.get(t).values().length];
      for (int i = 0; i < values.length; i++) {
        double sum = 0;
        for (List<float[]> network : all) {
          sum += network.get(t)[i];
        }
        values[i] = (float) (sum / all.size());
      }
      mean.add(new Tensor(tensors.get(t).name(), tensors.get(t).shape(), values));
    }
    return Network.of(first.spec(), mean);
  }

  /// The same function as `network`, with its units in the order in which its weights are closest
  /// to those of `reference`.
  static Network align(Network network, Network reference) {
    var alignment = new UnitAlignment(network, reference);
    boolean changed = true;
    for (int sweep = 0; changed && sweep < MOST_SWEEPS; sweep++) {
      changed = false;
      for (int layer = 0; layer < reference.spec().layers() - 1; layer++) {
        changed |= alignment.improve(layer);
      }
    }
    return alignment.network();
  }

  /// Whether f(−z) = −f(z).
  private static boolean isOdd(Activation activation) {
    return switch (activation) {
      case Activation.Identity _, Activation.Tanh _, Activation.Softsign _ -> true;
      case Activation.Sigmoid _,
          Activation.Relu _,
          Activation.LeakyRelu _,
          Activation.Elu _,
          Activation.Selu _,
          Activation.Softplus _,
          Activation.Gelu _,
          Activation.Silu _ ->
          false;
    };
  }

  private static List<float[]> values(Network network) {
    return network.tensors().stream().map(Tensor::values).toList();
  }

  private Network network() {
    List<Tensor> tensors = reference.tensors();
    var own = new ArrayList<Tensor>();
    for (int t = 0; t < tensors.size(); t++) {
      own.add(new Tensor(tensors.get(t).name(), tensors.get(t).shape(), moved.get(t)));
    }
    return Network.of(reference.spec(), own);
  }

  /// Brings the units of hidden layer `layer`, 0 the first, into their best order for the other
  /// layers as they are.
  ///
  /// @return whether that changes anything
  private boolean improve(int layer) {
    double[][] likeness = likeness(layer);
    int units = likeness.length;
    double[][] gains = new double[units][units];
    double now = 0;
    for (int i = 0; i < units; i++) {
      now += likeness[i][i];
      for (int j = 0; j < units; j++) {
        gains[i][j] = odd ? Math.abs(likeness[i][j]) : likeness[i][j];
      }
    }
    int[] from = LinearAssignment.largest(gains);
    double best = 0;
    double size = 0;
    for (int i = 0; i < units; i++) {
      best += gains[i][from[i]];
      size += Math.abs(gains[i][from[i]]);
    }
    if (!(best - now > LEAST_GAIN * size)) {
      return false;
    }
    float[] signs = new float[units];
    for (int i = 0; i < units; i++) {
      signs[i] = odd && likeness[i][from[i]] < 0 ? -1 : 1;
    }
    move(layer, from, signs);
    return true;
  }

  /// Of each unit of the reference and each of the network, the sum of the products of their
  /// weights and biases, before and behind them.
  private double[][] likeness(int layer) {
    int units = reference.layers().get(layer).fanOut();
    int inputs = reference.layers().get(layer).fanIn();
    int outputs = reference.layers().get(layer + 1).fanOut();
    double[][] likeness = new double[units][units];
    for (int i = 0; i < units; i++) {
      for (int j = 0; j < units; j++) {
        double sum = (double) target.get(2 * layer + 1)[i] * moved.get(2 * layer + 1)[j];
        for (int k = 0; k < inputs; k++) {
          sum +=
              (double) target.get(2 * layer)[i * inputs + k] * moved.get(2 * layer)[j * inputs + k];
        }
        for (int k = 0; k < outputs; k++) {
          sum +=
              (double) target.get(2 * layer + 2)[k * units + i]
                  * moved.get(2 * layer + 2)[k * units + j];
        }
        likeness[i][j] = sum;
      }
    }
    return likeness;
  }

  /// Puts unit `from[i]` of a layer in place i, its weights multiplied by `signs[i]`.
  private void move(int layer, int[] from, float[] signs) {
    int units = from.length;
    float[] weights = moved.get(2 * layer);
    float[] biases = moved.get(2 * layer + 1);
    float[] above = moved.get(2 * layer + 2);
    float[] oldWeights = weights.clone();
    float[] oldBiases = biases.clone();
    float[] oldAbove = above.clone();
    int inputs = weights.length / units;
    for (int i = 0; i < units; i++) {
      biases[i] = signs[i] * oldBiases[from[i]];
      for (int k = 0; k < inputs; k++) {
        weights[i * inputs + k] = signs[i] * oldWeights[from[i] * inputs + k];
      }
      for (int k = 0; k < above.length / units; k++) {
        above[k * units + i] = signs[i] * oldAbove[k * units + from[i]];
      }
    }
  }
}

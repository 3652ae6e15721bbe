package dev.seedbed.check.chain;

import dev.seedbed.network.Layer;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A network as [dev.seedbed.check.Check] sees it: dense layers, one after the other, each with an
/// activation of its own. It shares the memory of what it was made of, and changes nothing.
///
/// @param stages from the first hidden layer to the outputs; at least one
public record Chain(List<Stage> stages, Head head) {
  public Chain {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("a chain must have at least one layer");
    }
    for (int l = 1; l < stages.size(); l++) {
      int from = stages.get(l - 1).layer().fanOut();
      int to = stages.get(l).layer().fanIn();
      if (from != to) {
        throw new IllegalArgumentException(
            "%s must take the %d outputs of the layer before: %d"
                .formatted(stages.get(l).name(), from, to));
      }
    }
  }

  /// A network of ours.
  public static Chain of(Network network) {
    var stages = new ArrayList<Stage>();
    int last = network.layers().size() - 1;
    for (int l = 0; l <= last; l++) {
      Layer layer = network.layers().get(l);
      Activation f = l < last ? network.spec().activation() : new Activation.Identity();
      stages.add(new Stage("layer" + (l + 1), layer, true, Optional.empty(), f));
    }
    Head head = network.spec().loss() == Loss.CROSS_ENTROPY ? Head.SOFTMAX : Head.LINEAR;
    return new Chain(stages, head);
  }

  /// The number of inputs.
  public int inputs() {
    return stages.getFirst().layer().fanIn();
  }

  /// The number of outputs.
  public int outputs() {
    return stages.getLast().layer().fanOut();
  }

  /// The widths from the inputs to the outputs.
  public List<Integer> widths() {
    var widths = new ArrayList<Integer>();
    widths.add(inputs());
    stages.forEach(stage -> widths.add(stage.layer().fanOut()));
    return List.copyOf(widths);
  }

  /// What the last layer's activations mean, and so which loss is measured.
  public enum Head {
    /// Softmax over logits, with cross-entropy: the last layer's activation is the identity.
    SOFTMAX,
    /// A probability for each output by itself, with binary cross-entropy: the last layer's
    /// pre-activations are logits, its activation is the identity.
    SIGMOID,
    /// Values, with squared error, after whatever activation the last layer has.
    LINEAR
  }

  /// A dense layer of a [Chain] with what follows it: a = f(normalised(x·W + b)).
  ///
  /// @param name what messages call it, such as "layer1"
  /// @param layer its parameters
  /// @param biased whether it has a bias; if not, the layer's is 0 and not a parameter
  /// @param normalization of the pre-activations, if there is any
  /// @param activation f
  /// @param source the tensors in a file; empty of a network that was drawn
  public record Stage(
      String name,
      Layer layer,
      boolean biased,
      Optional<Normalization> normalization,
      Activation activation,
      Optional<Source> source) {
    public Stage(
        String name,
        Layer layer,
        boolean biased,
        Optional<Normalization> normalization,
        Activation activation) {
      this(name, layer, biased, normalization, activation, Optional.empty());
    }
  }

  /// The tensors of a file that a layer's numbers are from. Exporters store equal tensors once:
  /// several layers may name the same.
  ///
  /// @param operator ONNX's name of the product
  /// @param transposed whether the weights stand as in × out
  /// @param bias empty if there is none that a file of the same structure could hold
  /// @param scale γ of the normalisation; empty if there is none
  public record Source(
      String weight,
      String operator,
      boolean transposed,
      Optional<String> bias,
      Optional<String> scale) {}

  /// Batch normalisation of a layer's pre-activations, as in training: by the mean and the variance
  /// of the rows that are propagated together. Ioffe & Szegedy 2015, arXiv:1502.03167, algorithm 1.
  ///
  /// @param scale γ, one number a unit
  /// @param shift β, one number a unit
  /// @param epsilon added to the variance; above 0
  public record Normalization(float[] scale, float[] shift, double epsilon) {}
}

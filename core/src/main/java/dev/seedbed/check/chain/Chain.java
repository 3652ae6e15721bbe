package dev.seedbed.check.chain;

import dev.seedbed.network.Layer;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A network as [Check] sees it: dense layers, one after the other, each with an activation of its
/// own. It shares the memory of what it was made of, and changes nothing.
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
}

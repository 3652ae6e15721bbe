package dev.seedbed.init;

import dev.seedbed.data.Dataset;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How a whole network starts: how its weights are drawn, how its biases, and what is changed after
/// that.
///
/// @param name what the command line and the run folder call it, such as "glorot-uniform"
/// @param adjustments made one after the other
public record Scheme(
    String name, Initializer weights, Initializer biases, List<Adjustment> adjustments) {
  public Scheme {
    adjustments = List.copyOf(adjustments);
  }

  /// Whether a start cannot be drawn without rows of data.
  public boolean needsData() {
    return adjustments.stream().anyMatch(Adjustment::needsData);
  }

  /// How one tensor of a network is drawn.
  ///
  /// @param law of its elements; empty if they follow none, or are changed after drawing
  /// @param symbols what is drawn
  public record Part(Place place, Optional<Law> law, String symbols) {}

  /// How the tensor with that path is drawn.
  public Part part(NetworkSpec spec, String path) {
    for (int l = 0; l < spec.layers(); l++) {
      boolean weight = path.equals(Network.weightPath(l));
      if (weight || path.equals(Network.biasPath(l))) {
        Place place = Place.in(spec, l, weight ? Place.Part.WEIGHT : Place.Part.BIAS);
        Draw draw = Draw.of(weight ? weights : biases, place, new Seed(0).stream(path));
        return new Part(
            place,
            adjustments.isEmpty() && draw instanceof Draw.Independent independent
                ? Optional.of(independent.law())
                : Optional.empty(),
            draw.symbols() + (adjustments.isEmpty() ? "" : ", then adjusted"));
      }
    }
    throw new IllegalArgumentException("no tensor '" + path + "' in " + spec.widths());
  }

  /// The start of a network from a seed, by a scheme that needs no data.
  ///
  /// @throws IllegalArgumentException if the scheme makes no sense for this network, or needs data
  public Network draw(NetworkSpec spec, Seed seed) {
    return draw(spec, seed, Optional.empty());
  }

  /// The start of a network from a seed. Each tensor is drawn from the stream of its own path, so
  /// its values depend on nothing else in the network, unless an adjustment changes them.
  ///
  /// @param data the training rows, for adjustments that look at data
  /// @throws IllegalArgumentException if the scheme makes no sense for this network, or needs data
  ///   and there is none
  public Network draw(NetworkSpec spec, Seed seed, Optional<Dataset.Part> data) {
    var tensors = new ArrayList<Tensor>();
    for (int l = 0; l < spec.layers(); l++) {
      int in = spec.widths().get(l);
      int out = spec.widths().get(l + 1);
      var weight = Place.in(spec, l, Place.Part.WEIGHT);
      tensors.add(draw(weights, weight, seed, Network.weightPath(l), out, in));
      tensors.add(draw(biases, weight.bias(), seed, Network.biasPath(l), out));
    }
    Network network = Network.of(spec, tensors);
    for (Adjustment adjustment : adjustments) {
      if (adjustment.needsData() && data.isEmpty()) {
        throw new IllegalArgumentException(adjustment.name() + " needs rows of data");
      }
      adjustment.apply(network, data, seed);
    }
    return network;
  }

  private static Tensor draw(
      Initializer initializer, Place place, Seed seed, String path, int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    Draw.of(initializer, place, seed.stream(path)).fill(values);
    return new Tensor(path, shape, values);
  }
}

package dev.seedbed.init;

import dev.seedbed.network.NetworkSpec;
import dev.seedbed.tensor.Activation;

/// Where a tensor stands in a network: all that a scheme may know of it.
///
/// @param part of the layer
/// @param kernel the layer's weights, also where the tensor is the bias that goes with them
/// @param input what was applied to the numbers that the weights multiply; the identity for raw
///   inputs
/// @param output what is applied to the layer's pre-activations
public record Place(
    Part part, Kernel kernel, Activation input, Activation output, Position position) {

  /// The part of a layer.
  public enum Part {
    WEIGHT,
    BIAS
  }

  /// Where in the chain of layers.
  public enum Position {
    FIRST,
    INNER,
    LAST,
    /// First and last.
    ONLY;

    static Position of(int layer, int layers) {
      if (layers == 1) {
        return ONLY;
      }
      return layer == 0 ? FIRST : layer == layers - 1 ? LAST : INNER;
    }

    boolean first() {
      return this == FIRST || this == ONLY;
    }

    boolean last() {
      return this == LAST || this == ONLY;
    }
  }

  /// Weights inside a network whose units all have activation `f`.
  public static Place inside(Kernel kernel, Activation f) {
    return new Place(Part.WEIGHT, kernel, f, f, Position.INNER);
  }

  /// A part of layer `l`, 0 the first, of a feed-forward network.
  static Place in(NetworkSpec network, int l, Part part) {
    var identity = new Activation.Identity();
    var position = Position.of(l, network.layers());
    return new Place(
        part,
        Kernel.dense(network.widths().get(l), network.widths().get(l + 1)),
        position.first() ? identity : network.activation(),
        position.last() ? identity : network.activation(),
        position);
  }

  /// The bias that goes with these weights.
  public Place bias() {
    return new Place(Part.BIAS, kernel, input, output, position);
  }

  /// The same place with other weights.
  Place with(Kernel other) {
    return new Place(part, other, input, output, position);
  }

  /// The same place with other fans.
  public Place with(Fans fans) {
    return with(
        new Kernel(
            kernel.kind(), kernel.blocks(), kernel.units(), kernel.inputs(), kernel.taps(), fans));
  }

  Fans fans() {
    return kernel.fans();
  }

  /// The number of elements of the tensor.
  public long count() {
    return switch (part) {
      case WEIGHT -> kernel.count();
      case BIAS -> (long) kernel.blocks() * kernel.units();
    };
  }
}

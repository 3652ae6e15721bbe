package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import dev.seedbed.tensor.Activation;
import java.util.Map;

/// How the elements of one tensor are drawn.
///
/// An initializer never sees the file or the network: a [Place] tells it all it may know, and the
/// stream that it draws from is that of the tensor's own path.
public sealed interface Initializer
    permits Elementwise,
        Structured,
        Joint,
        Initializer.ByKind,
        Initializer.ButLast,
        Initializer.Perturbation {

  /// Draws the weights of a dense layer inside a network of linear units: `fanOut` · `fanIn`
  /// elements, row by row, as [fan-out, fan-in]. Other kinds of layers: [Kernel], [Place], [Draw].
  ///
  /// @param fanIn the number of inputs, at least 1
  /// @param fanOut the number of units, at least 1
  /// @param stream of the tensor's own path: `seed.stream("layer1/weight")`. Two tensors that are
  ///   drawn from one stream start equal.
  /// @throws IllegalArgumentException if the scheme makes no sense for this shape
  default float[] draw(int fanIn, int fanOut, RandomStream stream) {
    float[] values = new float[Math.multiplyExact(fanIn, fanOut)];
    Place place = Place.inside(Kernel.dense(fanIn, fanOut), new Activation.Identity());
    Draw.of(this, place, stream).fill(values);
    return values;
  }

  /// The initializer that this one is at that place; itself for all but those that choose.
  default Initializer at(Place place) {
    return this;
  }

  /// Another initializer for some kinds of layer, as libraries have it.
  record ByKind(Map<Kernel.Kind, Initializer> special, Initializer otherwise)
      implements Initializer {
    public ByKind {
      special = Map.copyOf(special);
    }

    /// Whether it says how that kind of layer is drawn.
    public boolean names(Kernel.Kind kind) {
      return special.containsKey(kind);
    }

    @Override
    public Initializer at(Place place) {
      return special.getOrDefault(place.kernel().kind(), otherwise).at(place);
    }
  }

  /// One initializer for the last layer, another for all others.
  record ButLast(Initializer others, Initializer last) implements Initializer {
    @Override
    public Initializer at(Place place) {
      return (place.position().last() ? last : others).at(place);
    }
  }

  /// Adds numbers from a law to what stands in the tensor already.
  record Perturbation(Law law) implements Initializer {}
}

package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import dev.seedbed.tensor.Activation;

/// How the elements of one tensor are drawn.
///
/// An initializer never sees the file or the network: a [Place] tells it all it may know, and the
/// stream that it draws from is that of the tensor's own path.
public sealed interface Initializer permits Elementwise, Structured, ByKind, ButLast, Perturbation {

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
}

package dev.seedbed.init;

import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import java.util.ArrayList;

/// How a whole network starts: how its weights are drawn, and how its biases.
///
/// @param name what the command line and the run folder call it, such as "glorot-uniform"
public record Scheme(String name, Initializer weights, Initializer biases) {

  /// The start of a network from a seed. Each tensor is drawn from the stream of its own path, so
  /// its values depend on nothing else in the network.
  public Network draw(NetworkSpec spec, Seed seed) {
    var tensors = new ArrayList<Tensor>();
    for (int i = 0; i < spec.layers(); i++) {
      int in = spec.widths().get(i);
      int out = spec.widths().get(i + 1);
      var fans = new Fans(in, out);
      tensors.add(draw(weights.law(fans), seed, Network.weightPath(i), out, in));
      tensors.add(draw(biases.law(fans), seed, Network.biasPath(i), out));
    }
    return Network.of(spec, tensors);
  }

  private static Tensor draw(Law law, Seed seed, String path, int... shape) {
    int count = 1;
    for (int length : shape) {
      count *= length;
    }
    float[] values = new float[count];
    law.draw(seed.stream(path), 0, values);
    return new Tensor(path, shape, values);
  }
}

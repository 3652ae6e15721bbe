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

  /// [Initializer.GlorotUniform] weights and biases 0: the default.
  public static Scheme glorotUniform() {
    return new Scheme(
        "glorot-uniform", new Initializer.GlorotUniform(), new Initializer.Constant(0));
  }

  /// The start of a network from a seed. Each tensor is drawn from the stream of its own path, so
  /// its values depend on nothing else in the network.
  public Network draw(NetworkSpec spec, Seed seed) {
    var tensors = new ArrayList<Tensor>();
    for (int i = 0; i < spec.layers(); i++) {
      int in = spec.widths().get(i);
      int out = spec.widths().get(i + 1);
      tensors.add(draw(weights, seed, Network.weightPath(i), new Fans(in, out), out, in));
      tensors.add(draw(biases, seed, Network.biasPath(i), new Fans(in, out), out));
    }
    return Network.of(spec, tensors);
  }

  private static Tensor draw(
      Initializer initializer, Seed seed, String path, Fans fans, int... shape) {
    int count = 1;
    for (int length : shape) {
      count *= length;
    }
    float[] values = new float[count];
    initializer.draw(seed.stream(path), fans, 0, values);
    return new Tensor(path, shape, values);
  }
}

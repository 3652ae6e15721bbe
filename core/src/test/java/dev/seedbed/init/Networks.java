package dev.seedbed.init;

import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.tensor.Activation;
import java.util.Arrays;

/// Networks to start.
final class Networks {
  private Networks() {}

  static NetworkSpec tanh(int... widths) {
    return of(new Activation.Tanh(), widths);
  }

  static NetworkSpec of(Activation activation, int... widths) {
    return new NetworkSpec(Arrays.stream(widths).boxed().toList(), activation, Loss.CROSS_ENTROPY);
  }
}

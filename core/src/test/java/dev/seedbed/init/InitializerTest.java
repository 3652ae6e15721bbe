package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.network.Activation;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitializerTest {
  private static final Fans FANS = new Fans(784, 100);
  private static final int COUNT = 78_400;

  /// √6 / √884, Glorot & Bengio 2010, equation 16.
  private static final double BOUND = 0.08238525545716346;

  private static float[] draw(Initializer initializer, long seed) {
    float[] values = new float[COUNT];
    initializer.draw(new Seed(seed).stream("layer1/weight"), FANS, 0, values);
    return values;
  }

  @Test
  void glorotUniform_bound_isReachedAndNotPassed() {
    double largest = 0;
    for (float w : draw(new Initializer.GlorotUniform(), 0)) {
      largest = Math.max(largest, Math.abs((double) w));
    }
    assertThat(largest).isLessThanOrEqualTo(BOUND);
    // Of 78,400 uniform numbers the largest is below (1 - 30/78400) of the bound once in e^30.
    assertThat(largest).isGreaterThan(BOUND * (1 - 30.0 / COUNT));
  }

  /// The mean of n uniform numbers has standard error b/√(3n); their mean square b²/3 has relative
  /// standard error √(4/5n), as E w⁴ = b⁴/5. 5 of them: one false alarm in 1.7 million.
  @Test
  void glorotUniform_meanAndVariance_asDerived() {
    float[] w = draw(new Initializer.GlorotUniform(), 1);
    double mean = 0;
    double square = 0;
    for (float value : w) {
      mean += value / (double) COUNT;
      square += value * (double) value / COUNT;
    }
    assertThat(Math.abs(mean)).isLessThan(5 * BOUND / Math.sqrt(3.0 * COUNT));
    assertThat(Math.abs(square / (2.0 / 884) - 1)).isLessThan(5 * Math.sqrt(0.8 / COUNT));
  }

  /// Kolmogorov–Smirnov: P(√n·D > 2.8) = 2e^(−2·2.8²) = 3e-7.
  @Test
  void glorotUniform_distribution_uniform() {
    float[] w = draw(new Initializer.GlorotUniform(), 2);
    Arrays.sort(w);
    double distance = 0;
    for (int i = 0; i < COUNT; i++) {
      double cdf = (w[i] / BOUND + 1) / 2;
      distance = Math.max(distance, Math.max(cdf - (double) i / COUNT, (i + 1.0) / COUNT - cdf));
    }
    assertThat(Math.sqrt(COUNT) * distance).isLessThan(2.8);
  }

  @Test
  void draw_slices_sameBitsAsWhole() {
    float[] whole = draw(new Initializer.GlorotUniform(), 3);
    for (int from : new int[] {1, 777, COUNT - 5}) {
      float[] slice = new float[5];
      new Initializer.GlorotUniform().draw(new Seed(3).stream("layer1/weight"), FANS, from, slice);
      assertThat(slice).containsExactly(Arrays.copyOfRange(whole, from, from + 5));
    }
  }

  @Test
  void scheme_network_biasesZeroAndEachTensorItsOwnStream() {
    var spec = new NetworkSpec(List.of(20, 20, 20), new Activation.Tanh(), Loss.CROSS_ENTROPY);
    Network network = Scheme.glorotUniform().draw(spec, new Seed(4));
    List<Tensor> tensors = network.tensors();
    assertThat(tensors.get(1).values()).containsOnly(0);
    assertThat(tensors.get(3).values()).containsOnly(0);
    assertThat(tensors.get(0).values()).isNotEqualTo(tensors.get(2).values());
    float[] alone = new float[400];
    new Initializer.GlorotUniform()
        .draw(new Seed(4).stream("layer2/weight"), new Fans(20, 20), 0, alone);
    assertThat(tensors.get(2).values()).containsExactly(alone);
  }

  @Test
  void fans_zero_refused() {
    assertThatThrownBy(() -> new Fans(0, 3)).hasMessageContaining("fan-in 0, fan-out 3");
  }
}

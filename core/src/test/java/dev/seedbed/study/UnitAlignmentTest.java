package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.init.Catalogue;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnitAlignmentTest {
  private static Network drawn(Activation activation, long seed) {
    var spec = new NetworkSpec(List.of(6, 19, 11, 3), activation, Loss.CROSS_ENTROPY);
    return Catalogue.scheme("glorot-uniform+uniform").draw(spec, new Seed(seed));
  }

  private static List<float[]> values(Network network) {
    return network.tensors().stream().map(Tensor::values).toList();
  }

  /// The same function with its hidden units in another order, each `step` places from the one
  /// before; and if `turned`, every other unit with its signs turned.
  private static Network shuffled(Network network, int step, boolean turned) {
    List<Tensor> tensors = network.tensors();
    for (int l = 0; l < network.spec().layers() - 1; l++) {
      int units = network.layers().get(l).fanOut();
      int inputs = network.layers().get(l).fanIn();
      float[] weights = tensors.get(2 * l).values().clone();
      float[] biases = tensors.get(2 * l + 1).values().clone();
      float[] above = tensors.get(2 * l + 2).values().clone();
      var now = new ArrayList<>(tensors);
      for (int i = 0; i < units; i++) {
        int from = i * step % units;
        float sign = turned && i % 2 == 1 ? -1 : 1;
        now.get(2 * l + 1).values()[i] = sign * biases[from];
        for (int k = 0; k < inputs; k++) {
          now.get(2 * l).values()[i * inputs + k] = sign * weights[from * inputs + k];
        }
        for (int k = 0; k < above.length / units; k++) {
          now.get(2 * l + 2).values()[k * units + i] = sign * above[k * units + from];
        }
      }
      tensors = now;
    }
    return Network.of(network.spec(), tensors);
  }

  private static float[] outputs(Network network) {
    var inputs = new Matrix(4, 6);
    for (int i = 0; i < inputs.data().length; i++) {
      inputs.data()[i] = i * 7 % 11 * 0.2f - 1;
    }
    var propagation = new Propagation(network, 4, Kernels.plain());
    return propagation.forward(inputs, 0, 4).firstRows(4).data();
  }

  static Stream<Activation> activations() {
    return Activation.all().stream();
  }

  /// The mean of n equal floats, summed in double, is that float.
  @ParameterizedTest
  @MethodSource("activations")
  void mean_sameNetworkInOtherOrders_isTheFirst(Activation activation) {
    Network first = drawn(activation, 1);
    boolean odd = activation.value(-1.0) == -activation.value(1.0);
    Network second = shuffled(first, 2, odd);
    Network third = shuffled(first, 7, odd);
    assertThat(values(second)).usingRecursiveComparison().isNotEqualTo(values(first));
    Network mean = UnitAlignment.mean(List.of(first, second, third));
    assertThat(values(mean)).usingRecursiveComparison().isEqualTo(values(first));
  }

  /// Of an activation that is not odd, signs that are turned would make another function.
  @ParameterizedTest
  @MethodSource("activations")
  void align_anotherNetwork_sameFunctionAndCloser(Activation activation) {
    Network first = drawn(activation, 1);
    Network other = drawn(activation, 2);
    Network aligned = UnitAlignment.align(other, first);
    float[] expected = outputs(other);
    float[] got = outputs(aligned);
    for (int i = 0; i < got.length; i++) {
      // Sums of 19 products in another order.
      assertThat(got[i]).isCloseTo(expected[i], within(2e-5f));
    }
    assertThat(distance(aligned, first)).isLessThan(0.9 * distance(other, first));
  }

  private static double distance(Network a, Network b) {
    double sum = 0;
    for (int t = 0; t < a.tensors().size(); t++) {
      float[] x = values(a).get(t);
      float[] y = values(b).get(t);
      for (int i = 0; i < x.length; i++) {
        sum += (x[i] - y[i]) * (x[i] - y[i]);
      }
    }
    return sum;
  }

  @Test
  void mean_oneNetwork_isThat() {
    Network only = drawn(new Activation.Tanh(), 3);
    assertThat(values(UnitAlignment.mean(List.of(only))))
        .usingRecursiveComparison()
        .isEqualTo(values(only));
  }
}

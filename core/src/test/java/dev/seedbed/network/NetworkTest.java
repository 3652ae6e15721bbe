package dev.seedbed.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.tensor.Activation;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final NetworkSpec SPEC =
      new NetworkSpec(List.of(3, 2), new Activation.Tanh(), Loss.SQUARED_ERROR);

  @Test
  void tensors_thereAndBack_sameValuesInFanOutFanInOrder() {
    var weight = new Tensor("layer1/weight", new int[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6});
    var bias = new Tensor("layer1/bias", new int[] {2}, new float[] {7, 8});
    Network network = Network.of(SPEC, List.of(bias, weight));
    assertThat(network.layers().getFirst().weight().get(2, 0)).isEqualTo(3);
    assertThat(network.layers().getFirst().weight().get(0, 1)).isEqualTo(4);
    List<Tensor> tensors = network.tensors();
    assertThat(tensors).extracting(Tensor::name).containsExactly("layer1/weight", "layer1/bias");
    assertThat(tensors.get(0).shape()).containsExactly(2, 3);
    assertThat(tensors.get(0).values()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(tensors.get(1).values()).containsExactly(7, 8);
  }

  @Test
  void of_wrongTensors_namesThem() {
    var transposed = new Tensor("layer1/weight", new int[] {3, 2}, new float[6]);
    assertThatThrownBy(() -> Network.of(SPEC, List.of(transposed)))
        .hasMessage("tensor 'layer1/weight' must have shape [2, 3]: [3, 2]");
    var weight = new Tensor("layer1/weight", new int[] {2, 3}, new float[6]);
    assertThatThrownBy(() -> Network.of(SPEC, List.of(weight)))
        .hasMessage("tensor 'layer1/bias' is missing");
  }

  @Test
  void spec_countsAndRefuses() {
    assertThat(
            new NetworkSpec(List.of(64, 128, 10), new Activation.Tanh(), Loss.CROSS_ENTROPY)
                .parameters())
        .isEqualTo(65 * 128 + 129 * 10);
    assertThatThrownBy(
            () -> new NetworkSpec(List.of(64, 0, 10), new Activation.Tanh(), Loss.CROSS_ENTROPY))
        .hasMessage("each layer must have at least one unit: 0");
    assertThatThrownBy(
            () -> new NetworkSpec(List.of(64), new Activation.Tanh(), Loss.CROSS_ENTROPY))
        .hasMessageContaining("must have inputs and outputs");
  }

  @Test
  void spec_moreLayersThanTheLimit_refused() {
    assertThat(chain(NetworkSpec.MOST_HIDDEN).layers()).isEqualTo(10_001);
    assertThatThrownBy(() -> chain(NetworkSpec.MOST_HIDDEN + 1))
        .hasMessage("a network must have at most 10000 hidden layers: 10001");
  }

  private static NetworkSpec chain(int hidden) {
    return new NetworkSpec(
        Collections.nCopies(hidden + 2, 1), new Activation.Tanh(), Loss.SQUARED_ERROR);
  }
}

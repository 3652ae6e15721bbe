package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.network.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GainTest {

  /// From `core/src/test/python/initialisers.py`, 9 decimals.
  @ParameterizedTest
  @CsvSource({
    "identity, 1, 1",
    "sigmoid, 1.846228545, 4.722646086",
    "tanh, 1.592537420, 1.467413592",
    "relu, 1.414213562, 1.414213562",
    "elu, 1.245198301, 1.223428558",
    "selu, 1, 0.966025777",
    "gelu, 1.533530441, 1.481114413",
    "silu, 1.676532470, 1.623320258",
    "softplus, 1.041866836, 1.846228545",
    "softsign, 2.337533363, 2.095780611"
  })
  void of_activation_knownGains(String activation, double forward, double backward) {
    Gain gain = Gain.of(Activation.named(activation).orElseThrow());
    assertThat(gain.forward()).isCloseTo(forward, within(1e-8));
    assertThat(gain.backward()).isCloseTo(backward, within(1e-8));
  }

  /// √(2 / (1 + a²)), He et al. 2015, equation 15.
  @Test
  void of_leakyRelu_closedForm() {
    float slope = 0.2f;
    double expected = Math.sqrt(2 / (1 + (double) slope * slope));
    Gain gain = Gain.of(new Activation.LeakyRelu(slope));
    assertThat(gain.forward()).isCloseTo(expected, within(1e-10));
    assertThat(gain.backward()).isCloseTo(expected, within(1e-10));
  }
}

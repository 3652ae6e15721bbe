package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.statistics.StandardNormal;
import dev.seedbed.tensor.Activation;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GainTest {
  /// A function with its derivative.
  private record Function(DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
    static Function of(Activation activation) {
      return new Function(activation::value, activation::derivative);
    }
  }

  /// Functions that are no activation of Seedbed's.
  private static final Map<String, Function> OTHERS =
      Map.of(
          "hard-tanh",
          new Function(z -> Math.clamp(z, -1, 1), z -> Math.abs(z) < 1 ? 1 : 0),
          "erf",
          new Function(
              z -> 2 * StandardNormal.cdf(z * Math.sqrt(2)) - 1,
              z -> 2 * Math.sqrt(2) * StandardNormal.density(z * Math.sqrt(2))),
          "sin",
          new Function(Math::sin, Math::cos),
          "arctan",
          new Function(Math::atan, z -> 1 / (1 + z * z)),
          "lecun-tanh",
          new Function(
              z -> 1.7159 * Math.tanh(2 * z / 3),
              z -> 1.7159 * 2 / 3 * (1 - Math.pow(Math.tanh(2 * z / 3), 2))),
          "hard-sigmoid",
          new Function(z -> Math.clamp(z / 6 + 0.5, 0, 1), z -> Math.abs(z) < 3 ? 1.0 / 6 : 0),
          "relu6",
          new Function(z -> Math.clamp(z, 0, 6), z -> z > 0 && z < 6 ? 1 : 0),
          "mish",
          new Function(GainTest::mish, GainTest::mishDerivative),
          "prelu",
          new Function(z -> z > 0 ? z : 0.25 * z, z -> z > 0 ? 1 : 0.25),
          "leaky-sqrt5",
          new Function(z -> z > 0 ? z : Math.sqrt(5) * z, z -> z > 0 ? 1 : Math.sqrt(5)));

  private static double mish(double z) {
    return z * Math.tanh(Math.log1p(Math.exp(z)));
  }

  private static double mishDerivative(double z) {
    double t = Math.tanh(Math.log1p(Math.exp(z)));
    return t + z * (1 - t * t) / (1 + Math.exp(-z));
  }

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
    "softsign, 2.337533363, 2.095780610",
    "mish, 1.486847581, 1.444755233",
    "prelu, 1.371988681, 1.371988681",
    "leaky-sqrt5, 0.577350269, 0.577350269",
    "hard-tanh, 1.392036141, 1.210287062",
    "erf, 1.467166950, 1.325218353",
    "sin, 1.520866623, 1.327250600",
    "arctan, 1.491207618, 1.414213562",
    "lecun-tanh, 1.154369454, 1.115256893",
    "hard-sigmoid, 1.897840425, 6.008115825",
    "relu6, 1.414213565, 1.414213564"
  })
  void of_activation_knownGains(String name, double forward, double backward) {
    Function function =
        Activation.named(name)
            .map(Function::of)
            .or(() -> Optional.ofNullable(OTHERS.get(name)))
            .orElseThrow();
    Gain gain = Gain.of(function.f(), function.derivative());
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
    assertThat(gain.forward()).isCloseTo(1.386750491, within(1e-7));
  }

  /// The mean-field critical line: points of Schoenholz et al. 2017's figure, computed by bisection
  /// on q (`initialisers.py`).
  @ParameterizedTest
  @CsvSource({
    "tanh, 0, 1, 0",
    "tanh, 2e-5, 1.049911632, 0.025873538",
    "tanh, 1e-3, 1.189189585, 0.107292356",
    "tanh, 0.05, 1.760955, 0.570048",
    "tanh, 0.5, 2.843167, 1.971031",
    "erf, 0, 0.785398163, 0",
    "erf, 0.05, 1.375839, 0.517177",
    "erf, 1, 2.718381, 2.744891",
    "relu, 0, 2, 0"
  })
  void critical_knownPoints(String name, double biasVariance, double weightVariance, double q) {
    Function function =
        Activation.named(name)
            .map(Function::of)
            .or(() -> Optional.ofNullable(OTHERS.get(name)))
            .orElseThrow();
    MeanField field = MeanField.critical(function.f(), function.derivative(), biasVariance);
    assertThat(field.weightVariance()).isCloseTo(weightVariance, within(6e-7));
    if (biasVariance > 0) {
      double length = field.fixedLength();
      assertThat(length).isCloseTo(q, within(6e-7));
      assertThat(field.gradientFactor(length)).isCloseTo(1, within(1e-6));
      assertThat(field.nextLength(length)).isCloseTo(length, within(1e-9));
    }
  }

  /// Signals of length 1 must come to where χ₁ = 1, also where f(0) is not 0; of units for which
  /// they do not, there is no critical point. GELU's are half-stable: Roberts, Yaida & Hanin 2022,
  /// arXiv:2106.10165, section 5.3, have it at (1.983, 0.173).
  @ParameterizedTest
  @CsvSource({
    "sigmoid, 0, 103.007554",
    "elu, 0.05, 1.533718",
    "selu, 0, 0.476772",
    "gelu, 0.173, 1.983013"
  })
  void critical_signalsComeToIt(String name, double biasVariance, double weightVariance) {
    MeanField field = MeanField.critical(Activation.named(name).orElseThrow(), biasVariance);
    assertThat(field.weightVariance()).isCloseTo(weightVariance, within(1e-6));
    double length = 1;
    for (int layer = 0; layer < 150; layer++) {
      length = field.nextLength(length);
    }
    assertThat(field.gradientFactor(length)).isCloseTo(1, within(0.06));
  }

  @ParameterizedTest
  @CsvSource({"gelu, 0", "gelu, 0.05", "silu, 0", "silu, 0.173", "softplus, 0", "relu, 0.05"})
  void critical_signalsGoAway_refused(String name, double biasVariance) {
    Activation f = Activation.named(name).orElseThrow();
    assertThatThrownBy(() -> MeanField.critical(f, biasVariance))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "this activation has no critical point with a bias variance of " + biasVariance);
  }
}

package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.distribution.StandardNormal;
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

  /// From `core/src/test/python/expectations.py`, in 30-digit arithmetic.
  @ParameterizedTest
  @CsvSource({
    "identity, 1.0, 1.0",
    "tanh, 1.5925374197228314, 1.4674135916307951",
    "sigmoid, 1.8462285453386054, 4.7226460859379743",
    "relu, 1.414213562373095, 1.414213562373095",
    "leaky-relu, 1.4141428570009959, 1.4141428570009959",
    "elu, 1.2451983007007066, 1.2234285575526209",
    "selu, 1.0000000000000001, 0.96602577697390124",
    "softsign, 2.3375333631085397, 2.095780608943311",
    "softplus, 1.0418668355353017, 1.8462285453386054",
    "gelu, 1.5335304411955352, 1.4811144127083482",
    "silu, 1.6765324703310912, 1.6233202579524973"
  })
  void of_activation_toThirteenDigits(String name, double forward, double backward) {
    Gain gain = Gain.of(Activation.named(name).orElseThrow());
    assertThat(gain.forward()).isCloseTo(forward, within(1e-13 * forward));
    assertThat(gain.backward()).isCloseTo(backward, within(1e-13 * backward));
  }

  /// From the same script.
  @ParameterizedTest
  @CsvSource({
    "tanh, 0.05, 1.7609546396067391, 0.57004788164076417",
    "sigmoid, 0.0, 103.00755385551932, 45.624277797379713",
    "elu, 0.05, 1.5337183316394704, 1.3009125699456742",
    "softsign, 0.5, 5.7314610220235716, 1.8940620586855152",
    "softsign, 1.0, 7.115141888779796, 3.0983216925918104",
    "gelu, 0.2, 1.9706718097816095, 4.4709503096151781"
  })
  void critical_activation_toTwelveDigits(
      String name, double biasVariance, double weightVariance, double q) {
    MeanField field = MeanField.critical(Activation.named(name).orElseThrow(), biasVariance);
    assertThat(field.weightVariance()).isCloseTo(weightVariance, within(1e-12 * weightVariance));
    assertThat(field.nextLength(q)).isCloseTo(q, within(1e-12 * q));
    assertThat(field.gradientFactor(q)).isCloseTo(1, within(1e-12));
  }

  /// A jump at 1/√2 and a kink at −0.3: P(z > 1/√2) + E max(0, z + 0.3).
  @Test
  void expectation_jumpAndKinkAnywhere_closedForm() {
    double jump = 1 / Math.sqrt(2);
    double expected =
        StandardNormal.cdf(-jump) + StandardNormal.density(0.3) + 0.3 * StandardNormal.cdf(0.3);
    assertThat(GaussianExpectation.of(z -> (z > jump ? 1 : 0) + Math.max(0, z + 0.3)))
        .isCloseTo(expected, within(1e-13));
    assertThat(GaussianExpectation.of(_ -> Double.NaN)).isNaN();
  }

  private static MeanField.FixedPoint fixedPoint(
      Activation f, double weightVariance, double biasVariance) {
    return new MeanField(f::value, f::derivative, weightVariance, biasVariance)
        .fixedPoint()
        .orElseThrow();
  }

  /// ReLU: E f′² = ½ whatever the length, so χ₁ = σ_w²/2; q* = σ_b² / (1 − χ₁).
  @ParameterizedTest
  @CsvSource({
    "1.916, 0, 0.958, 0",
    "1, 0, 0.5, 0",
    "1.5, 0.1, 0.75, 0.4",
    "2.4, 0, 1.2, Infinity",
    "2.4, 0.1, 1.2, Infinity",
    "0, 0.1, 0, 0.1"
  })
  void fixedPoint_relu_closedForm(
      double weightVariance, double biasVariance, double factor, double length) {
    MeanField.FixedPoint point = fixedPoint(new Activation.Relu(), weightVariance, biasVariance);
    assertThat(point.gradientFactor()).isCloseTo(factor, within(1e-14));
    assertThat(point.depthScale())
        .isCloseTo(1 / Math.abs(Math.log(factor)), within(1e-12 * point.depthScale()));
    if (Double.isInfinite(length)) {
      assertThat(point.length()).isInfinite();
    } else {
      assertThat(point.length()).isCloseTo(length, within(1e-13));
    }
  }

  @Test
  void fixedPoint_otherScaleFreeUnits_closedForm() {
    float slope = 0.2f;
    double half = (1 + (double) slope * slope) / 2;
    assertThat(fixedPoint(new Activation.LeakyRelu(slope), 1.5, 0).gradientFactor())
        .isCloseTo(1.5 * half, within(1e-14));
    assertThat(fixedPoint(new Activation.Identity(), 0.9, 0).gradientFactor())
        .isCloseTo(0.9, within(1e-14));
  }

  /// Signals of tanh die below σ_w² = 1, where χ₁ = σ_w²; those of GELU do below 4, with f′(0) = ½.
  /// ELU with α = 2 has slopes 1 and 2 at 0, so χ₁ tends to σ_w²·(1 + 4)/2 as signals die. Signals
  /// of softplus grow without end.
  @Test
  void fixedPoint_signalsDieOrGrow_limit() {
    assertThat(fixedPoint(new Activation.Tanh(), 0.8, 0).gradientFactor())
        .isCloseTo(0.8, within(1e-11));
    MeanField.FixedPoint gelu = fixedPoint(new Activation.Gelu(), 2, 0);
    assertThat(gelu.length()).isZero();
    assertThat(gelu.gradientFactor()).isCloseTo(0.5, within(1e-11));
    assertThat(fixedPoint(new Activation.Elu(2), 0.2, 0).gradientFactor())
        .isCloseTo(0.5, within(1e-5));
    var softplus = new Activation.Softplus();
    assertThat(new MeanField(softplus::value, softplus::derivative, 3, 0).fixedPoint()).isEmpty();
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

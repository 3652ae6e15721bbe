package dev.seedbed.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {
  private static final double[] POINTS = {-9.3, -3.1, -1.2, -0.4, -1e-3, 1e-3, 0.3, 0.9, 2.7, 8.8};

  static List<Activation> activations() {
    return Activation.all();
  }

  /// 1e-6 relative where the derivative is above 1e-3; the central difference itself errs by
  /// h²/6·f‴ ≤ 2e-11 and by 1e-16·|f|/h ≤ 1e-10, which says nothing relative about smaller ones.
  @ParameterizedTest
  @MethodSource("activations")
  void derivativeInDouble_isTheCentralDifference(Activation f) {
    double h = 1e-5;
    for (double z : POINTS) {
      double difference = (f.value(z + h) - f.value(z - h)) / (2 * h);
      double tolerance = Math.abs(difference) > 1e-3 ? 1e-6 * Math.abs(difference) : 3e-10;
      assertThat(f.derivative(z)).as("at %s", z).isCloseTo(difference, within(tolerance));
    }
  }

  /// Float results agree with double ones to the rounding of a few operations: 8 units of 2⁻²⁴ of
  /// the largest number on the way.
  @ParameterizedTest
  @MethodSource("activations")
  void floatAndDouble_agreeToRounding(Activation f) {
    for (double point : POINTS) {
      float z = (float) point;
      double tolerance = 8 * 0x1p-24 * Math.max(1, Math.abs(f.value((double) z)));
      assertThat((double) f.value(z)).isCloseTo(f.value((double) z), within(tolerance));
      assertThat((double) f.derivative(z, f.value(z)))
          .isCloseTo(f.derivative((double) z), within(tolerance));
    }
  }

  /// E f(z)² under the standard normal law, by the midpoint rule, against
  /// `core/src/test/python/initialisers.py`.
  @Test
  void secondMoment_knownValues() {
    assertThat(secondMoment(new Activation.Tanh())).isCloseTo(0.394294490, within(1e-8));
    assertThat(secondMoment(new Activation.Relu())).isCloseTo(0.5, within(1e-8));
    assertThat(secondMoment(new Activation.Selu())).isCloseTo(1, within(1e-8));
    assertThat(secondMoment(new Activation.Gelu())).isCloseTo(0.425221483, within(1e-8));
    assertThat(secondMoment(new Activation.Silu())).isCloseTo(0.355775520, within(1e-8));
    assertThat(secondMoment(new Activation.Elu(1))).isCloseTo(0.644945417, within(1e-8));
    assertThat(secondMoment(new Activation.Softplus())).isCloseTo(0.921245909, within(1e-8));
    assertThat(secondMoment(new Activation.Softsign())).isCloseTo(0.183014021, within(1e-8));
    assertThat(secondMoment(new Activation.Sigmoid())).isCloseTo(0.293379036, within(1e-8));
  }

  private static double secondMoment(Activation f) {
    double step = 1e-4;
    double sum = 0;
    for (double z = -12 + step / 2; z < 12; z += step) {
      sum += f.value(z) * f.value(z) * Math.exp(-z * z / 2);
    }
    return sum * step / Math.sqrt(2 * Math.PI);
  }

  @Test
  void named_eachName_findsIt() {
    for (Activation activation : Activation.all()) {
      assertThat(Activation.named(activation.name())).contains(activation);
    }
    assertThat(Activation.named("tahn")).isEmpty();
  }

  @Test
  void parameters_outOfRange_refused() {
    assertThatThrownBy(() -> new Activation.LeakyRelu(1.5f))
        .hasMessage("negativeSlope must be in [0, 1): 1.5");
    assertThatThrownBy(() -> new Activation.LeakyRelu(Float.NaN))
        .hasMessage("negativeSlope must be in [0, 1): NaN");
    assertThatThrownBy(() -> new Activation.Elu(0)).hasMessageContaining("alpha must be above 0");
  }
}

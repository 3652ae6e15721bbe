package dev.seedbed.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardNormalTest {
  /// scipy.stats.norm.ppf(p), SciPy 1.17.1.
  @ParameterizedTest
  @CsvSource({
    "1e-300, -37.0470962993612",
    "1e-12, -7.034483825301131",
    "0.001, -3.090232306167813",
    "0.025, -1.9599639845400545",
    "0.4, -0.2533471031357997",
    "0.6, 0.2533471031357997",
    "0.95, 1.6448536269514722",
    "0.999, 3.090232306167813"
  })
  void quantile_knownValues(double p, double expected) {
    assertThat(StandardNormal.quantile(p)).isCloseTo(expected, within(1e-12 * Math.abs(expected)));
  }

  @Test
  void quantile_ofAHalf_isZero() {
    assertThat(StandardNormal.quantile(0.5)).isCloseTo(0, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
  void quantile_outside_refused(double p) {
    assertThatThrownBy(() -> StandardNormal.quantile(p)).hasMessageContaining("in (0, 1): " + p);
  }
}

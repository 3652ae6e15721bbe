package dev.seedbed.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KolmogorovTest {
  /// scipy.stats.kstwo.sf(distance, count), SciPy 1.10.1, which is exact. Stephens's correction is
  /// right to 2 % of the probability.
  @ParameterizedTest
  @CsvSource({
    "0.1, 100, 0.2526927570063874",
    "0.05, 1000, 0.013012074781090332",
    "0.01, 10000, 0.2682191277029192",
    "0.3, 20, 0.04306706665851623"
  })
  void upperTail_knownValues(double distance, double count, double expected) {
    assertThat(Kolmogorov.upperTail(distance, count)).isCloseTo(expected, within(0.02 * expected));
  }

  /// Far out, too: 3.5e-35 in SciPy; the correction of 0.12 is 3 % of it.
  @Test
  void upperTail_farOut() {
    double expected = 3.5372711931479597e-35;
    assertThat(Kolmogorov.upperTail(0.02, 100_000)).isCloseTo(expected, within(0.1 * expected));
    assertThat(Kolmogorov.upperTail(0, 10)).isEqualTo(1);
    assertThat(Kolmogorov.upperTail(1, 1e9)).isZero();
  }
}

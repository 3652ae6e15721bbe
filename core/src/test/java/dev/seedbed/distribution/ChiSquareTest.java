package dev.seedbed.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.statistics.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ChiSquareTest {
  /// scipy.stats.chi2.sf(x, degrees), SciPy 1.10.1.
  @ParameterizedTest
  @CsvSource({
    "1, 1, 0.31731050786291115",
    "0.5, 3, 0.9188914116546758",
    "10, 5, 0.07523524614651217",
    "63, 63, 0.47630238333813013",
    "120, 63, 2.010693881650102e-05",
    "200, 10, 1.6139305336977317e-37"
  })
  void upperTail_knownValues(double x, int degrees, double expected) {
    assertThat(ChiSquare.upperTail(x, degrees)).isCloseTo(expected, within(1e-12 * expected));
  }

  /// scipy.stats.chi2.sf(x, degrees) and chi2.cdf(x, degrees), SciPy 1.10.1. Above 20,000 degrees
  /// the cube root is taken for normal: to about 1e-4 of the probability five deviations out.
  @ParameterizedTest
  @CsvSource({
    "12.5, 7.5, 0.10631098515554815, 0.8936890148444518, 1e-12",
    "3.2, 2.5, 0.2797151516381101, 0.7202848483618899, 1e-12",
    "25500.5, 25000.5, 0.013064572685199605, 0.9869354273148004, 1e-4",
    "1010000, 1000000, 9.068528823262108e-13, 0.9999999999990932, 1e-3",
    "990000, 1000000, 0.99999999999935, 6.50017117992701e-13, 1e-3"
  })
  void tails_anyDegrees(double x, double degrees, double upper, double lower, double relative) {
    assertThat(ChiSquare.upperTail(x, degrees)).isCloseTo(upper, within(relative * upper));
    assertThat(ChiSquare.lowerTail(x, degrees)).isCloseTo(lower, within(relative * lower));
    assertThat(ChiSquare.twoSided(x, degrees))
        .isCloseTo(2 * Math.min(upper, lower), within(2 * relative * Math.min(upper, lower)));
  }

  @Test
  void upperTail_edges() {
    assertThat(ChiSquare.upperTail(0, 4)).isEqualTo(1);
    assertThatThrownBy(() -> ChiSquare.upperTail(1, 0)).hasMessageContaining("at least 1: 0");
  }

  @Test
  void quantile_agreesWithSciPy() {
    for (JsonNode row : Reference.LUCK.get("chi_square")) {
      double expected = row.get(2).doubleValue();
      assertThat(ChiSquare.quantile(row.get(0).doubleValue(), row.get(1).intValue()))
          .as(row.toString())
          .isCloseTo(expected, within(1e-9 * expected));
    }
  }
}

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

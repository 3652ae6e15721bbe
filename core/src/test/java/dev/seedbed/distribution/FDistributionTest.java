package dev.seedbed.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seedbed.statistics.Reference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class FDistributionTest {
  private static final double ACCURACY = 1e-10;

  static Stream<Arguments> distributions() {
    return Reference.ALL
        .get("f")
        .valueStream()
        .map(node -> {
          var distribution =
              new FDistribution(node.get("above").intValue(), node.get("below").intValue());
          return arguments(distribution, node);
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("distributions")
  void cdf_upperTail_agreeWithSciPy(FDistribution distribution, JsonNode node) {
    for (JsonNode line : node.get("cdf")) {
      double[] expected = Reference.numbers(line);
      assertThat(distribution.cdf(expected[0]))
          .as("P(F ≤ %s)", expected[0])
          .isCloseTo(expected[1], within(ACCURACY * expected[1]));
      assertThat(distribution.upperTail(expected[0]))
          .as("P(F > %s)", expected[0])
          .isCloseTo(expected[2], within(ACCURACY * expected[2]));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("distributions")
  void quantile_agreesWithSciPy(FDistribution distribution, JsonNode node) {
    for (JsonNode line : node.get("quantile")) {
      double[] expected = Reference.numbers(line);
      assertThat(distribution.quantile(expected[0]))
          .as("quantile of %s", expected[0])
          .isCloseTo(expected[1], within(ACCURACY * expected[1]));
    }
  }

  @Test
  void edges() {
    var distribution = new FDistribution(3, 5);
    assertThat(distribution.cdf(0)).isZero();
    assertThat(distribution.cdf(-1)).isZero();
    assertThat(distribution.upperTail(0)).isEqualTo(1);
    assertThatThrownBy(() -> new FDistribution(0, 5)).hasMessageContaining("at least 1: 0.0, 5.0");
    assertThatThrownBy(() -> new FDistribution(3, 0)).hasMessageContaining("at least 1: 3.0, 0.0");
  }
}

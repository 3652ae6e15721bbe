package dev.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.distribution.StandardNormal;
import dev.seedbed.random.Seed;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class UnpairedComparisonTest {
  @Test
  void of_fewRuns_agreesWithSciPy() {
    JsonNode reference = Reference.LUCK.get("unpaired");
    UnpairedComparison comparison =
        UnpairedComparison.of(
            Reference.numbers(reference.get("a")),
            Reference.numbers(reference.get("b")),
            new Seed(0));
    assertThat(
            new double[] {
              comparison.meanDifference(),
              comparison.differenceInterval().low(),
              comparison.differenceInterval().high(),
              comparison.probability(),
              comparison.pValue()
            })
        .containsExactly(Reference.numbers(reference.get("expected")), within(1e-9));
  }

  /// More runs than are tried one by one. 5 standard errors of 10,000 permutations about the normal
  /// approximation of the permutation test, which is good to some 5 % there.
  @Test
  void of_manyRuns_randomPermutationsAgree() {
    var random = new Random(1);
    double[] a = Simulation.normals(random, 40, 0, 1);
    double[] b = Simulation.normals(random, 40, 0.5, 1);
    UnpairedComparison comparison = UnpairedComparison.of(a, b, new Seed(0));
    double[] all = new double[80];
    System.arraycopy(a, 0, all, 0, 40);
    System.arraycopy(b, 0, all, 40, 40);
    double z = Math.abs(comparison.meanDifference()) / Math.sqrt(Moments.variance(all) / 20);
    double normal = 2 * StandardNormal.cdf(-z);
    assertThat(comparison.pValue())
        .isCloseTo(normal, within(0.1 * normal + Simulation.tolerance(normal, 10_000)));
    assertThat(UnpairedComparison.of(a, b, new Seed(0))).isEqualTo(comparison);
  }

  /// Of two equal schemes the test calls at most 5 % different, and not far fewer; exact with 12
  /// runs, at random with 20.
  @ParameterizedTest
  @ValueSource(ints = {6, 10})
  void pValue_equalSchemes_keepsItsLevel(int runs) {
    var random = new Random(2);
    int simulations = 1_000;
    int rejected = 0;
    int covered = 0;
    for (int i = 0; i < simulations; i++) {
      UnpairedComparison comparison =
          UnpairedComparison.of(
              Simulation.normals(random, runs, 0, 1),
              Simulation.normals(random, runs, 0, 1),
              new Seed(i));
      rejected += comparison.pValue() <= 0.05 ? 1 : 0;
      covered += comparison.differenceInterval().contains(0) ? 1 : 0;
    }
    double tolerance = Simulation.tolerance(0.05, simulations);
    assertThat((double) rejected / simulations).isCloseTo(0.05, within(tolerance));
    assertThat((double) covered / simulations).isCloseTo(0.95, within(tolerance));
  }

  @Test
  void of_oneRunEach_saysNothing() {
    UnpairedComparison comparison =
        UnpairedComparison.of(new double[] {1}, new double[] {2}, new Seed(0));
    assertThat(comparison.meanDifference()).isEqualTo(-1);
    assertThat(comparison.probability()).isEqualTo(1);
    assertThat(comparison.pValue()).isEqualTo(1);
    assertThat(comparison.differenceInterval().low()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void of_equalValues_differByNothing() {
    UnpairedComparison comparison =
        UnpairedComparison.of(new double[] {0.1, 0.1, 0.1}, new double[] {0.1, 0.1}, new Seed(0));
    assertThat(comparison.pValue()).isEqualTo(1);
    assertThat(comparison.probability()).isEqualTo(0.5);
    assertThat(comparison.differenceInterval()).isEqualTo(new Interval(0, 0));
  }

  /// 2 of the 6 ways to choose two of four are as extreme.
  @Test
  void of_constantSchemes_noMoreSureThanTheirNumberAllows() {
    assertThat(
            UnpairedComparison.of(new double[] {1, 1}, new double[] {2, 2}, new Seed(0)).pValue())
        .isEqualTo(1.0 / 3);
  }
}

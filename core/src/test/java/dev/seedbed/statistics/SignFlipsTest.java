package dev.seedbed.statistics;

import static dev.seedbed.statistics.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SignFlipsTest {
  private static final Seed SEED = new Seed(7);
  private static final int TABLES = 1000;

  @Test
  void pValue_agreesWithSciPy() {
    JsonNode expected = Reference.ALL.get("differences");
    assertThat(SignFlips.pValue(Reference.numbers(expected.get("values")), SEED))
        .isEqualTo(expected.get("p").doubleValue());
  }

  @Test
  void pValue_smallest_byHand() {
    assertThat(SignFlips.pValue(new double[] {1, 2, 3, 4, 5}, SEED)).isEqualTo(2 / 32.0);
    assertThat(SignFlips.pValue(new double[] {3}, SEED)).isEqualTo(1);
    assertThat(SignFlips.pValue(new double[8], SEED)).isEqualTo(1);
  }

  /// Of 16 flips 6 have a sum of ±0.7 or ±1.1; but for rounding, which leaves one of them short of
  /// it.
  @Test
  void pValue_sumsThatDifferByRounding_areEqual() {
    assertThat(SignFlips.pValue(new double[] {-0.4, -0.2, -0.3, 0.2}, SEED)).isEqualTo(0.375);
  }

  /// Of 64 differences of one size 40 are above 0: p is that of a fair coin, P(|X − 32| ≥ 8) =
  /// 0.0599. If the second 32 flipped with the first, it would be 0.215.
  @Test
  void pValue_ofMoreThan32_flipsEachForItself() {
    double[] differences = new double[64];
    for (int i = 0; i < 64; i++) {
      differences[i] = i % 32 < 20 ? 1 : -1;
    }
    assertThat(SignFlips.pValue(differences, SEED))
        .isCloseTo(0.0599, within(tolerance(0.0599, 10_000)));
  }

  /// A difference of 0 changes no sum, so with one more of them the p-value stays what it was,
  /// while the method changes from all flips to 10,000 random ones.
  @Test
  void pValue_ofRandomFlips_nearTheExactOne() {
    double[] differences = Simulation.normals(new Random(3), 14, 0.7, 1);
    double exact = SignFlips.pValue(differences, SEED);
    assertThat(exact).isBetween(0.02, 0.5);
    assertThat(SignFlips.pValue(Arrays.copyOf(differences, 15), SEED))
        .isNotEqualTo(exact)
        .isCloseTo(exact, within(tolerance(exact, 10_000)));
  }

  @Test
  void pValue_ofManySeeds_isNeverZero() {
    double[] differences = new double[100];
    Arrays.fill(differences, 1);
    assertThat(SignFlips.pValue(differences, SEED)).isEqualTo(1 / 10_001.0);
  }

  /// Without a difference p is uniform: on multiples of 2/2¹⁰ for 10 seeds, nearly so for 20.
  @Test
  void pValue_ofTenWithoutDifference_isUniform() {
    assertUniform(10);
  }

  @Tag("exhaustive")
  @Test
  void pValue_ofTwentyWithoutDifference_isUniform() {
    assertUniform(20);
  }

  private static void assertUniform(int seeds) {
    var random = new Random(1);
    double[] pValues = new double[TABLES];
    for (int i = 0; i < TABLES; i++) {
      pValues[i] = SignFlips.pValue(Simulation.normals(random, seeds, 0, 1), new Seed(i));
    }
    for (double level : new double[] {0.05, 0.25, 0.5}) {
      double reached = Math.floor(level * 512) / 512;
      double share = (double) Arrays.stream(pValues).filter(p -> p <= level).count() / TABLES;
      assertThat(share)
          .as("P(p ≤ %s)", level)
          .isCloseTo(seeds == 10 ? reached : level, within(tolerance(level, TABLES)));
    }
  }

  /// Of differences with a mean of 1 standard deviation, Student's paired test of 10 finds 80 %,
  /// and loses 2 % to this one at most (Fisher's is as good in the limit): 0.8 ± 5 standard errors.
  @Test
  void pValue_withDifference_isSmall() {
    var random = new Random(2);
    int found = 0;
    for (int i = 0; i < TABLES; i++) {
      if (SignFlips.pValue(Simulation.normals(random, 10, 0.99, 1), SEED) <= 0.05) {
        found++;
      }
    }
    assertThat((double) found / TABLES).isCloseTo(0.79, within(tolerance(0.8, TABLES)));
  }
}

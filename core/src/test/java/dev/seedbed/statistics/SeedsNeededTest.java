package dev.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.random.Seed;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SeedsNeededTest {
  /// The number at which Student's t test has a power of 80 %, by the noncentral t distribution.
  @Test
  void needed_agreesWithTheExactPower() {
    for (JsonNode row : Reference.LUCK.get("seeds_needed")) {
      double effect = row.get(0).doubleValue();
      int comparisons = row.get(1).intValue();
      boolean paired = row.get(2).intValue() == 1;
      long needed =
          (paired
                  ? SeedsNeeded.paired(-effect, 1, comparisons)
                  : SeedsNeeded.unpaired(effect, 1, comparisons))
              .orElseThrow();
      assertThat(needed)
          .as(row.toString())
          .isBetween(row.get(3).longValue() - 1, row.get(3).longValue() + 1);
    }
  }

  /// 2/2⁵ is above 5 %, 2/2⁶ is not; 2/20 is, 2/70 is not.
  @Test
  void needed_hugeDifference_asManyAsThePermutationTestTakes() {
    assertThat(SeedsNeeded.paired(1000, 1, 1)).hasValue(6);
    assertThat(SeedsNeeded.paired(1000, 0, 1)).hasValue(6);
    assertThat(SeedsNeeded.paired(1000, 1, 3)).hasValue(7);
    assertThat(SeedsNeeded.unpaired(1000, 1, 1)).hasValue(4);
    assertThat(SignFlips.pValue(new double[] {1, 1, 1, 1, 1}, new Seed(0))).isGreaterThan(0.05);
    assertThat(SignFlips.pValue(new double[] {1, 1, 1, 1, 1, 1}, new Seed(0))).isLessThan(0.05);
    assertThat(UnpairedComparison.of(new double[3], new double[] {1, 1, 1}, new Seed(0)).pValue())
        .isGreaterThan(0.05);
    assertThat(
            UnpairedComparison.of(new double[4], new double[] {1, 1, 1, 1}, new Seed(0)).pValue())
        .isLessThan(0.05);
  }

  @Test
  void needed_noDifferenceOrUnknownSpread_isEmpty() {
    assertThat(SeedsNeeded.paired(0, 1, 1)).isEmpty();
    assertThat(SeedsNeeded.paired(0, 0, 1)).isEmpty();
    assertThat(SeedsNeeded.unpaired(1, Double.NaN, 1)).isEmpty();
    assertThat(SeedsNeeded.paired(1e-9, 1, 1)).isEmpty();
  }

  /// With that many, the sign-flip test tells them apart in 80 % of 2,000 simulations, to 5
  /// standard errors and 2 points for that it is no t test.
  @Test
  void needed_thatManySeeds_areTold() {
    int seeds = (int) SeedsNeeded.paired(0.8, 1, 1).orElseThrow();
    var random = new Random(3);
    int simulations = 2_000;
    int told = 0;
    for (int i = 0; i < simulations; i++) {
      double[] differences = Simulation.normals(random, seeds, 0.8, 1);
      told += SignFlips.pValue(differences, new Seed(i)) <= 0.05 ? 1 : 0;
    }
    assertThat((double) told / simulations)
        .isBetween(
            0.78 - Simulation.tolerance(0.8, simulations),
            0.82 + Simulation.tolerance(0.8, simulations));
  }
}

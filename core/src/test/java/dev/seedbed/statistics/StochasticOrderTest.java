package dev.seedbed.statistics;

import static dev.seedbed.statistics.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.distribution.StandardNormal;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.Comparison.Pair;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StochasticOrderTest {
  private static double violation(double[] a, double[] b) {
    return StochasticOrder.violation(a, b);
  }

  @Test
  void violation_knownValues() {
    double[] low = {1, 2, 3};
    double[] high = {2, 3, 4};
    assertThat(violation(low, high)).isZero();
    assertThat(violation(high, low)).isEqualTo(1);
    assertThat(violation(low, low)).isEqualTo(0.5);
    // A is wider: at the lower quantile 1 better, at the upper 1, then ½ worse.
    assertThat(violation(new double[] {0, 3}, new double[] {1, 2})).isEqualTo(0.5);
    assertThat(violation(new double[] {0, 2.5}, new double[] {1, 2})).isEqualTo(0.2);
    assertThat(violation(new double[] {1, 2}, new double[] {0, 2.5})).isEqualTo(0.8);
  }

  /// Of normals with means 0 and ½ and deviations 1 and 2, whose quantiles z and ½ + 2z meet at z =
  /// −½: A is above B where z < −½. The squared distance is (z + ½)²; with φ, Φ at −½ the part
  /// above is (1 + ¼)·Φ − ½·φ, of 1¼.
  @Test
  void violation_ofNormalQuantiles_closedForm() {
    int n = 20_000;
    double[] a = new double[n];
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      double z = StandardNormal.quantile((i + 0.5) / n);
      a[i] = z;
      b[i] = 0.5 + 2 * z;
    }
    double above = 1.25 * StandardNormal.cdf(-0.5) - 0.5 * StandardNormal.density(-0.5);
    // The midpoint rule loses what is beyond the last of 20,000 quantiles, about z²/n.
    assertThat(violation(a, b)).isCloseTo(above / 1.25, within(1e-3));
  }

  /// Bonferroni's: −Φ⁻¹(0.05) = 1.645, −Φ⁻¹(0.05/4) = 2.2414, not the 1.7805 of a confidence of
  /// 0.95 + 0.05/4.
  @Test
  void leastEpsilon_knownValues() {
    assertThat(StochasticOrder.leastEpsilon(0.2, 0.1, 1)).isCloseTo(0.36449, within(1e-5));
    assertThat(StochasticOrder.leastEpsilon(0.2, 0.1, 4)).isCloseTo(0.42414, within(1e-5));
    assertThat(StochasticOrder.leastEpsilon(0.9, 0.2, 1)).isEqualTo(1);
    assertThat(StochasticOrder.leastEpsilon(0, 0, 3)).isZero();
  }

  /// ε_min of A, with losses from the standard normal, before B, of other mean and deviation, over
  /// 50 seeds; in increasing order.
  private static double[] epsilons(double mean, double deviation, int tables) {
    var random = new Random(1);
    return IntStream.range(0, tables)
        .mapToObj(i ->
            new double[][] {
              Simulation.normals(random, 50, 0, 1), Simulation.normals(random, 50, mean, deviation)
            })
        .mapToDouble(
            losses -> StochasticOrder.epsilons(losses, List.of(new Pair(0, 1)), new Seed(7))[0][0])
        .sorted()
        .toArray();
  }

  private static double below(double[] epsilons, double threshold) {
    return (double) Arrays.stream(epsilons).filter(e -> e < threshold).count() / epsilons.length;
  }

  @Test
  void epsilons_whereOneIsBetterEverywhere_tell() {
    assertTell(100);
  }

  @Test
  @Tag("exhaustive")
  void epsilons_whereOneIsBetterEverywhere_tellInManyTables() {
    assertTell(400);
  }

  private static void assertTell(int tables) {
    assertThat(below(epsilons(1, 1, tables), 0.2)).isGreaterThan(0.99);
    assertThat(below(epsilons(-1, 1, tables), 0.5)).isZero();
  }

  /// Where each is better at half the quantiles, A should be called better in 5 %. At 50 seeds it
  /// is in 13 % if they differ in width, in 20 % if they are equal, where the theory of the limit
  /// does not hold (NumPy, with each scheme resampled for itself, gave 19 %). The threshold of 0.2
  /// is for that.
  @Test
  void epsilons_whereNeitherIsBetter_seldomTell() {
    assertSeldomTell(100);
  }

  @Test
  @Tag("exhaustive")
  void epsilons_whereNeitherIsBetter_seldomTellInManyTables() {
    assertSeldomTell(400);
  }

  private static void assertSeldomTell(int tables) {
    double[] wider = epsilons(0, 2, tables);
    double[] equal = epsilons(0, 1, tables);
    assertThat(below(wider, 0.5)).isCloseTo(0.13, within(tolerance(0.13, tables)));
    assertThat(below(equal, 0.5)).isCloseTo(0.2, within(tolerance(0.2, tables)));
    assertThat(below(wider, 0.2)).isLessThan(0.05);
    assertThat(below(equal, 0.2)).isLessThan(0.03 + tolerance(0.03, tables));
  }
}

package dev.seedbed.statistics;

import static dev.seedbed.statistics.Simulation.assertMean;
import static dev.seedbed.statistics.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BestOfKTest {
  private static final Seed SEED = new Seed(7);
  private static final double[] LOSSES = {0.9, 0.2, 0.5, 0.4, 0.4, 1.3};
  private static final int STUDIES = 1000;
  private static final BestOfK[][] OF_20 = studies(20);

  @Test
  void unbiased_isTheMeanOverAllSubsets() {
    for (BestOfK best : BestOfK.curve(LOSSES, SEED)) {
      double mean =
          IntStream.range(0, 1 << LOSSES.length)
              .filter(subset -> Integer.bitCount(subset) == best.k())
              .mapToDouble(subset ->
                  IntStream.range(0, LOSSES.length)
                      .filter(i -> (subset >> i & 1) == 1)
                      .mapToDouble(i -> LOSSES[i])
                      .min()
                      .orElseThrow())
              .average()
              .orElseThrow();
      assertThat(best.unbiased()).as("k = %d", best.k()).isCloseTo(mean, within(1e-15));
    }
  }

  @Test
  void plugIn_isTheMeanOverAllTuples() {
    int n = LOSSES.length;
    for (BestOfK best : BestOfK.curve(LOSSES, SEED)) {
      int tuples = 1;
      for (int i = 0; i < best.k(); i++) {
        tuples *= n;
      }
      double sum = 0;
      for (int tuple = 0; tuple < tuples; tuple++) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0, rest = tuple; i < best.k(); i++, rest /= n) {
          least = Math.min(least, LOSSES[rest % n]);
        }
        sum += least;
      }
      assertThat(best.plugIn()).as("k = %d", best.k()).isCloseTo(sum / tuples, within(1e-12));
    }
  }

  /// The mean of the smallest of k of 1 … n is (n + 1) / (k + 1).
  @Test
  void unbiased_ofTenThousand_closedForm() {
    int n = 10_000;
    double[] losses = IntStream.rangeClosed(1, n).mapToDouble(i -> i).toArray();
    List<BestOfK> curve = BestOfK.curve(losses, SEED);
    assertThat(curve.stream().map(BestOfK::k).limit(12))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15);
    assertThat(curve).hasSizeLessThan(50);
    assertThat(curve.getLast().k()).isEqualTo(n);
    for (BestOfK best : curve) {
      double expected = (n + 1.0) / (best.k() + 1);
      assertThat(best.unbiased()).isCloseTo(expected, within(1e-10 * expected));
    }
  }

  @Test
  void curve_upToAHundred_hasEveryK() {
    assertThat(BestOfK.curve(new double[100], SEED).stream().mapToInt(BestOfK::k))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 100).boxed().toList());
  }

  /// The lower of 0 and 1 is 0; of two draws with replacement it is 1 in one of four. So is that of
  /// a resample: percentiles of 0 and 1, moved by −¼.
  @Test
  void interval_isMovedByTheBias() {
    BestOfK moved = BestOfK.curve(new double[] {0, 1}, SEED).getLast();
    assertThat(moved).isEqualTo(new BestOfK(2, 0, 0.25, new Interval(-0.25, 0.75)));
    assertThat(moved.within(0, 1)).isEqualTo(new BestOfK(2, 0, 0.25, new Interval(0, 0.75)));
  }

  @Test
  void equalLosses_giveExactlyThat() {
    double[] losses = new double[7];
    Arrays.fill(losses, 0.1);
    assertThat(BestOfK.curve(losses, SEED))
        .allSatisfy(best ->
            assertThat(best).isEqualTo(new BestOfK(best.k(), 0.1, 0.1, new Interval(0.1, 0.1))));
  }

  @Test
  void curve_dependsOnLossesAndSeedOnly() {
    double[] otherOrder = {1.3, 0.4, 0.5, 0.4, 0.9, 0.2};
    List<BestOfK> curve = BestOfK.curve(LOSSES, SEED);
    assertThat(BestOfK.curve(otherOrder, SEED)).isEqualTo(curve);
    assertThat(BestOfK.curve(LOSSES, new Seed(8))).isNotEqualTo(curve);
  }

  @Test
  void curve_ofNoneOrNaN_refused() {
    assertThatThrownBy(() -> BestOfK.curve(new double[0], SEED)).hasMessageContaining("at least");
    assertThatThrownBy(() -> BestOfK.curve(new double[] {1, Double.NaN}, SEED))
        .hasMessageContaining("losses must be finite: NaN");
  }

  private static BestOfK[][] studies(int n) {
    var random = new Random(1);
    return IntStream.range(0, STUDIES)
        .mapToObj(i ->
            BestOfK.curve(Simulation.normals(random, n, 0, 1), new Seed(i)).toArray(BestOfK[]::new))
        .toArray(BestOfK[][]::new);
  }

  /// The expected largest of k standard normals is 0.564, 0.846, 1.163, 1.539 for 2, 3, 5, 10,
  /// known to half a unit of the last figure.
  @ParameterizedTest
  @CsvSource({"1, 0", "2, -0.564", "3, -0.846", "5, -1.163", "10, -1.539"})
  void unbiased_ofNormals_isTrueOnAverage(int k, double truth) {
    double[] estimates = Arrays.stream(OF_20).mapToDouble(c -> c[k - 1].unbiased()).toArray();
    assertMean("k = " + k, estimates, truth, 0.0005);
  }

  /// The expected plug-in estimate for 5 of 10 is 1.030 (to its last figure), where the truth is
  /// 1.163.
  @Test
  void plugIn_ofNormals_isTooHighAsKnown() {
    BestOfK[][] of10 = studies(10);
    double[] estimates = Arrays.stream(of10).mapToDouble(c -> c[4].plugIn()).toArray();
    assertMean("plug-in", estimates, -1.030, 0.0005);
    assertThat(Moments.mean(estimates)).isGreaterThan(-1.1);
  }

  /// The bootstrap is too narrow for few values: √((n − 1)/n) of the deviation, and percentiles of
  /// the normal distribution where Student's are due, make of 95 % for a mean of 20 about P(|t₁₉| <
  /// 1.96· √(19/20)) = 92.9 %. A minimum of more depends on fewer of the values.
  @ParameterizedTest
  @CsvSource({"1, 0, 0.929", "2, -0.564, 0.92", "3, -0.846, 0.90", "10, -1.539, 0.74"})
  void interval_ofNormals_covers(int k, double truth, double expected) {
    long covered =
        Arrays.stream(OF_20).filter(curve -> curve[k - 1].interval().contains(truth)).count();
    assertThat((double) covered / STUDIES)
        .isCloseTo(expected, within(tolerance(expected, STUDIES)));
  }
}

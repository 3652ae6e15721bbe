package dev.seedbed.statistics;

import static dev.seedbed.statistics.Simulation.assertMean;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.distribution.FDistribution;
import dev.seedbed.statistics.SimulatedStudy.Model;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedVarianceTest {
  private static final int ROWS = 100;

  private static SimulatedStudy[] studies(Model model, double share, int seeds, int count) {
    var random = new Random(1);
    return IntStream.range(0, count)
        .mapToObj(i -> SimulatedStudy.of(random, model, share, seeds, ROWS))
        .toArray(SimulatedStudy[]::new);
  }

  private static SeedVariance variance(SimulatedStudy study) {
    return SeedVariance.of(study.losses(), study.all()).orElseThrow();
  }

  /// The losses are 1, 2 and 6 on average, of variance 7. Interactions are ±1 of the first seed and
  /// ∓1 of the second: a mean square of 6/((3 − 1)(3 − 1)) over rows, a third of which is the
  /// noise.
  @Test
  void of_byHand() {
    double[][] losses = {{2, 0, 1}, {1, 3, 2}, {6, 6, 6}};
    SeedVariance variance = SeedVariance.of(losses, new boolean[] {true, true, true}).orElseThrow();
    assertThat(variance.noise()).isCloseTo(1 / 3.0, within(1e-15));
    assertThat(variance.seed()).isCloseTo(7 - 1 / 3.0, within(1e-14));
    assertThat(variance.share()).isCloseTo(1 - 1 / 21.0, within(1e-15));
    assertThat(variance.seeds()).isEqualTo(3);
    // Two rows of three have the same weight: m = 2, and 2/(1/2 − 1/3) = 12.
    assertThat(variance.rowDegrees()).isCloseTo(12, within(1e-12));
    // All move along one direction, but three rows hardly show it: tr S = 2 and tr S² = 4, of which
    // the unbiased estimate is (4 − 4/2)·4/4 = 2, and 4/2 = 2.
    assertThat(variance.seedDegrees()).isCloseTo(2, within(1e-12));
    var distribution = new FDistribution(12, 2);
    assertThat(variance.interval().high())
        .isCloseTo(1 - 1 / 21.0 / distribution.quantile(0.975), within(1e-9));
  }

  /// What all seeds have in common does not count, nor does what is added to a seed's losses.
  @Test
  void of_shiftedRowsAndSeeds_sameNoise() {
    SimulatedStudy study = studies(Model.NORMAL, 0.3, 8, 1)[0];
    double[][] shifted =
        IntStream.range(0, 8)
            .mapToObj(s ->
                IntStream.range(0, ROWS)
                    .mapToDouble(i -> study.losses()[s][i] + 3 * s + i)
                    .toArray())
            .toArray(double[][]::new);
    SeedVariance before = variance(study);
    SeedVariance after = SeedVariance.of(shifted, study.all()).orElseThrow();
    assertThat(after.noise()).isCloseTo(before.noise(), within(1e-12));
    assertThat(after.rowDegrees()).isCloseTo(before.rowDegrees(), within(1e-9));
    assertThat(after.share()).isGreaterThan(0.99);
  }

  @ParameterizedTest
  @CsvSource({"NORMAL", "HARD_ROWS", "TWO_PROPERTIES"})
  void noise_unbiased(Model model) {
    double[] noises =
        Arrays.stream(studies(model, 0.3, 8, 2000))
            .mapToDouble(study -> variance(study).noise())
            .toArray();
    assertMean("noise", noises, 1.0 / ROWS, 0);
  }

  /// Seeds that meet two properties of rows are worth about two, however many they are; independent
  /// ones as many as they are. A row that decides all counts as 2.
  @Test
  void degrees_countWhatIsIndependent() {
    double[] few =
        Arrays.stream(studies(Model.TWO_PROPERTIES, 0, 32, 200))
            .mapToDouble(study -> variance(study).seedDegrees())
            .toArray();
    assertThat(Moments.mean(few)).isBetween(1.5, 3.0);
    double[] many =
        Arrays.stream(studies(Model.NORMAL, 0, 32, 200))
            .mapToDouble(study -> variance(study).seedDegrees())
            .toArray();
    assertThat(Moments.mean(many)).isBetween(28.0, 31.0);
    double[][] oneRow = new double[4][1000];
    for (int s = 0; s < 4; s++) {
      oneRow[s][0] = s * s;
    }
    assertThat(SeedVariance.of(oneRow, new boolean[] {true, true, true, true}).orElseThrow())
        .satisfies(variance -> assertThat(variance.rowDegrees()).isCloseTo(2, within(0.02)));
  }

  /// The interval of the share covers where it must count independent directions, and where the
  /// usual F interval, which takes each seed for one, does not: 64 seeds that meet two properties.
  @Test
  void interval_covers_andThatOfSeedsAloneDoesNot() {
    SimulatedStudy[] studies = studies(Model.TWO_PROPERTIES, 0.3, 64, 400);
    var alone = new FDistribution(63, 63);
    int covered = 0;
    int coveredAlone = 0;
    for (SimulatedStudy study : studies) {
      SeedVariance variance = variance(study);
      covered += variance.interval().contains(0.3) ? 1 : 0;
      double ratio = variance.noise() / Moments.variance(study.means());
      coveredAlone +=
          new Interval(1 - ratio / alone.quantile(0.025), 1 - ratio / alone.quantile(0.975))
                  .contains(0.3)
              ? 1
              : 0;
    }
    assertThat(covered / 400.0).isGreaterThan(0.9);
    assertThat(coveredAlone / 400.0).isLessThan(0.75);
  }

  /// Where each interaction is independent and normal, it is exact: 95 %, to 4 standard errors of
  /// 1.1 points.
  @ParameterizedTest
  @CsvSource({"0, 0.975", "0.3, 0.95", "0.9, 0.95"})
  void interval_ofNormals_covers(double share, double level) {
    SimulatedStudy[] studies = studies(Model.NORMAL, share, 16, 400);
    double covered =
        Arrays.stream(studies).filter(s -> variance(s).interval().contains(share)).count() / 400.0;
    assertThat(covered).isCloseTo(level, within(0.044));
  }

  /// Jordan 2023: if the mean of many networks is calibrated, errors of two classes make the
  /// variance err/(2n). Here row i is of class 1 with probability q and networks say so with
  /// probability q as well.
  @Test
  void noise_ofCalibratedErrors_isHalfTheErrorRateOverRows() {
    var random = new Random(4);
    int studies = 500;
    double[] noises = new double[studies];
    double[] formula = new double[studies];
    for (int study = 0; study < studies; study++) {
      double[][] errors = new double[6][ROWS];
      for (int i = 0; i < ROWS; i++) {
        double q = random.nextDouble();
        boolean truth = random.nextDouble() < q;
        for (double[] ofSeed : errors) {
          ofSeed[i] = random.nextDouble() < q == truth ? 0 : 1;
        }
      }
      boolean[] all = {true, true, true, true, true, true};
      noises[study] = SeedVariance.of(errors, all).orElseThrow().noise();
      formula[study] =
          Arrays.stream(errors).mapToDouble(Moments::mean).average().orElseThrow() / (2 * ROWS);
    }
    double expected = 1 / 3.0 / (2 * ROWS);
    assertMean("noise", noises, expected, 0);
    assertMean("formula", formula, expected, 0);
  }

  @Test
  void of_tooFewOrNothingVaries_empty() {
    double[][] two = {{1, 2, 4}, {3, 1, 0}};
    assertThat(SeedVariance.of(two, new boolean[] {true, false})).isEmpty();
    assertThat(SeedVariance.of(new double[0][], new boolean[0])).isEmpty();
    assertThat(SeedVariance.of(new double[][] {{1, 2}, {3, 1}}, new boolean[] {true, true}))
        .isEmpty();
    double[][] parallel = {{1, 2, 4}, {2, 3, 5}};
    assertThat(SeedVariance.of(parallel, new boolean[] {true, true})).isEmpty();
  }

  @Test
  void of_seedsOfEqualMeans_shareZero() {
    double[][] two = {{1, 0, 2}, {0, 2, 1}};
    assertThat(SeedVariance.of(two, new boolean[] {true, true}).orElseThrow())
        .satisfies(variance -> {
          assertThat(variance.share()).isZero();
          assertThat(variance.interval()).isEqualTo(new Interval(0, 0));
        });
  }

  @Test
  void of_wrongArguments_refused() {
    double[][] two = {{1, 2, 4}, {3, 1, 0}};
    assertThatThrownBy(() -> SeedVariance.of(two, new boolean[3]))
        .hasMessageContaining("same seeds: 2, 3");
    assertThatThrownBy(() -> SeedVariance.of(new double[][] {{1, 2}, {1}}, new boolean[2]))
        .hasMessageContaining("same rows: 2, 1");
    assertThatThrownBy(
            () -> SeedVariance.of(new double[][] {{1, Double.NaN, 1}, {1, 2, 3}}, new boolean[2]))
        .hasMessageContaining("finite: NaN");
  }
}

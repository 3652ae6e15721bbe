package dev.seedbed.statistics;

import static dev.seedbed.statistics.Simulation.ERRORS;
import static dev.seedbed.statistics.Simulation.assertMean;
import static dev.seedbed.statistics.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.distribution.FDistribution;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeedVarianceTest {
  /// Of evaluation; on each of them the losses of a seed deviate by 1.
  private static final int ROWS = 400;

  private static final double NOISE = 1.0 / ROWS;
  private static final int SEEDS = 64;
  private static final int STUDIES = 2000;

  /// What came out of one study, and what was true.
  private record Simulated(double[] truth, double[] first, double[] second) {

    static Simulated of(Random random, double share, int seeds) {
      double[] truth = Simulation.normals(random, seeds, 0, Math.sqrt(variance(share)));
      double halfNoise = Math.sqrt(2.0 / ROWS);
      double[] first = Simulation.normals(random, seeds, 0.5, halfNoise);
      double[] second = Simulation.normals(random, seeds, 0.7, halfNoise);
      for (int i = 0; i < seeds; i++) {
        first[i] += truth[i];
        second[i] += truth[i];
      }
      return new Simulated(truth, first, second);
    }

    /// The t² with t² / (t² + v²) = `share`.
    static double variance(double share) {
      return NOISE * share / (1 - share);
    }

    double mean(int i) {
      return (first[i] + second[i]) / 2;
    }

    double[] differences(int from, int to) {
      return IntStream.range(from, to).mapToDouble(i -> (first[i] - second[i]) / 2).toArray();
    }

    /// All seeds are references.
    SeedVariance variance() {
      return SeedVariance.of(first, second, differences(0, first.length)).orElseThrow();
    }
  }

  private static SeedVariance[] studies(double share, int seeds, int count) {
    var random = new Random(1);
    return IntStream.range(0, count)
        .mapToObj(i -> Simulated.of(random, share, seeds).variance())
        .toArray(SeedVariance[]::new);
  }

  private static double share(SeedVariance[] studies, Predicate<SeedVariance> is) {
    return (double) Arrays.stream(studies).filter(is).count() / studies.length;
  }

  @Test
  void of_byHand() {
    // Means 1, 2, 6 have variance 7; differences 1, −1, 0, 0 have 2/3.
    var variance =
        SeedVariance.of(new double[] {2, 1, 6}, new double[] {0, 3, 6}, new double[] {1, -1, 0, 0})
            .orElseThrow();
    assertThat(variance.noise()).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(variance.seed()).isCloseTo(7 - 2 / 3.0, within(1e-15));
    assertThat(variance.share()).isCloseTo(1 - 2 / 21.0, within(1e-15));
    assertThat(variance.seeds()).isEqualTo(3);
    // F(3, 2): that of differences above that of seeds.
    var distribution = new FDistribution(3, 2);
    assertThat(variance.interval().high())
        .isCloseTo(1 - 2 / 21.0 / distribution.quantile(0.975), within(1e-12));
    assertThat(variance.interval().low())
        .isCloseTo(Math.max(0, 1 - 2 / 21.0 / distribution.quantile(0.025)), within(1e-12));
  }

  /// v̂² and, where it is not cut at 0, t̂² are unbiased. With 512 seeds the ratio of two variances
  /// has a standard deviation of √(4/511) = 0.09, and ln(1/0.7) is four of them: a cut once in
  /// 30,000.
  @ParameterizedTest
  @CsvSource({"0.3, 512", "0.9, 64"})
  void variances_unbiased(double share, int seeds) {
    SeedVariance[] studies = studies(share, seeds, 500);
    assertMean(
        "noise", Arrays.stream(studies).mapToDouble(SeedVariance::noise).toArray(), NOISE, 0);
    assertMean(
        "seed",
        Arrays.stream(studies).mapToDouble(SeedVariance::seed).toArray(),
        Simulated.variance(share),
        0);
  }

  /// An F distribution with equal degrees of freedom has the median 1, so the median of the
  /// estimates is the truth; a cut does not move it. At 0, half of them are exactly 0.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.9})
  void share_ofManyStudies_hasTheTruthAsMedian(double share) {
    double below = share(studies(share, SEEDS, STUDIES), study -> study.share() <= share);
    assertThat(below).isCloseTo(0.5, within(tolerance(0.5, STUDIES)));
  }

  /// The mean of F(63, 63) is 63/61: of 0.9 the mean estimate is 1 − 0.1·63/61 = 0.8967, as
  /// documented.
  @Test
  void share_ofManyStudies_isTooLowAsKnown() {
    SeedVariance[] studies = studies(0.9, SEEDS, STUDIES);
    double[] shares = Arrays.stream(studies).mapToDouble(SeedVariance::share).toArray();
    assertMean("share", shares, 1 - 0.1 * 63 / 61, 0);
  }

  /// At 0 an interval that is wholly below is cut to [0, 0], which covers: only one tail can miss.
  @ParameterizedTest
  @CsvSource({"0, 0.975", "0.3, 0.95", "0.9, 0.95"})
  void interval_covers(double share, double level) {
    double covered = share(studies(share, SEEDS, STUDIES), s -> s.interval().contains(share));
    assertThat(covered).isCloseTo(level, within(tolerance(level, STUDIES)));
  }

  /// 64 seeds tell much from little: P(F(63, 63) < 0.1/0.7·1.65²) is below 1e-4 (1.65 being the
  /// 97.5 % quantile). To tell 0.3 from 0 takes more: with 1000 the two estimates' logarithms are
  /// ln(1/0.7)/√(8/999) = 4 standard deviations apart.
  @Test
  void shares_areToldApart() {
    SeedVariance[] none = studies(0, SEEDS, 200);
    SeedVariance[] some = studies(0.3, SEEDS, 200);
    SeedVariance[] most = studies(0.9, SEEDS, 200);
    for (int i = 0; i < 200; i++) {
      assertThat(most[i].interval().low()).isGreaterThan(none[i].interval().high());
      assertThat(most[i].interval().low()).isGreaterThan(some[i].interval().high());
    }
    SeedVariance[] noneOfMany = studies(0, 1000, 100);
    SeedVariance[] someOfMany = studies(0.3, 1000, 100);
    double ordered =
        IntStream.range(0, 100).filter(i -> someOfMany[i].share() > noneOfMany[i].share()).count();
    assertThat(ordered).isGreaterThanOrEqualTo(98);
  }

  /// A race of 128 seeds keeps its best 32; 32 more were set apart beforehand and trained as far.
  /// The differences are of all 64. Had the kept seeds been taken for unselected ones, hardly
  /// anything would have been left of the seeds' variance.
  @ParameterizedTest
  @CsvSource({"0, 0.975", "0.3, 0.95", "0.9, 0.95"})
  void afterSelection_referencesCover_andSelectedDoNot(double share, double level) {
    var random = new Random(2);
    int references = 32;
    int covered = 0;
    int selectedCovered = 0;
    double[] noises = new double[STUDIES];
    for (int s = 0; s < STUDIES; s++) {
      Simulated all = Simulated.of(random, share, 160);
      int[] order =
          IntStream.concat(
                  IntStream.range(0, references),
                  IntStream.range(references, 160)
                      .boxed()
                      .sorted(Comparator.comparingDouble(all::mean))
                      .limit(32)
                      .mapToInt(Integer::intValue))
              .toArray();
      double[] first = Arrays.stream(order).mapToDouble(i -> all.first[i]).toArray();
      double[] second = Arrays.stream(order).mapToDouble(i -> all.second[i]).toArray();
      double[] differences = new Simulated(all.truth, first, second).differences(0, 64);
      SeedVariance variance =
          SeedVariance.of(
                  Arrays.copyOf(first, references), Arrays.copyOf(second, references), differences)
              .orElseThrow();
      SeedVariance ofSelected =
          SeedVariance.of(
                  Arrays.copyOfRange(first, references, 64),
                  Arrays.copyOfRange(second, references, 64),
                  differences)
              .orElseThrow();
      noises[s] = variance.noise();
      covered += variance.interval().contains(share) ? 1 : 0;
      selectedCovered += ofSelected.interval().contains(share) ? 1 : 0;
    }
    assertThat((double) covered / STUDIES).isCloseTo(level, within(tolerance(level, STUDIES)));
    assertMean("noise", noises, NOISE, 0);
    if (share > 0) {
      assertThat((double) selectedCovered / STUDIES).isLessThan(0.5);
    }
  }

  /// The true gain less share × the observed gain has the mean 0 and at most the standard deviation
  /// of a seed's own part given what was observed, t·v/√(t² + v²), and of its mean.
  @ParameterizedTest
  @CsvSource({"0.3, 2", "0.3, 64", "0.9, 64"})
  void trueGain_isShareOfObservedGain(double share, int seeds) {
    var random = new Random(3);
    double[] misses = new double[STUDIES];
    double[] observedGains = new double[STUDIES];
    for (int s = 0; s < STUDIES; s++) {
      Simulated study = Simulated.of(random, share, seeds);
      double[] observed = IntStream.range(0, seeds).mapToDouble(study::mean).toArray();
      int best =
          IntStream.range(0, seeds)
              .boxed()
              .min(Comparator.comparingDouble(i -> observed[i]))
              .orElseThrow();
      observedGains[s] = Moments.mean(observed) - observed[best];
      double trueGain = Moments.mean(study.truth) - study.truth[best];
      misses[s] = trueGain - share * observedGains[s];
    }
    assertMean("miss", misses, 0, 0);
    double error = Math.sqrt(share * NOISE * (1 - 1.0 / seeds) / STUDIES);
    assertThat(0.1 * Moments.mean(observedGains))
        .as("a share wrong by 0.1 would be noticed")
        .isGreaterThan(ERRORS * error);
  }

  @Test
  void of_tooFewOrNothingVaries_empty() {
    double[] two = {1, 2};
    double[] equal = {0.1, 0.1, 0.1};
    assertThat(SeedVariance.of(new double[] {1}, new double[] {1}, two)).isEmpty();
    assertThat(SeedVariance.of(two, two, new double[] {1})).isEmpty();
    assertThat(SeedVariance.of(new double[0], new double[0], new double[0])).isEmpty();
    assertThat(SeedVariance.of(equal, equal, new double[3])).isEmpty();
  }

  @Test
  void of_oneVarianceZero_isAllOrNothing() {
    double[] two = {1, 2};
    assertThat(SeedVariance.of(two, two, new double[2]))
        .hasValue(new SeedVariance(0.5, 0, 1, new Interval(1, 1), 2));
    assertThat(SeedVariance.of(two, new double[] {2, 1}, new double[] {-0.5, 0.5}))
        .hasValue(new SeedVariance(0, 0.5, 0, new Interval(0, 0), 2));
  }

  @Test
  void of_wrongArguments_refused() {
    double[] two = {1, 2};
    assertThatThrownBy(() -> SeedVariance.of(two, new double[3], two))
        .hasMessageContaining("same seeds: 2, 3");
    assertThatThrownBy(() -> SeedVariance.of(two, two, new double[] {1, Double.NaN}))
        .hasMessageContaining("finite: NaN");
  }
}

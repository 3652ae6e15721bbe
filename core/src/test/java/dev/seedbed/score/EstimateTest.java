package dev.seedbed.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.Proportion;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Intervals cover what they are about about as often as they say: over 2,000 simulated tests the
/// share has a standard error of at most √(0.95·0.05/2000) = 0.5 points.
class EstimateTest {
  private static final int TESTS = 2000;

  private static double coverage(IntPredicate covers) {
    return IntStream.range(0, TESTS).filter(covers).count() / (double) TESTS;
  }

  /// Scores are normal, one apart from each other: the area is Φ(1/√2) = 0.7602; or far apart.
  @ParameterizedTest
  @CsvSource({"1, 0.76025, 30, 30", "1, 0.76025, 8, 200", "2.5, 0.96145, 20, 20"})
  void rocArea_interval_covers(double apart, double area, int positives, int negatives) {
    var random = new Random(1);
    double coverage =
        coverage(_ -> {
          int rows = positives + negatives;
          float[] scores = new float[rows];
          int[] truth = new int[rows];
          for (int i = 0; i < rows; i++) {
            truth[i] = i < positives ? 1 : 0;
            scores[i] = (float) (random.nextGaussian() + apart * truth[i]);
          }
          return RocArea.of(scores, truth, 1, 0, 1).interval().contains(area);
        });
    assertThat(coverage).isBetween(0.93, 0.99);
  }

  @Test
  void rocArea_ofSeparateScores_isNotCertain() {
    var area = RocArea.of(new float[] {1, 2, 3, 4, 5, 6}, new int[] {0, 0, 0, 1, 1, 1}, 1, 0, 1);
    assertThat(area.value()).isEqualTo(1);
    assertThat(area.interval().high()).isEqualTo(1);
    assertThat(area.interval().low()).isBetween(0.3, 0.8);
    var reverse = RocArea.of(new float[] {6, 5, 4, 3, 2, 1}, new int[] {0, 0, 0, 1, 1, 1}, 1, 0, 1);
    assertThat(reverse.interval().high()).isCloseTo(1 - area.interval().low(), within(1e-12));
  }

  /// Every other row: 3 and 7 against 5.
  @Test
  void rocArea_ofEverySecondRow() {
    float[] scores = {0, 3, 0, 5, 0, 7};
    int[] truth = {0, 1, 0, 0, 0, 1};
    assertThat(RocArea.of(scores, truth, 1, 1, 2).value()).isEqualTo(0.5);
    assertThat(RocArea.of(scores, truth, 1, 0, 2).value()).isNaN();
  }

  /// Recalls of 0.95, 0.8 and 0.5, of 40, 20 and 10 rows.
  @Test
  void meanOfShares_interval_covers() {
    var random = new Random(2);
    double[] recalls = {0.95, 0.8, 0.5};
    int[] rows = {40, 20, 10};
    double coverage =
        coverage(_ -> {
          List<Estimate> estimates =
              IntStream.range(0, 3)
                  .mapToObj(c -> {
                    int right =
                        (int)
                            IntStream.range(0, rows[c])
                                .filter(_ -> random.nextDouble() < recalls[c])
                                .count();
                    return Estimate.of(new Proportion(right, rows[c]));
                  })
                  .toList();
          return Estimate.ofMean(estimates).interval().contains(0.75);
        });
    assertThat(coverage).isBetween(0.93, 0.975);
  }

  @Test
  void meanOfPerfectShares_isNotCertain() {
    Estimate perfect = Estimate.of(new Proportion(5, 5));
    Interval interval = Estimate.ofMean(List.of(perfect, perfect)).interval();
    assertThat(interval.high()).isEqualTo(1);
    assertThat(interval.low()).isBetween(0.6, 0.75);
  }

  /// y = x + e, of variance 1 each, answered by x: R² is 1/2, the RMSE 1.
  @Test
  void quantity_intervals_cover() {
    var random = new Random(3);
    int[] covered = new int[3];
    for (int test = 0; test < TESTS; test++) {
      double[] answers = new double[60];
      double[] truth = new double[60];
      for (int i = 0; i < 60; i++) {
        answers[i] = random.nextGaussian();
        truth[i] = answers[i] + random.nextGaussian();
      }
      QuantityScores scores = QuantityScores.of(truth, answers, 0);
      covered[0] += scores.r2().orElseThrow().interval().contains(0.5) ? 1 : 0;
      covered[1] += scores.rmse().interval().contains(1) ? 1 : 0;
      covered[2] += scores.mae().interval().contains(Math.sqrt(2 / Math.PI)) ? 1 : 0;
    }
    for (int count : covered) {
      assertThat(count / (double) TESTS).isBetween(0.9, 0.97);
    }
  }
}

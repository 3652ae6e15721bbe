package dev.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndependentErrorsTest {
  private static final int ROWS = 200;

  /// Hits of seeds that err independently on rows of a calibrated ensemble: of each row the
  /// classes' probabilities are drawn, then its class by these, and of each seed its answer by the
  /// same.
  private static double[][] hits(Random random, int seeds, int classes) {
    double[][] hits = new double[seeds][ROWS];
    for (int row = 0; row < ROWS; row++) {
      double[] probabilities = new double[classes];
      for (int k = 0; k < classes; k++) {
        // Mostly one of them is large.
        probabilities[k] = Math.pow(random.nextDouble(), 6) + 1e-9;
      }
      int truth = draw(random, probabilities);
      for (int seed = 0; seed < seeds; seed++) {
        hits[seed][row] = draw(random, probabilities) == truth ? 1 : 0;
      }
    }
    return hits;
  }

  private static int draw(Random random, double[] weights) {
    double place = random.nextDouble() * Arrays.stream(weights).sum();
    int k = 0;
    while (k < weights.length - 1 && place >= weights[k]) {
      place -= weights[k];
      k++;
    }
    return k;
  }

  private static double[] means(double[][] cells) {
    return Arrays.stream(cells).mapToDouble(Moments::mean).toArray();
  }

  /// error/(2n) is the variance of accuracies for two classes, and above it for ten: both are means
  /// of 2,000 simulations, to 5 standard errors of the difference.
  @Test
  void ofError_calibratedEnsemble_isTheVarianceOfAccuracies() {
    for (int classes : new int[] {2, 10}) {
      var random = new Random(classes);
      int simulations = 2_000;
      double[] differences = new double[simulations];
      double[] formula = new double[simulations];
      for (int i = 0; i < simulations; i++) {
        double[] accuracies = means(hits(random, 5, classes));
        formula[i] =
            IndependentErrors.ofError(1 - Moments.mean(accuracies), ROWS).orElseThrow().variance();
        differences[i] = formula[i] - Moments.variance(accuracies);
      }
      double size = Moments.mean(formula);
      double error = Math.sqrt(Moments.variance(differences) / simulations);
      double relative = Moments.mean(differences) / size;
      if (classes == 2) {
        assertThat(relative).isCloseTo(0, within(5 * error / size));
        // So that a formula that is wrong by a sixth is seen.
        assertThat(5 * error / size).isLessThan(1.0 / 6);
      } else {
        assertThat(relative).isGreaterThan(5 * error / size);
      }
    }
  }

  /// Where hits are known, p-values of independent errors are at most 5 % in about 5 %: to 5
  /// standard errors of 1,000 simulations and a point for that the F distribution is approximate.
  @Test
  void excess_ofRows_keepsItsLevel() {
    var random = new Random(4);
    boolean[] all = {true, true, true, true, true, true};
    int simulations = 1_000;
    int rejected = 0;
    for (int i = 0; i < simulations; i++) {
      SeedVariance variance = SeedVariance.of(hits(random, 6, 5), all).orElseThrow();
      IndependentErrors.Excess excess = IndependentErrors.excess(variance);
      rejected += excess.pValue() <= 0.05 ? 1 : 0;
      assertThat(excess.ratio()).isEqualTo(variance.ratio());
      assertThat(excess.interval().contains(1))
          .isEqualTo(variance.interval().low() == 0 && excess.interval().high() >= 1);
      assertThat(IndependentErrors.of(variance, ROWS).variance()).isEqualTo(variance.noise());
    }
    assertThat((double) rejected / simulations)
        .isCloseTo(0.05, within(0.01 + Simulation.tolerance(0.05, simulations)));
  }

  @Test
  void ofError_isErrorOverTwiceTheRows() {
    assertThat(IndependentErrors.ofError(0.1, 10_000).orElseThrow().variance())
        .isCloseTo(5e-6, within(1e-20));
    assertThat(IndependentErrors.ofError(0, 10)).isEmpty();
    assertThatThrownBy(() -> IndependentErrors.ofError(1.1, 10)).hasMessageContaining("in [0, 1]");
    assertThatThrownBy(() -> IndependentErrors.ofError(0.5, 0)).hasMessageContaining("at least 1");
  }

  /// Of normal scores: with 5 % probability independent errors have a p-value below 5 %, the
  /// interval of the ratio and that of the share cover the truth in 95 %. To 5 standard errors of
  /// 20,000.
  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 10})
  void excess_normalScores_coversTheRatio(double ratio) {
    var random = new Random(5);
    var errors = new IndependentErrors(100, 4);
    int simulations = 20_000;
    int covered = 0;
    int shareCovered = 0;
    int rejected = 0;
    for (int i = 0; i < simulations; i++) {
      double[] scores = Simulation.normals(random, 6, 10, 2 * Math.sqrt(ratio));
      IndependentErrors.Excess excess = errors.excess(scores).orElseThrow();
      covered += excess.interval().contains(ratio) ? 1 : 0;
      shareCovered += excess.shareInterval().contains(1 - 1 / ratio) ? 1 : 0;
      rejected += excess.pValue() <= 0.05 ? 1 : 0;
    }
    double tolerance = Simulation.tolerance(0.95, simulations);
    assertThat((double) covered / simulations).isCloseTo(0.95, within(tolerance));
    // At a share of 0 the upper limit alone can miss it, which is never: it is at least 0.
    double expected = ratio == 1 ? 0.975 : 0.95;
    assertThat((double) shareCovered / simulations)
        .isCloseTo(expected, within(Simulation.tolerance(expected, simulations)));
    if (ratio == 1) {
      assertThat((double) rejected / simulations).isCloseTo(0.05, within(tolerance));
    } else {
      assertThat((double) rejected / simulations).isGreaterThan(0.2);
    }
  }

  /// The lead of the best of 8 seeds on these rows, times the share, is what is left of it on new
  /// ones, on average over 20,000 simulations: seeds of variance 3 and independent errors of
  /// variance
  /// 1. Where the share is cut at 0 it is a little too high, by 0.01 of the lead at most.
  @Test
  void share_timesTheLead_isWhatLasts() {
    var random = new Random(6);
    var errors = new IndependentErrors(100, 1);
    double[] differences = new double[20_000];
    for (int i = 0; i < differences.length; i++) {
      double[] own = Simulation.normals(random, 8, 0, Math.sqrt(3));
      double[] scores = new double[8];
      int best = 0;
      for (int s = 0; s < 8; s++) {
        scores[s] = own[s] + random.nextGaussian();
        best = scores[s] > scores[best] ? s : best;
      }
      // By the true share 3/4; and the estimate is near it.
      double lead = scores[best] - Moments.mean(scores);
      differences[i] = 0.75 * lead - (own[best] - Moments.mean(own));
    }
    Simulation.assertMean("lead", differences, 0, 0);
    double[] shares = new double[20_000];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = errors.excess(Simulation.normals(random, 200, 0, 2)).orElseThrow().share();
    }
    // E(1/s²) is larger than 1/σ² by 2/(n − 3): 0.0025 less.
    Simulation.assertMean("share", shares, 0.75 - 0.25 * 2 / 197, 0);
  }

  @Test
  void excess_oneScore_isEmpty() {
    assertThat(new IndependentErrors(10, 1).excess(new double[] {3})).isEmpty();
  }
}

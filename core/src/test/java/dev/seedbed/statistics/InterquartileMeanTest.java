package dev.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.random.Seed;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class InterquartileMeanTest {
  private static final JsonNode RLIABLE = Reference.LUCK.get("interquartile_mean");

  /// Percentiles of 1,000 resamples are uncertain by some 6 % of the interval (the density of a
  /// normal's 2.5 % quantile gives √(0.025·0.975/1000)/0.058 = 0.085 standard deviations, of which
  /// the interval has 3.9): 0.085/3.9·3 standard errors.
  @Test
  void of_severalTasks_agreesWithRliable() {
    List<double[]> tasks = RLIABLE.get("tasks").valueStream().map(Reference::numbers).toList();
    InterquartileMean middle = InterquartileMean.of(tasks, new Seed(3));
    double[] interval = Reference.numbers(RLIABLE.get("interval"));
    double tolerance = 0.07 * (interval[1] - interval[0]);
    assertThat(middle.value()).isCloseTo(RLIABLE.get("value").doubleValue(), within(1e-15));
    assertThat(middle.interval().low()).isCloseTo(interval[0], within(tolerance));
    assertThat(middle.interval().high()).isCloseTo(interval[1], within(tolerance));
    assertThat(middle.tasks()).isEqualTo(3);
    assertThat(middle.scores()).isEqualTo(15);
  }

  /// Tasks keep their number of runs: with a single run each nothing can vary. Were scores
  /// resampled over all tasks together, they would.
  @Test
  void of_oneRunATask_intervalIsThePoint() {
    InterquartileMean middle =
        InterquartileMean.of(
            List.of(new double[] {1}, new double[] {2}, new double[] {3}, new double[] {10}),
            new Seed(0));
    assertThat(middle.value()).isEqualTo(2.5);
    assertThat(middle.interval()).isEqualTo(new Interval(2.5, 2.5));
  }

  /// Two tasks of equal scores meet different resamples.
  @Test
  void of_equalTasks_areResampledIndependently() {
    double[] scores = Simulation.normals(new Random(2), 40, 0, 1);
    Interval one = InterquartileMean.of(List.of(scores), new Seed(0)).interval();
    Interval four =
        InterquartileMean.of(List.of(scores, scores, scores, scores), new Seed(0)).interval();
    // A standard deviation of half the size; 0.07 of the width for the percentiles' noise, twice.
    assertThat((four.high() - four.low()) / (one.high() - one.low())).isCloseTo(0.5, within(0.1));
  }

  @Test
  void of_runThatWentWrong_hardlyMoves() {
    double[] good = {0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97};
    double[] bad = {-1e6, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97};
    assertThat(InterquartileMean.of(List.of(bad), new Seed(0)).value())
        .isEqualTo(InterquartileMean.of(List.of(good), new Seed(0)).value());
  }

  @Test
  void of_notFinite_refused() {
    assertThatThrownBy(
            () -> InterquartileMean.of(List.of(new double[] {1, Double.NaN}), new Seed(0)))
        .hasMessageContaining("must be finite");
  }

  /// As often as the documentation of the interval says: to 1 point, and 5 standard errors of the
  /// share of 1,000 simulations.
  @Tag("exhaustive")
  @ParameterizedTest
  @CsvSource({"1, 5, 0.89", "1, 10, 0.94", "1, 20, 0.94", "10, 5, 0.92"})
  void interval_normalScores_coversAsOftenAsItSays(int tasks, int runs, double covered) {
    assertCoverage(tasks, runs, covered, 1_000);
  }

  @Test
  void interval_fiveRuns_coversAsOftenAsItSays() {
    assertCoverage(1, 5, 0.89, 200);
  }

  private static void assertCoverage(int tasks, int runs, double covered, int simulations) {
    var random = new Random(7);
    int inside = 0;
    for (int i = 0; i < simulations; i++) {
      List<double[]> scores =
          IntStream.range(0, tasks).mapToObj(_ -> Simulation.normals(random, runs, 0, 1)).toList();
      inside += InterquartileMean.of(scores, new Seed(i)).interval().contains(0) ? 1 : 0;
    }
    assertThat((double) inside / simulations)
        .isCloseTo(covered, within(0.01 + Simulation.tolerance(covered, simulations)));
  }
}

package dev.seedbed.luck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.luck.Luck.Outlook;
import dev.seedbed.luck.Runs.Configuration;
import dev.seedbed.luck.Runs.Hits;
import dev.seedbed.luck.Runs.Run;
import dev.seedbed.statistics.IndependentErrors;
import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.LastingLead;
import dev.seedbed.statistics.SeedVariance;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LuckTest {
  private static final Interval SHARES = new Interval(0, 1);

  private static Configuration configuration(String name, int firstSeed, double... scores) {
    return new Configuration(
        name,
        IntStream.range(0, scores.length)
            .mapToObj(i -> Run.of(Integer.toString(firstSeed + i), scores[i]))
            .toList(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Runs runs(Direction direction, boolean seedsNamed, Configuration... all) {
    return new Runs(
        "score", direction, SHARES, seedsNamed, Optional.empty(), List.of(), List.of(all));
  }

  private static Outlook outlook(Runs runs) {
    return Luck.of(runs).configurations().getFirst().outlook().orElseThrow();
  }

  private static Contrast contrast(Runs runs) {
    return Luck.of(runs).contrasts().getFirst();
  }

  @Test
  void outlook_higherIsBetter_mirrorsThatOfLosses() {
    double[] scores = {0.91, 0.90, 0.93, 0.92};
    Outlook high = outlook(runs(Direction.MAXIMIZE, true, configuration("a", 0, scores)));
    double[] losses = Arrays.stream(scores).map(score -> 1 - score).toArray();
    Outlook low = outlook(runs(Direction.MINIMIZE, true, configuration("a", 0, losses)));
    assertThat(high.winner().run().seed()).isEqualTo("2").isEqualTo(low.winner().run().seed());
    assertThat(high.winner().lead()).isCloseTo(0.015, within(1e-12));
    assertThat(low.winner().lead()).isCloseTo(0.015, within(1e-12));
    // The mean of the greatest of two, over all six pairs.
    double expected = (0.91 + 0.93 + 0.92 + 0.93 + 0.92 + 0.93) / 6;
    assertThat(high.bestOf().get(1).unbiased()).isCloseTo(expected, within(1e-12));
    assertThat(low.bestOf().get(1).unbiased()).isCloseTo(1 - expected, within(1e-12));
    assertThat(high.bestOf().get(1).interval().high())
        .isCloseTo(1 - low.bestOf().get(1).interval().low(), within(1e-12));
  }

  @Test
  void outlook_endsOfIntervals_stayInTheRange() {
    Outlook outlook =
        outlook(runs(Direction.MAXIMIZE, true, configuration("a", 0, 0.99, 0.999, 0.95)));
    assertThat(outlook.next().orElseThrow().high()).isEqualTo(1);
    assertThat(outlook.expectation().orElseThrow().high()).isEqualTo(1);
    assertThat(outlook.bestOf().getLast().interval().high()).isEqualTo(1);
  }

  @Test
  void outlook_oneRun_hasNoIntervals() {
    Outlook outlook = outlook(runs(Direction.MAXIMIZE, true, configuration("a", 0, 0.9)));
    assertThat(outlook.next()).isEmpty();
    assertThat(outlook.expectation()).isEmpty();
    assertThat(outlook.winner().lead()).isZero();
    assertThat(outlook.winner().lasting()).isEmpty();
  }

  @Test
  void outlook_noScore_isEmpty() {
    var none = new Configuration("b", List.of(), List.of("1"), List.of(), List.of());
    Luck luck = Luck.of(runs(Direction.MAXIMIZE, true, configuration("a", 0, 0.9, 0.8), none));
    assertThat(luck.configurations().get(1).outlook()).isEmpty();
    assertThat(luck.contrasts()).isEmpty();
  }

  /// Percentages: the variance is 100² times that of shares, and so is the formula.
  @Test
  void baseline_accuracies_errorOverTwiceTheRows() {
    for (double whole : new double[] {1, 100}) {
      Configuration one = configuration("a", 0, 0.9 * whole, 0.92 * whole, 0.88 * whole);
      for (Direction direction : Direction.values()) {
        var runs =
            new Runs(
                "score",
                direction,
                new Interval(0, whole),
                true,
                Optional.of(new Hits(1000, whole)),
                List.of(),
                List.of(one));
        IndependentErrors errors = outlook(runs).baseline().orElseThrow().errors();
        double error = direction == Direction.MAXIMIZE ? 0.1 : 0.9;
        assertThat(errors.variance())
            .isCloseTo(error / 2000 * whole * whole, within(1e-9 * whole * whole));
      }
    }
  }

  /// A run misses 1.5 of 1,000 rows on average, or 2.
  @Test
  void winner_nextToNoMisses_nothingLastsThatCouldBeTold() {
    assertThat(outlook(missing(1, 2)).winner().lasting()).isEmpty();
    assertThat(outlook(missing(1, 3)).winner().lasting()).isPresent();
    double[][] few = {{1, 0, 0, 1, 0}, {1, 0, 0, 1, 1}, {0, 0, 0, 0, 1}};
    Outlook errors = outlook(runs(Direction.MINIMIZE, true, ofRows(few)));
    assertThat(errors.baseline()).isPresent();
    assertThat(errors.winner().lasting()).as("7 misses of 3 runs").isPresent();
    few[0][3] = 0;
    few[1][4] = 0;
    assertThat(outlook(runs(Direction.MINIMIZE, true, ofRows(few))).winner().lasting())
        .as("5 misses of 3 runs")
        .isEmpty();
    // Losses of any size are no misses.
    few[0][3] = 0.5;
    assertThat(outlook(runs(Direction.MINIMIZE, true, ofRows(few))).winner().lasting()).isPresent();
  }

  private static Runs missing(int first, int second) {
    Configuration one = configuration("a", 0, 1 - first / 1000.0, 1 - second / 1000.0);
    return new Runs(
        "accuracy",
        Direction.MAXIMIZE,
        new Interval(0, 1),
        true,
        Optional.of(new Hits(1000, 1)),
        List.of(),
        List.of(one));
  }

  private static Configuration ofRows(double[][] rows) {
    List<Run> all =
        IntStream.range(0, rows.length)
            .mapToObj(i -> {
              double score = Arrays.stream(rows[i]).average().orElseThrow();
              return new Run(Integer.toString(i), score, new double[] {score}, rows[i]);
            })
            .toList();
    return new Configuration("a", all, List.of(), List.of(), List.of());
  }

  /// Higher is better: the lead on new rows is that of the losses 1 − hit.
  @Test
  void baseline_rows_varianceOfInteractions() {
    double[][] hits = {{1, 0, 1, 0, 1}, {1, 1, 1, 0, 1}, {0, 0, 1, 1, 0}};
    Outlook outlook = outlook(runs(Direction.MAXIMIZE, true, ofRows(hits)));
    double[][] misses =
        Arrays.stream(hits)
            .map(row -> Arrays.stream(row).map(hit -> 1 - hit).toArray())
            .toArray(double[][]::new);
    boolean[] unselected = {true, true, true};
    SeedVariance variance = SeedVariance.of(misses, unselected).orElseThrow();
    IndependentErrors errors = outlook.baseline().orElseThrow().errors();
    assertThat(errors.rows()).isEqualTo(5);
    assertThat(errors.variance()).isCloseTo(variance.noise(), within(1e-12));
    LastingLead lead = LastingLead.of(misses, unselected, 1, variance);
    assertThat(outlook.winner().run().seed()).isEqualTo("1");
    assertThat(outlook.winner().lead()).isCloseTo(lead.observed(), within(1e-12));
    assertThat(outlook.winner().lasting().orElseThrow().expected())
        .isCloseTo(lead.expected(), within(1e-9));
    assertThat(outlook.winner().lasting().orElseThrow().interval().orElseThrow().low())
        .isCloseTo(lead.interval().low(), within(1e-6));
  }

  @Test
  void contrast_commonSeeds_paired() {
    Contrast contrast =
        contrast(
            runs(
                Direction.MAXIMIZE,
                true,
                configuration("a", 0, 0.5, 0.6, 0.7),
                configuration("b", 1, 0.65, 0.75, 0.9)));
    assertThat(contrast.pairing()).isEqualTo(Contrast.Pairing.PAIRED);
    assertThat(contrast.better()).isEqualTo("b");
    assertThat(contrast.runsOfBetter()).isEqualTo(2);
    assertThat(contrast.difference()).isCloseTo(0.05, within(1e-12));
    assertThat(contrast.probability()).isEqualTo(1);
    assertThat(contrast.differenceInterval().low()).isPositive();
  }

  @Test
  void contrast_lowerIsBetter_theOtherIsBetter() {
    Contrast contrast =
        contrast(
            runs(
                Direction.MINIMIZE,
                true,
                configuration("a", 0, 0.5, 0.6, 0.7),
                configuration("b", 0, 0.65, 0.75, 0.6)));
    assertThat(contrast.better()).isEqualTo("a");
    assertThat(contrast.difference()).isCloseTo(0.2 / 3, within(1e-12));
    assertThat(contrast.probability()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(contrast.differenceInterval().low()).isNegative();
  }

  @Test
  void contrast_seedsNotNamedOrFewInCommon_unpaired() {
    Configuration a = configuration("a", 0, 0.5, 0.6, 0.7, 0.55);
    for (Runs runs :
        List.of(
            runs(Direction.MAXIMIZE, false, a, configuration("b", 0, 0.8, 0.9, 0.85, 0.81)),
            runs(Direction.MAXIMIZE, true, a, configuration("b", 3, 0.8, 0.9, 0.85, 0.81)))) {
      Contrast contrast = contrast(runs);
      assertThat(contrast.pairing()).isEqualTo(Contrast.Pairing.UNPAIRED);
      assertThat(contrast.better()).isEqualTo("b");
      assertThat(contrast.probabilityInterval()).isEmpty();
      assertThat(contrast.differenceInterval().low()).isPositive();
    }
  }

  /// Three pairs: Holm's factor for the smallest p-value is 3.
  @Test
  void contrasts_several_adjusted() {
    Luck luck =
        Luck.of(
            runs(
                Direction.MAXIMIZE,
                true,
                configuration("a", 0, 0.1, 0.12, 0.11, 0.13, 0.1, 0.14, 0.12),
                configuration("b", 0, 0.2, 0.23, 0.21, 0.23, 0.22, 0.24, 0.21),
                configuration("c", 0, 0.21, 0.22, 0.22, 0.22, 0.23, 0.23, 0.22)));
    assertThat(luck.contrasts()).hasSize(3);
    Contrast first = luck.contrasts().getFirst();
    assertThat(first.pValue()).isEqualTo(1.0 / 64);
    assertThat(first.holm()).isEqualTo(3.0 / 64);
    assertThat(first.toldApart()).isTrue();
    assertThat(luck.contrasts().getLast().toldApart()).isFalse();
  }

  @Test
  void of_sameRuns_sameNumbers() {
    Runs runs = runs(Direction.MAXIMIZE, true, configuration("a", 0, 0.5, 0.6, 0.7));
    assertThat(outlook(runs).bestOf()).isEqualTo(outlook(runs).bestOf());
    assertThat(outlook(runs).middle()).isEqualTo(outlook(runs).middle());
  }

  @Test
  void runs_namesThatAreTheSame_refused() {
    assertThatThrownBy(() ->
            new Configuration("a", List.of(Run.of("1", 0.5)), List.of("1"), List.of(), List.of()))
        .hasMessageContaining("different names");
    assertThatThrownBy(() -> Run.of("1", Double.NaN)).hasMessageContaining("must be finite");
    assertThatThrownBy(() -> runs(Direction.MAXIMIZE, true)).hasMessageContaining("at least one");
  }
}

package dev.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SuperiorityTest {
  @Test
  void wins_tiesCountHalf() {
    assertThat(Superiority.wins(new double[] {1, 2, 3, 4}, new double[] {2, 2, 2, 5}))
        .isEqualTo(2.5);
  }

  @Test
  void interval_agreesWithSciPy() {
    for (JsonNode line : Reference.ALL.get("probabilities")) {
      double[] expected = Reference.numbers(line);
      Interval interval = Superiority.interval(expected[0], (int) expected[1]);
      assertThat(interval.low()).isCloseTo(expected[2], within(1e-10));
      assertThat(interval.high()).isCloseTo(expected[3], within(1e-10));
    }
  }

  /// The probability that the interval covers is a finite sum, no simulation: over how often A wins
  /// and how often there is a tie.
  @ParameterizedTest
  @CsvSource({"2, 0", "5, 0", "7, 0", "29, 0", "5, 0.2", "7, 0.2", "29, 0.2", "7, 0.6", "29, 0.6"})
  void interval_coversWith95PerCentOrMore(int seeds, double tie) {
    Interval[] intervals =
        IntStream.rangeClosed(0, 2 * seeds)
            .mapToObj(halves -> Superiority.interval(halves / 2.0, seeds))
            .toArray(Interval[]::new);
    for (double p = tie / 2; p <= 1 - tie / 2; p += 0.01) {
      double win = p - tie / 2;
      double covered = 0;
      for (int wins = 0; wins <= seeds; wins++) {
        for (int ties = 0; ties <= seeds - wins; ties++) {
          if (intervals[2 * wins + ties].contains(p)) {
            covered += probability(seeds, wins, win, ties, tie);
          }
        }
      }
      assertThat(covered).as("P = %s", p).isGreaterThan(Interval.LEVEL - 1e-9);
    }
  }

  /// Of the trinomial distribution.
  private static double probability(int n, int wins, double win, int ties, double tie) {
    double probability = StrictMath.pow(Math.max(0, 1 - win - tie), n - wins - ties);
    for (int i = 1; i <= wins; i++) {
      probability *= win * (n - wins + i) / i;
    }
    for (int i = 1; i <= ties; i++) {
      probability *= tie * (n - wins - ties + i) / i;
    }
    return probability;
  }

  /// The published numbers: 29 for ¾, 46 for 0.7, 181 for 0.6.
  @ParameterizedTest
  @CsvSource({
    "0.75, 29",
    "0.25, 29",
    "0.7, 46",
    "0.6, 181",
    "0.4, 181",
    "1, 8",
    "0.50001, 18036956361"
  })
  void seedsNeeded_knownValues(double probability, long expected) {
    assertThat(Superiority.seedsNeeded(probability, 1).orElseThrow()).isEqualTo(expected);
  }

  /// Ten schemes make 45 pairs: 2/2¹⁰ is above 0.05/45, 2/2¹¹ is below.
  @Test
  void seedsNeeded_ofManyComparisons_asManyAsSignFlipsTake() {
    assertThat(Superiority.seedsNeeded(1, 1)).hasValue(8);
    assertThat(Superiority.seedsNeeded(1, 45)).hasValue(11);
    assertThat(Superiority.seedsNeeded(0.75, 45)).hasValue(29);
  }

  @Test
  void seedsNeeded_ofEqualSchemes_empty() {
    assertThat(Superiority.seedsNeeded(0.5, 1)).isEmpty();
  }
}

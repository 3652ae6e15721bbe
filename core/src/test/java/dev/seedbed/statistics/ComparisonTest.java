package dev.seedbed.statistics;

import static dev.seedbed.statistics.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.distribution.StandardNormal;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.Comparison.Verdict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final Seed SEED = new Seed(7);
  private static final int TABLES = 400;

  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  private static SequencedMap<String, double[]> losses(double[]... schemes) {
    var losses = new LinkedHashMap<String, double[]>();
    for (int i = 0; i < schemes.length; i++) {
      losses.put(NAMES.get(i), schemes[i]);
    }
    return losses;
  }

  private static Comparison one(double[] a, double[] b) {
    return Comparison.all(losses(a, b), SEED).getFirst();
  }

  private static double[] plus(double[] values, double shift) {
    double[] sums = values.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += shift;
    }
    return sums;
  }

  @Test
  void all_everyPair_inOrder() {
    double[] x = {1, 2};
    assertThat(Comparison.all(losses(x, x, x), SEED).stream().map(c -> c.a() + c.b()))
        .containsExactly("ab", "ac", "bc");
    assertThat(Comparison.all(losses(x), SEED)).isEmpty();
    assertThat(Comparison.all(losses(), SEED)).isEmpty();
  }

  @Test
  void all_agreesWithSciPy() {
    var expected = Reference.ALL.get("differences");
    double[] differences = Reference.numbers(expected.get("values"));
    double[] interval = Reference.numbers(expected.get("interval"));
    Comparison comparison = one(differences, new double[differences.length]);
    assertThat(comparison.pValue()).isEqualTo(expected.get("p").doubleValue());
    assertThat(comparison.holm()).isEqualTo(comparison.pValue());
    assertThat(comparison.differenceInterval().low()).isCloseTo(interval[0], within(1e-10));
    assertThat(comparison.differenceInterval().high()).isCloseTo(interval[1], within(1e-10));
    assertThat(comparison.meanDifference()).isCloseTo(0.151 / 6, within(1e-15));
    assertThat(comparison.probability()).isEqualTo(1 / 6.0);
    assertThat(comparison.seeds()).isEqualTo(6);
  }

  @Test
  void all_shifted_isOrderedEntirely() {
    double[] b = Simulation.normals(new Random(1), 30, 3, 1);
    Comparison comparison = one(plus(b, -0.01), b);
    assertThat(comparison.probability()).isEqualTo(1);
    assertThat(comparison.meanDifference()).isCloseTo(-0.01, within(1e-12));
    assertThat(comparison.asoA()).isZero();
    assertThat(comparison.asoB()).isEqualTo(1);
    assertThat(comparison.verdict()).isEqualTo(Verdict.MEANINGFUL);
    assertThat(comparison.seedsNeeded()).hasValue(8);
  }

  @Test
  void all_identical_nothingToTell() {
    double[] x = {0.3, 0.1, 0.2};
    Interval half = Superiority.interval(1.5, 3);
    assertThat(one(x, x))
        .isEqualTo(
            new Comparison(
                "a",
                "b",
                3,
                0,
                new Interval(0, 0),
                0.5,
                half,
                1,
                1,
                0.5,
                0.5,
                OptionalLong.empty(),
                Verdict.NOT_SIGNIFICANT));
  }

  @Test
  void all_oneSeed_nothingIsKnown() {
    Comparison comparison = one(new double[] {0.1}, new double[] {0.2});
    assertThat(comparison.verdict()).isEqualTo(Verdict.NOT_SIGNIFICANT);
    assertThat(comparison.differenceInterval())
        .isEqualTo(new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    assertThat(comparison.probabilityInterval().low()).isCloseTo(0.025, within(1e-12));
    assertThat(comparison.probabilityInterval().high()).isEqualTo(1);
    assertThat(
            List.of(comparison.pValue(), comparison.holm(), comparison.asoA(), comparison.asoB()))
        .containsOnly(1.0);
  }

  @Test
  void all_swapped_isMirrored() {
    double[] a = Simulation.normals(new Random(1), 20, 0, 1);
    double[] b = Simulation.normals(new Random(2), 20, 0.5, 2);
    Comparison forth = one(a, b);
    Comparison back = one(b, a);
    assertThat(back.meanDifference()).isEqualTo(-forth.meanDifference());
    assertThat(back.probability()).isCloseTo(1 - forth.probability(), within(1e-15));
    assertThat(back.pValue()).isEqualTo(forth.pValue());
    assertThat(back.asoA()).isCloseTo(forth.asoB(), within(1e-12));
    assertThat(back.asoB()).isCloseTo(forth.asoA(), within(1e-12));
    assertThat(back.verdict()).isEqualTo(forth.verdict());
  }

  @Test
  void all_sameSeed_sameComparisons() {
    double[] a = Simulation.normals(new Random(1), 20, 0, 1);
    double[] b = Simulation.normals(new Random(2), 20, 0.3, 2);
    assertThat(one(a, b)).isEqualTo(one(a, b));
    assertThat(Comparison.all(losses(a, b), new Seed(8)).getFirst().asoA())
        .isNotEqualTo(one(a, b).asoA());
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.9, NOT_SIGNIFICANT",
    "0.1, 0.5, NOT_SIGNIFICANT",
    "0.51, 0.75, SIGNIFICANT_NOT_MEANINGFUL",
    "0.25, 0.49, SIGNIFICANT_NOT_MEANINGFUL",
    "0.51, 0.76, MEANINGFUL",
    "0.24, 0.49, MEANINGFUL",
    "0.8, 1, MEANINGFUL"
  })
  void verdict_byTheRule(double low, double high, Verdict expected) {
    assertThat(Verdict.of(new Interval(low, high), 0.05)).isEqualTo(expected);
    assertThat(Verdict.of(new Interval(low, high), 0.051)).isEqualTo(Verdict.NOT_SIGNIFICANT);
  }

  /// The true probability of normals δ apart is Φ(δ/√2).
  @ParameterizedTest
  @CsvSource({"5, 1", "14, 0.5"})
  void intervals_cover(int seeds, double shift) {
    var random = new Random(1);
    double truth = StandardNormal.cdf(shift / Math.sqrt(2));
    int probability = 0;
    int difference = 0;
    for (int i = 0; i < TABLES; i++) {
      Comparison comparison =
          one(Simulation.normals(random, seeds, 0, 1), Simulation.normals(random, seeds, shift, 1));
      probability += comparison.probabilityInterval().contains(truth) ? 1 : 0;
      difference += comparison.differenceInterval().contains(-shift) ? 1 : 0;
    }
    double tolerance = tolerance(Interval.LEVEL, TABLES);
    assertThat((double) probability / TABLES).isGreaterThan(Interval.LEVEL - tolerance);
    assertThat((double) difference / TABLES).isCloseTo(Interval.LEVEL, within(tolerance));
  }

  @Test
  void all_adjustsForAllPairs() {
    var random = new Random(1);
    List<Comparison> three =
        Comparison.all(
            losses(
                Simulation.normals(random, 10, 0, 1),
                Simulation.normals(random, 10, 1, 1),
                Simulation.normals(random, 10, 3, 1)),
            SEED);
    assertThat(three.stream().mapToDouble(Comparison::holm).toArray())
        .isEqualTo(Holm.adjusted(three.stream().mapToDouble(Comparison::pValue).toArray()))
        .isNotEqualTo(three.stream().mapToDouble(Comparison::pValue).toArray());
  }

  /// Three schemes are alike and a fourth is far worse. Of the three pairs among the former, one is
  /// falsely called different in at most 5 % of the tables; without the adjustment it would be in
  /// more than 8 %.
  @Test
  void holm_familyWiseError_atMost5PerCent() {
    int tables = 2000;
    var random = new Random(1);
    int adjusted = 0;
    int unadjusted = 0;
    for (int i = 0; i < tables; i++) {
      double[] a = Simulation.normals(random, 10, 0, 1);
      double[] b = Simulation.normals(random, 10, 0, 1);
      double[] c = Simulation.normals(random, 10, 0, 1);
      double[] d = Simulation.normals(random, 10, 5, 1);
      double[] pValues =
          Stream.of(
                  List.of(a, b),
                  List.of(a, c),
                  List.of(b, c),
                  List.of(a, d),
                  List.of(b, d),
                  List.of(c, d))
              .map(pair -> Comparison.differences(pair.getFirst(), pair.getLast()))
              .mapToDouble(differences -> SignFlips.pValue(differences, SEED))
              .toArray();
      adjusted += Arrays.stream(Holm.adjusted(pValues)).limit(3).min().orElse(1) <= 0.05 ? 1 : 0;
      unadjusted += Arrays.stream(pValues).limit(3).min().orElse(1) <= 0.05 ? 1 : 0;
    }
    assertThat((double) adjusted / tables).isLessThan(0.05 + tolerance(0.05, tables));
    assertThat((double) unadjusted / tables).isGreaterThan(0.08);
  }

  @Test
  void all_wrongLosses_refused() {
    assertThatThrownBy(() -> one(new double[] {1, 2}, new double[] {1}))
        .hasMessageContaining("same seeds: 2 of a, 1 of b");
    assertThatThrownBy(() -> one(new double[] {1, 2}, new double[] {1, Double.NaN}))
        .hasMessageContaining("losses of b must be finite: NaN");
    assertThatThrownBy(() -> one(new double[0], new double[0]))
        .hasMessageContaining("losses of a must be at least one");
  }
}

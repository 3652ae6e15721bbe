package dev.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.init.Law;
import dev.seedbed.random.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantilesTest {
  @Test
  void of_agreesWithNumPy() {
    double[] values = Reference.numbers(Reference.ALL.get("quantiles").get("values"));
    double[] before = values.clone();
    Quantiles q = Quantiles.of(values);
    double[] expected = Reference.numbers(Reference.ALL.get("quantiles").get("expected"));
    assertThat(q.count()).isEqualTo(values.length);
    assertThat(
            new double[] {
              q.mean(), q.deviation(), q.least(), q.lower(), q.median(), q.upper(), q.greatest()
            })
        .containsExactly(expected, within(1e-15));
    assertThat(values).isEqualTo(before);
  }

  @Test
  void of_evenCount_liesBetween() {
    Quantiles q = Quantiles.of(new double[] {4, 1, 3, 2});
    assertThat(q.lower()).isEqualTo(1.75);
    assertThat(q.median()).isEqualTo(2.5);
    assertThat(q.upper()).isEqualTo(3.25);
  }

  @Test
  void of_one_hasNoDeviation() {
    assertThat(Quantiles.of(new double[] {2}))
        .isEqualTo(new Quantiles(1, 2, Double.NaN, 2, 2, 2, 2, 2));
  }

  /// Also where a mean as a sum over a count is not the number itself.
  @Test
  void of_equalValues_haveDeviationZero() {
    assertThat(Quantiles.of(new double[] {0.1, 0.1, 0.1}).deviation()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void of_notFinite_refused(double value) {
    assertThatThrownBy(() -> Quantiles.of(new double[] {1, value}))
        .hasMessageContaining("must be finite: " + value);
  }

  @Test
  void of_none_refused() {
    assertThatThrownBy(() -> Quantiles.of(new double[0])).hasMessageContaining("at least one");
  }

  /// A new number of the same normal law lies in the interval with probability 95 %. The share of
  /// 20,000 trials has the standard error √(0.95·0.05/20,000) = 0.00154; 5 of them: one false alarm
  /// in 1.7 million. The mean ± the standard deviation of five numbers holds 58.7 % of new ones.
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 20})
  void prediction_normalNumbers_holdsNewOnes(int count) {
    int trials = 20_000;
    float[] drawn = new float[trials * (count + 1)];
    new Law.Normal(3, 2).draw(new Seed(1).stream("prediction"), 0, drawn);
    int inside = 0;
    int withinOne = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        values[i] = drawn[trial * (count + 1) + i];
      }
      double next = drawn[trial * (count + 1) + count];
      Quantiles known = Quantiles.of(values);
      Interval interval =
          known.prediction(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY).orElseThrow();
      inside += interval.contains(next) ? 1 : 0;
      withinOne += Math.abs(next - known.mean()) <= known.deviation() ? 1 : 0;
    }
    assertThat((double) inside / trials).isCloseTo(0.95, within(0.0077));
    if (count == 5) {
      // √(0.587·0.413/20,000) = 0.0035, times 5.
      assertThat((double) withinOne / trials).isCloseTo(0.587, within(0.0175));
    }
  }

  /// t₄ = 2.776445, R's qt(0.975, 4); 1 … 5 have mean 3 and standard deviation √2.5.
  @Test
  void prediction_knownNumbers_student() {
    Quantiles known = Quantiles.of(new double[] {1, 2, 3, 4, 5});
    double half = 2.7764451051977987 * Math.sqrt(2.5) * Math.sqrt(1.2);
    Interval interval = known.prediction(-10, 10).orElseThrow();
    assertThat(interval.low()).isCloseTo(3 - half, within(1e-12));
    assertThat(interval.high()).isCloseTo(3 + half, within(1e-12));
    assertThat(known.prediction(0, 4).orElseThrow()).isEqualTo(new Interval(0, 4));
    assertThat(Quantiles.of(new double[] {7}).prediction(0, 1)).isEmpty();
    assertThat(Quantiles.of(new double[] {7, 7, 7}).prediction(0, 9)).contains(new Interval(7, 7));
  }

  @Test
  void expectation_knownNumbers_student() {
    Quantiles known = Quantiles.of(new double[] {1, 2, 3, 4, 5});
    double half = 2.7764451051977987 * Math.sqrt(2.5) / Math.sqrt(5);
    Interval interval = known.expectation(-10, 10).orElseThrow();
    assertThat(interval.low()).isCloseTo(3 - half, within(1e-12));
    assertThat(interval.high()).isCloseTo(3 + half, within(1e-12));
    assertThat(known.expectation(2, 4).orElseThrow()).isEqualTo(new Interval(2, 4));
    assertThat(Quantiles.of(new double[] {7}).expectation(0, 1)).isEmpty();
  }
}

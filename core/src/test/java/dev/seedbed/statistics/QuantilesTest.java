package dev.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
}

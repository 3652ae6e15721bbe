package dev.seedbed.check.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.seedbed.check.result.LayerReport;
import dev.seedbed.init.Law;
import dev.seedbed.kernel.Team;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private static LayerReport.Histogram of(float... values) {
    return Numbers.of(values).histogram();
  }

  private static double sum(List<Double> shares) {
    return shares.stream().mapToDouble(Double::doubleValue).sum();
  }

  @Test
  void of_fewNumbers_countedInTheirBins() {
    LayerReport.Histogram histogram = of(0, 0, 1, 40);
    assertThat(histogram.low()).isEqualTo(0);
    assertThat(histogram.high()).isEqualTo(40);
    // Forty bins of width 1; the last holds its upper end.
    assertThat(histogram.shares()).hasSize(40).startsWith(0.5, 0.25, 0.0).endsWith(0.0, 0.25);
  }

  @Test
  void of_sameNumbers_oneBinWithoutWidth() {
    assertThat(of(3, 3, 3)).isEqualTo(new LayerReport.Histogram(3, 3, List.of(1.0)));
  }

  @Test
  void of_numbersThatAreNotFinite_leftOut() {
    assertThat(of(Float.NaN, 2, Float.NEGATIVE_INFINITY, 2, Float.POSITIVE_INFINITY))
        .isEqualTo(new LayerReport.Histogram(2, 2, List.of(1.0)));
    assertThat(of(Float.NaN).shares()).isEmpty();
  }

  /// One number a thousand deviations away must not push all others into one bin.
  @Test
  void of_farOutlier_countsInTheOutermostBin() {
    float[] values = new float[10_000];
    new Seed(3).stream("w").symmetricUniform(0, values);
    values[17] = 1e3f;
    LayerReport.Histogram histogram = of(values);
    assertThat(histogram.high()).isLessThan(60);
    assertThat(histogram.shares().getLast()).isEqualTo(1e-4);
    assertThat(sum(histogram.shares())).isCloseTo(1, offset(1e-12));
  }

  /// A law's shares are those of its draws. Of n draws, the share of a bin of probability p has the
  /// standard error √(p(1 − p)/n), 0.0013 here; 5 of them.
  @Test
  void of_law_asItsDraws() {
    var law = new Law.Normal(0, 0.1);
    float[] values = new float[1 << 14];
    law.draw(new Seed(5).stream("w"), 0, values);
    LayerReport.Histogram histogram = of(values);
    List<Double> expected = histogram.of(law);
    // What lies beyond the least and the greatest of 16,384 draws.
    assertThat(sum(expected)).isCloseTo(1, offset(1e-3));
    for (int i = 0; i < expected.size(); i++) {
      assertThat(histogram.shares().get(i)).isCloseTo(expected.get(i), offset(0.0065));
    }
    // Of another law they differ.
    List<Double> other = histogram.of(new Law.Normal(0, 0.12));
    assertThat(Math.abs(other.get(20) - histogram.shares().get(20))).isGreaterThan(0.01);
  }

  @Test
  void quartiles_ofADiagonal_itsNumbers() {
    var w = new dev.seedbed.kernel.Panels(4, 4);
    for (int i = 0; i < 4; i++) {
      w.set(i, i, 4 - i);
    }
    double[] ones = new double[4];
    Arrays.fill(ones, 1);
    assertThat(Spectrum.of(w, ones, Team.ALONE).quartiles())
        .containsExactly(1.0, 1.5, 2.5, 3.5, 4.0);
  }
}

package dev.seedbed.io.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.random.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorHistogramTest {

  private static TensorHistogram of(float... values) {
    return TensorHistogram.of(values).orElseThrow();
  }

  private static double total(TensorHistogram histogram) {
    return histogram.counts().stream().mapToDouble(count -> count).sum();
  }

  @Test
  void of_fewValues_momentsAndCounts() {
    TensorHistogram histogram = of(-2, 0.5f, 0.5f, 4);
    assertThat(histogram.min()).isEqualTo(-2);
    assertThat(histogram.max()).isEqualTo(4);
    assertThat(histogram.elements()).isEqualTo(4);
    assertThat(histogram.sum()).isEqualTo(3);
    assertThat(histogram.sumOfSquares()).isEqualTo(4 + 0.25 + 0.25 + 16);
    // Empty before and between them.
    assertThat(histogram.counts()).containsExactly(0.0, 1.0, 0.0, 2.0, 0.0, 1.0);
  }

  /// Biases, as they are drawn.
  @Test
  void of_zeros_oneBucketFromZero() {
    TensorHistogram histogram = of(0, -0.0f, 0);
    assertThat(histogram.limits()).containsExactly(0.0, 1e-12);
    assertThat(histogram.counts()).containsExactly(0.0, 3.0);
    assertThat(histogram.min()).isZero();
    assertThat(histogram.max()).isZero();
  }

  /// Also where a float lies on a limit, or beyond all but the last.
  @ParameterizedTest
  @ValueSource(
      floats = {
        1,
        -1,
        1e-12f,
        -1e-12f,
        1e-30f,
        -1e-30f,
        Float.MIN_VALUE,
        1e20f,
        -1e20f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE
      })
  void of_oneValue_itsBucketIsAroundIt(float value) {
    TensorHistogram histogram = of(value);
    assertThat(histogram.counts()).containsExactly(0.0, 1.0);
    double low = histogram.limits().getFirst();
    double high = histogram.limits().getLast();
    assertThat((double) value).isGreaterThanOrEqualTo(low).isLessThan(high);
    if (Math.abs(value) >= 1e-12 && Math.abs(value) < 1e20) {
      // 1.1, but for the last limit before 10²⁰ and rounding.
      assertThat(high / low).isCloseTo(value > 0 ? 1.1 : 1 / 1.1, within(1e-12));
    }
  }

  @Test
  void of_uniformElements_eachInItsBucket() {
    float[] values = new float[5000];
    new Seed(1).stream("test").uniform(0, values, 0, values.length, 0, 0.2f);
    TensorHistogram histogram = of(values);
    assertThat(total(histogram)).isEqualTo(5000);
    List<Double> limits = histogram.limits();
    assertThat(limits).isSorted().doesNotHaveDuplicates();
    for (int bucket = 1; bucket < limits.size(); bucket++) {
      int inside = 0;
      for (float value : values) {
        inside += value >= limits.get(bucket - 1) && value < limits.get(bucket) ? 1 : 0;
      }
      assertThat(histogram.counts().get(bucket)).isEqualTo(inside);
    }
  }

  /// As after divergence.
  @Test
  void of_notFinite_leftOut() {
    TensorHistogram histogram = of(Float.NaN, 3, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
    assertThat(histogram.elements()).isEqualTo(1);
    assertThat(total(histogram)).isEqualTo(1);
    assertThat(histogram.sum()).isEqualTo(3);
    assertThat(histogram.max()).isEqualTo(3);
    assertThat(TensorHistogram.of(new float[] {Float.NaN, Float.POSITIVE_INFINITY})).isEmpty();
    assertThat(TensorHistogram.of(new float[0])).isEmpty();
  }
}

package dev.seedbed.check.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.seedbed.init.Law;
import dev.seedbed.kernel.Panels;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentilesTest {
  private static final double[] SHARES = {0, 0.02, 0.5, 0.98, 1};

  /// Of type 7, of a sorted copy.
  private static double[] bySorting(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return Arrays.stream(SHARES)
        .map(share -> {
          double place = share * (sorted.length - 1);
          int below = (int) place;
          double low = sorted[below];
          double high = sorted[Math.min(below + 1, sorted.length - 1)];
          return low + (place - below) * (high - low);
        })
        .toArray();
  }

  private static float[] draw(Law law, int count) {
    float[] values = new float[count];
    law.draw(new Seed(11).stream("x"), 0, values);
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 99, 16_384, 16_385, 300_001})
  void of_anyCount_asSorted(int count) {
    float[] values = draw(new Law.Normal(0.1, 3), count);
    assertThat(Percentiles.of(Numbers.of(values), SHARES)).isEqualTo(bySorting(values));
  }

  /// Two thirds of the numbers are 0, of both signs, as activations of rectifiers are.
  @Test
  void of_manyEqual_asSorted() {
    float[] values = draw(new Law.Normal(0, 1e-3), 50_000);
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 3 == 0 ? Math.abs(values[i]) : i % 3 == 1 ? 0f : -0f;
    }
    assertThat(Percentiles.of(Numbers.of(values), SHARES))
        .containsExactly(bySorting(values), offset(0.0));
  }

  @Test
  void of_numbersOfAllSizes_asSorted() {
    float[] values = {
      Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -Float.MIN_VALUE, 0, 1, -1, 1e-30f, -1e30f
    };
    assertThat(Percentiles.of(Numbers.of(values), SHARES)).isEqualTo(bySorting(values));
  }

  @Test
  void of_notANumber_countsAsLargest() {
    float[] values = {Float.NaN, 2, Float.NEGATIVE_INFINITY, 1};
    assertThat(Percentiles.of(Numbers.of(values), 0, 1.0 / 3, 2.0 / 3, 1))
        .containsExactly(Double.NEGATIVE_INFINITY, 1, 2, Double.NaN);
    assertThat(Percentiles.of(Numbers.of(new float[0]), 0.5)).containsExactly(Double.NaN);
  }

  /// 40 columns take two panels, the second of which is padded.
  @Test
  void of_panels_withoutPadding() {
    var panels = new Panels(500, 40);
    float[] values = draw(new Law.Normal(5, 1), 500 * 40);
    for (int i = 0; i < values.length; i++) {
      panels.set(i / 40, i % 40, values[i]);
    }
    assertThat(Percentiles.of(Numbers.of(panels, 500), SHARES)).isEqualTo(bySorting(values));
  }
}

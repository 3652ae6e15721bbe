package dev.seedbed.check.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.random.Seed;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {
  private static final float TINY = 1e-5f;

  /// Lengths around the number of lanes, in runs of all lengths.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 255, 256, 257, 1000, 70_000})
  void of_numbers_agreesWithPlainSums(int count) {
    float[] values = new float[count];
    new Seed(3).stream("values").uniform(0, values, 0, count, 0.25f, 1);
    double sum = 0;
    double squares = 0;
    double absolutes = 0;
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    int negative = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
      squares += (double) values[i] * values[i];
      absolutes += Math.abs(values[i]);
      least = Math.min(least, values[i]);
      most = Math.max(most, values[i]);
      negative += values[i] < 0 ? 1 : 0;
    }
    var runs = new Sample(count);
    int length = 1;
    for (int from = 0; from < count; from += length++) {
      runs.add(values, from, Math.min(length, count - from));
    }
    for (Sample sample : new Sample[] {runs, Sample.of(Numbers.of(values))}) {
      assertThat(sample.mean()).isCloseTo(sum / count, within(1e-12));
      assertThat(sample.secondMoment()).isCloseTo(squares / count, within(1e-12));
      assertThat(sample.meanAbsolute()).isCloseTo(absolutes / count, within(1e-12));
      assertThat(sample.min()).isEqualTo(least);
      assertThat(sample.max()).isEqualTo(most);
      assertThat(sample.negativeShare() * count).isCloseTo(negative, within(1e-9));
      assertThat(sample.zeroShare()).isZero();
      assertThat(sample.wrong()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300})
  void of_zerosAndTinyNumbers_countsThem(int before) {
    float[] values = new float[before + 8];
    Arrays.fill(values, 1);
    float[] odd = {
      0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, TINY, -TINY, Math.nextUp(TINY), Float.MAX_VALUE
    };
    System.arraycopy(odd, 0, values, before, 8);
    Sample sample = Sample.of(Numbers.of(values));
    assertThat(Math.round(sample.zeroShare() * values.length)).isEqualTo(2);
    // The float next to 1e-5 is below it.
    assertThat(Math.round(sample.tinyShare() * values.length)).isEqualTo(6);
    assertThat(Math.round(sample.negativeShare() * values.length)).isEqualTo(2);
    assertThat(sample.wrong()).isZero();
    assertThat(sample.max()).isEqualTo(Float.MAX_VALUE);
    assertThat(sample.min()).isEqualTo(-TINY);
  }

  /// What 0/0 gives has the sign of a negative number on some processors and not on others.
  @ParameterizedTest
  @ValueSource(ints = {0x7fc00000, 0xffc00000, 0x7f800001, 0xffffffff})
  void of_whatIsNoNumber_countsItAsWrongOnly(int bits) {
    float[] values = {1, Float.intBitsToFloat(bits), -2, Float.NEGATIVE_INFINITY, 0};
    Sample sample = Sample.of(Numbers.of(values));
    assertThat(sample.wrong()).isEqualTo(2);
    assertThat(Math.round(sample.negativeShare() * values.length)).isEqualTo(2);
    assertThat(Math.round(sample.zeroShare() * values.length)).isEqualTo(1);
    assertThat(sample.min()).isNaN();
    assertThat(sample.max()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void of_infinity_isWrongAndAnExtreme(float infinity) {
    Sample sample = Sample.of(Numbers.of(new float[] {1, infinity, 2}));
    assertThat(sample.wrong()).isEqualTo(1);
    assertThat(infinity > 0 ? sample.max() : sample.min()).isEqualTo(infinity);
    assertThat(infinity > 0 ? sample.min() : sample.max()).isEqualTo(infinity > 0 ? 1 : 2);
  }
}

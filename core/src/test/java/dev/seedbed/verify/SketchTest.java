package dev.seedbed.verify;

import static dev.seedbed.verify.Rounded.sketch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.init.Law;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SketchTest {
  private static final float[] NORMAL = draw(100_001, 3, 0.02);

  private static float[] draw(int count, double mean, double deviation) {
    float[] values = new float[count];
    new Law.Normal(mean, deviation).draw(new Seed(7).stream("w"), 0, values);
    return values;
  }

  @Test
  void moments_offCentre_nothingCancels() {
    Sketch sketch = sketch(NORMAL);
    double mean = 0;
    for (float value : NORMAL) {
      mean += value / (double) NORMAL.length;
    }
    double square = 0;
    for (float value : NORMAL) {
      square += (value - mean) * (value - mean) / (NORMAL.length - 1);
    }
    assertThat(sketch.count()).isEqualTo(NORMAL.length);
    assertThat(sketch.mean()).isCloseTo(mean, within(1e-12));
    assertThat(sketch.deviation()).isCloseTo(Math.sqrt(square), within(1e-12));
    assertThat(sketch.meanSquare(0)).isCloseTo(mean * mean + square, within(1e-6));
  }

  @Test
  void add_inPieces_sameAsAtOnce() {
    Sketch pieces = new Sketch();
    pieces.clear(NORMAL[0]);
    Sketch piece = new Sketch();
    for (int from = 0; from < NORMAL.length; from += 33_333) {
      float[] some = Arrays.copyOfRange(NORMAL, from, Math.min(NORMAL.length, from + 33_333));
      piece.clear(NORMAL[0]);
      piece.add(some, some.length);
      pieces.add(piece);
    }
    Sketch whole = sketch(NORMAL);
    assertThat(pieces.count()).isEqualTo(whole.count());
    assertThat(pieces.min()).isEqualTo(whole.min());
    assertThat(pieces.max()).isEqualTo(whole.max());
    assertThat(pieces.mean()).isCloseTo(whole.mean(), within(1e-12));
    assertThat(pieces.distance(whole)).isZero();
    assertThat(pieces.rounding()).isEqualTo(whole.rounding());
  }

  @Test
  void beyond_countsBothSides() {
    Sketch sketch = sketch(-3, -1, 0, 1, 2.5f, 7, 7);
    assertThat(sketch.outliers(0, 2)).isEqualTo(4);
    assertThat(sketch.outliers(2, 4)).isEqualTo(3);
    assertThat(sketch.outliers(0, 8)).isZero();
  }

  @Test
  void span_zerosAndInfinitiesDoNotCount() {
    assertThat(sketch(0, -0f, Float.POSITIVE_INFINITY, Float.NaN).span()).isEqualTo(1);
    assertThat(sketch(5).span()).isEqualTo(1);
    assertThat(sketch(-1, 0x1p70f, 2, Float.NaN).span()).isEqualTo(0x1p70);
  }

  @Test
  void visit_allCells_inOrderAndCounted() {
    Sketch sketch = sketch(-2, -1, -0f, 0, 1e-40f, 1, 1, 1.5f, 3e38f);
    double[] last = {Double.NEGATIVE_INFINITY, 0};
    sketch.visit((low, high, below, inside) -> {
      assertThat(low).isGreaterThanOrEqualTo(last[0]);
      assertThat(high).isGreaterThan(low);
      assertThat(below).isEqualTo((long) last[1]);
      last[0] = high;
      last[1] += inside;
    });
    assertThat(last[1]).isEqualTo(9);
    assertThat(sketch.zeros()).isEqualTo(2);
    assertThat(sketch.reach(0)).isEqualTo(3e38f);
  }

  @Test
  void notFinite_counted() {
    Sketch sketch =
        sketch(1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -Float.NaN, 2, 3);
    assertThat(sketch.nan()).isEqualTo(2);
    assertThat(sketch.infinite()).isEqualTo(2);
    assertThat(sketch(1, Float.POSITIVE_INFINITY, 2).infinite()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void rounding_foundOut(Rounding rounding) {
    assertThat(sketch(Rounded.to(rounding, NORMAL.clone())).rounding()).isEqualTo(rounding);
    assertThat(sketch(Rounded.to(rounding, draw(1000, 0, 1e-3))).rounding()).isEqualTo(rounding);
  }

  /// Ten digits are few, but not those of a float16 if one lies below its smallest number.
  @Test
  void rounding_fewDigits_butNoFloat16() {
    assertThat(sketch(1 + 0x1p-10f, 0x1p-30f).rounding()).isEqualTo(Rounding.FLOAT32);
  }
}

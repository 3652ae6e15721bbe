package dev.seedbed.verify;

import static dev.seedbed.verify.Rounded.sketch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.init.Law;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LawTestTest {
  /// The default level of a whole file.
  private static final double ALPHA = 1e-6;

  private static final List<Law> LAWS =
      List.of(
          new Law.Normal(0, 0.02),
          new Law.Normal(1, 0.5),
          Law.Uniform.within(0.125),
          new Law.TruncatedNormal(0, 0.02, 2),
          new Law.LogarithmOfUniform(1, 127));

  private static float[] draw(Law law, String path, int count) {
    float[] values = new float[count];
    law.draw(new Seed(11).stream(path), 0, values);
    return values;
  }

  private static double p(Law law, float[] values) {
    return LawTest.p(LawTest.of(law, sketch(values)));
  }

  private static Stream<Arguments> clean() {
    return LAWS.stream()
        .flatMap(law -> Stream.of(1, 2, 3, 8, 50, 1000, 12_000).map(n -> Arguments.of(law, n)));
  }

  /// Each probability is right or too large: of 1,000 draws, at most 1 % fall below 0.01, with a
  /// standard deviation of 0.31 %; five of these are allowed, for each law, size and rounding.
  @ParameterizedTest
  @MethodSource("clean")
  void of_cleanDraws_falseAlarmsAsPromised(Law law, int count) {
    int draws = count > 5000 ? 100 : 1000;
    double allowed = 0.01 + 5 * Math.sqrt(0.01 / draws);
    for (Rounding rounding : Rounding.values()) {
      int alarms = 0;
      for (int i = 0; i < draws; i++) {
        float[] values = Rounded.to(rounding, draw(law, "w" + i, count));
        alarms += p(law, values) < 0.01 ? 1 : 0;
      }
      assertThat(alarms / (double) draws).as("%s", rounding).isLessThanOrEqualTo(allowed);
    }
  }

  /// As the issue asks: 2 % too large of 10⁶ elements, in any precision; and one element in ten
  /// million that lies 12 deviations out.
  @ParameterizedTest
  @EnumSource
  void of_scaleTwoPercentOff_found(Rounding rounding) {
    float[] values = draw(new Law.Normal(0, 0.0204), "w", 1_000_000);
    List<Evidence> evidence =
        LawTest.of(new Law.Normal(0, 0.02), sketch(Rounded.to(rounding, values)));
    assertThat(LawTest.p(evidence)).isLessThan(ALPHA * 1e-6);
    assertThat(LawTest.strongest(evidence).aspect()).isEqualTo(Aspect.SCALE);
  }

  @ParameterizedTest
  @EnumSource
  void of_oneOutlierInTenMillion_found(Rounding rounding) {
    var law = new Law.Normal(0, 0.02);
    float[] values = draw(law, "w", 10_000_000);
    values[1_234_567] = 0.24f;
    List<Evidence> evidence = LawTest.of(law, sketch(Rounded.to(rounding, values)));
    assertThat(LawTest.p(evidence)).isLessThan(ALPHA * 1e-6);
    assertThat(LawTest.strongest(evidence).aspect()).isEqualTo(Aspect.TAILS);
  }

  /// Cut at 1,000 deviations, as PyTorch's `trunc_normal_` was used: the cut lets outliers pass.
  @ParameterizedTest
  @EnumSource
  void of_outlierWithinFarCut_found(Rounding rounding) {
    var law = new Law.TruncatedNormal(0, 0.002, 1000);
    float[] values = draw(law, "w", 1_000_000);
    assertThat(p(law, Rounded.to(rounding, values))).isGreaterThan(1e-3);
    values[1_234] = -0.024f;
    List<Evidence> evidence = LawTest.of(law, sketch(Rounded.to(rounding, values)));
    assertThat(LawTest.strongest(evidence).aspect()).isEqualTo(Aspect.TAILS);
    assertThat(LawTest.p(evidence)).isLessThan(ALPHA * 1e-6);
    assertThat(LawTest.strongest(evidence).promised()).isBetween(0.002 * 4.5, 0.002 * 5.5);
  }

  /// The farthest of a draw is no outlier, whatever the precision; what lies beyond is counted.
  @ParameterizedTest
  @EnumSource
  void outliers_ofAnyPrecision_exactNumber(Rounding rounding) {
    for (Law law : LAWS) {
      float[] values = Rounded.to(rounding, draw(law, "w", 10_000));
      assertThat(LawTest.outliers(law, sketch(values))).as("%s", law).isZero();
      for (int i = 0; i < 7; i++) {
        values[i * 1000] = 400;
      }
      assertThat(LawTest.outliers(law, sketch(values))).as("%s", law).isEqualTo(7);
    }
  }

  /// A generator of bfloat16 draws one of 256 numbers on a grid from −b up: no fault.
  @Test
  void of_coarseGrid_noFinding() {
    float[] words = draw(Law.Uniform.within(1), "w", 4_000_000);
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.floor((words[i] + 1) * 128) / 128 - 1) * 0.125f;
    }
    assertThat(p(Law.Uniform.within(0.125), values)).isGreaterThan(0.01);
  }

  /// Box and Muller's normal numbers of two such: no fault either.
  @Test
  void of_normalOfCoarseUniform_noFinding() {
    float[] words = draw(Law.Uniform.within(1), "w", 4_000_000);
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i += 2) {
      double first = Math.floor((words[i] + 1) * 128) / 256;
      double angle = 2 * Math.PI * Math.floor((words[i + 1] + 1) * 128) / 256;
      double radius = Math.sqrt(-2 * StrictMath.log(1 - first));
      values[i] = (float) (0.02 * radius * StrictMath.cos(angle));
      values[i + 1] = (float) (0.02 * radius * StrictMath.sin(angle));
    }
    assertThat(p(new Law.Normal(0, 0.02), Rounded.to(Rounding.BFLOAT16, values)))
        .isGreaterThan(0.01);
  }

  @ParameterizedTest
  @CsvSource({"MEAN", "SHAPE", "VARIATION", "FINITE", "TAILS"})
  void of_plantedFault_named(Aspect aspect) {
    var law = new Law.Normal(0, 0.02);
    float[] values = draw(law, "w", 10_000);
    switch (aspect) {
      case MEAN -> {
        for (int i = 0; i < values.length; i++) {
          values[i] += 0.002f;
        }
      }
      case SHAPE -> values = draw(Law.Uniform.within(0.02 * Math.sqrt(3)), "w", values.length);
      case VARIATION -> Arrays.fill(values, 0.01f);
      case FINITE -> values[17] = Float.NaN;
      case TAILS -> values[17] = 1e3f;
      default -> throw new IllegalArgumentException(aspect.name());
    }
    List<Evidence> evidence = LawTest.of(law, sketch(values));
    assertThat(evidence)
        .anySatisfy(one -> {
          assertThat(one.aspect()).isEqualTo(aspect);
          assertThat(one.p()).isLessThan(ALPHA);
        });
  }

  /// The bound of a law, and a number just beyond it.
  @Test
  void of_beyondBound_impossible() {
    var law = Law.Uniform.within(0.1);
    float[] values = draw(law, "w", 100);
    values[0] = 0.1f;
    assertThat(p(law, values)).isGreaterThan(1e-3);
    values[0] = 0.1001f;
    assertThat(p(law, values)).isZero();
  }

  @Test
  void of_constant_itsValueInAnyPrecision() {
    var law = new Law.Constant(1e-6);
    assertThat(p(law, new float[] {1e-6f, 1e-6f})).isOne();
    for (Rounding rounding : Rounding.values()) {
      assertThat(p(law, Rounded.to(rounding, new float[] {1e-6f}))).as("%s", rounding).isOne();
    }
    assertThat(p(law, new float[] {1e-6f, 1.01e-6f})).isZero();
    assertThat(p(new Law.Constant(1), new float[] {1, 1, 0.999f})).isZero();
    assertThat(p(new Law.Constant(0), new float[] {0, -0f})).isOne();
    assertThat(p(new Law.Constant(0.7), new float[] {0.5f})).isZero();
  }
}

package dev.seedbed.verify;

import static dev.seedbed.verify.Rounded.sketch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.init.Law;
import dev.seedbed.random.Seed;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoSampleTestTest {
  private static float[] draw(Law law, String path, int count) {
    float[] values = new float[count];
    law.draw(new Seed(5).stream(path), 0, values);
    return values;
  }

  /// One in a hundred numbers is not 0.
  private static float[] sparse(String path, int count) {
    float[] values = draw(new Law.Normal(0, 1), path, count);
    float[] kept = draw(Law.Uniform.within(1), path + " kept", count);
    for (int i = 0; i < count; i++) {
      values[i] = Math.abs(kept[i]) < 0.01 ? values[i] : 0;
    }
    return values;
  }

  /// Right or too large: of the pairs, at most 1 % fall below 0.01; five standard deviations of
  /// that are allowed.
  private static void assertFewAlarms(String what, int count, IntFunction<float[]> drawn) {
    int pairs = count > 5000 ? 100 : 1000;
    int alarms = 0;
    for (int i = 0; i < pairs; i++) {
      Sketch one = sketch(Rounded.to(Rounding.BFLOAT16, drawn.apply(2 * i)));
      Sketch other = sketch(drawn.apply(2 * i + 1));
      alarms += LawTest.p(TwoSampleTest.of(one, other)) < 0.01 ? 1 : 0;
    }
    double allowed = 0.01 + 5 * Math.sqrt(0.01 / pairs);
    assertThat(alarms / (double) pairs)
        .as("%s, %d elements", what, count)
        .isLessThanOrEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 100, 1000, 12_000})
  void of_sameLaw_falseAlarmsAsPromised(int count) {
    for (Law law :
        List.of(
            new Law.Normal(0, 1),
            Law.Uniform.within(1),
            new Law.Normal(3, 0.1),
            new Law.LogarithmOfUniform(1, 127))) {
      assertFewAlarms(law.symbols(), count, i -> draw(law, "w" + i, count));
    }
    if (count >= 1000) {
      assertFewAlarms("sparse", count, i -> sparse("w" + i, count));
    }
  }

  /// If the model is sparse, only the distribution counts.
  @Test
  void of_denseInPlaceOfSparse_found() {
    assertThat(aspect(draw(new Law.Normal(0, 1), "w", 1000), sparse("model", 1000)))
        .isEqualTo(Aspect.SHAPE);
  }

  @Test
  void of_otherScaleShapeOrOutlier_found() {
    float[] model = draw(new Law.Normal(0, 0.02), "model", 100_000);
    assertThat(aspect(draw(new Law.Normal(0, 0.022), "w", 100_000), model))
        .isIn(Aspect.SCALE, Aspect.SHAPE);
    assertThat(aspect(draw(Law.Uniform.within(0.02 * Math.sqrt(3)), "w", 100_000), model))
        .isEqualTo(Aspect.SHAPE);
    float[] outlier = draw(new Law.Normal(0, 0.02), "w", 100_000);
    outlier[5] = 0.4f;
    assertThat(aspect(outlier, model)).isEqualTo(Aspect.TAILS);
    assertThat(TwoSampleTest.outliers(sketch(outlier), sketch(model))).isOne();
    assertThat(aspect(new float[100_000], model)).isIn(Aspect.SCALE, Aspect.SHAPE);
    assertThat(aspect(new float[] {1, 1}, new float[] {0, 0})).isEqualTo(Aspect.VALUE);
  }

  private static Aspect aspect(float[] values, float[] model) {
    List<Evidence> evidence = TwoSampleTest.of(sketch(values), sketch(model));
    assertThat(LawTest.p(evidence)).isLessThan(1e-6);
    return LawTest.strongest(evidence).aspect();
  }
}

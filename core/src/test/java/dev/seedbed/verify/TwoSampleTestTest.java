package dev.seedbed.verify;

import static dev.seedbed.verify.Rounded.sketch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.init.Law;
import dev.seedbed.random.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwoSampleTestTest {
  private static float[] draw(Law law, String path, int count) {
    float[] values = new float[count];
    law.draw(new Seed(5).stream(path), 0, values);
    return values;
  }

  /// Right or too large: of 1,000 pairs, at most 1 % fall below 0.01, with a standard deviation of
  /// 0.3 %; five of these are allowed.
  @Test
  void of_sameLaw_falseAlarmsAsPromised() {
    for (Law law : List.of(new Law.Normal(0, 1), Law.Uniform.within(1), new Law.Normal(3, 0.1))) {
      int alarms = 0;
      for (int i = 0; i < 1000; i++) {
        Sketch one = sketch(Rounded.to(Rounding.BFLOAT16, draw(law, "a" + i, 500)));
        Sketch other = sketch(draw(law, "b" + i, 2000));
        alarms += LawTest.p(TwoSampleTest.of(one, other)) < 0.01 ? 1 : 0;
      }
      assertThat(alarms).as("%s", law).isLessThanOrEqualTo(26);
    }
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
    assertThat(aspect(new float[100_000], model)).isNotNull();
    float[] nan = draw(new Law.Normal(0, 0.02), "w", 100);
    nan[0] = Float.NaN;
    assertThat(aspect(nan, model)).isEqualTo(Aspect.FINITE);
    assertThat(aspect(new float[] {1, 1}, new float[] {0, 0})).isEqualTo(Aspect.VALUE);
  }

  private static Aspect aspect(float[] values, float[] model) {
    List<Evidence> evidence = TwoSampleTest.of(sketch(values), sketch(model));
    assertThat(LawTest.p(evidence)).isLessThan(1e-6);
    return LawTest.strongest(evidence).aspect();
  }
}

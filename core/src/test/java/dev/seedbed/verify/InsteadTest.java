package dev.seedbed.verify;

import static dev.seedbed.verify.Rounded.sketch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.init.Elementwise;
import dev.seedbed.init.Elementwise.Distribution;
import dev.seedbed.init.Elementwise.FanMode;
import dev.seedbed.init.Elementwise.VarianceScaling;
import dev.seedbed.init.Fans;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Law;
import dev.seedbed.init.Place;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InsteadTest {
  private static final VarianceScaling BY_IN =
      new VarianceScaling(1.7, FanMode.IN, Distribution.NORMAL);
  private static final VarianceScaling BY_OUT =
      new VarianceScaling(1.7, FanMode.OUT, Distribution.UNIFORM);

  private static final long[] SHAPE = {1, 1};

  private static Place place(Kernel kernel) {
    return Place.inside(kernel, new Activation.Identity());
  }

  private static float[] draw(Law law, long count) {
    float[] values = new float[Math.toIntExact(count)];
    law.draw(new Seed(3).stream("w"), 0, values);
    return values;
  }

  private static Optional<Instead> instead(Elementwise scheme, Kernel kernel, Law drawn) {
    Sketch sample = sketch(draw(drawn, kernel.count()));
    return Instead.of(scheme, place(kernel), SHAPE, sample, List.of());
  }

  private static Stream<Arguments> mistakes() {
    var dense = Kernel.dense(768, 96);
    var grouped = Kernel.convolution(64, 64, 9, 4, 1);
    return Stream.of(
        Arguments.of(FanReading.ONE, 1, BY_IN, dense, 1.7),
        Arguments.of(FanReading.SWAPPED, 1, BY_IN, dense, 1.7 / 96),
        Arguments.of(FanReading.SHARD_OF_INPUTS, 4, BY_IN, dense, 1.7 / 192),
        Arguments.of(FanReading.SHARD_OF_OUTPUTS, 3, BY_OUT, dense, 1.7 / 32),
        Arguments.of(FanReading.NO_WINDOW, 9, BY_IN, grouped, 1.7 / 16),
        Arguments.of(FanReading.ALL_MATRICES, 4, BY_OUT, grouped, 1.7 / (144 * 4)));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void of_mistakenFans_named(
      FanReading reading, int times, VarianceScaling scheme, Kernel kernel, double variance) {
    Law drawn =
        scheme.distribution() == Distribution.NORMAL
            ? new Law.Normal(0, Math.sqrt(variance))
            : Law.Uniform.within(Math.sqrt(3 * variance));
    assertThat(instead(scheme, kernel, drawn))
        .hasValueSatisfying(other -> {
          var fans = (Instead.OtherFans) other;
          assertThat(fans.reading()).isEqualTo(reading);
          assertThat(fans.times()).isEqualTo(times);
          assertThat(fans.law().variance()).isCloseTo(variance, within(1e-12));
        });
  }

  /// Inputs × heads × units, as Keras has them, and experts × units × inputs.
  @Test
  void of_axesReadAsWindow_named() {
    assertAsConvolution(Kernel.dense(64, 64), 1.7 / 256, 64, 4, 16);
    assertAsConvolution(Kernel.stack(8, 32, 16), 1.7 / 512, 8, 16, 32);
  }

  private static void assertAsConvolution(Kernel kernel, double variance, long... shape) {
    Sketch sample = sketch(draw(new Law.Normal(0, Math.sqrt(variance)), kernel.count()));
    assertThat(Instead.of(BY_IN, place(kernel), shape, sample, List.of()))
        .get()
        .isInstanceOfSatisfying(
            Instead.OtherFans.class,
            fans -> assertThat(fans.reading()).isEqualTo(FanReading.AS_CONVOLUTION));
  }

  @Test
  void of_anotherScheme_named() {
    var kernel = Kernel.dense(300, 200);
    var instead = instead(BY_IN, kernel, Law.Uniform.within(Math.sqrt(6.0 / 500)));
    assertThat(((Instead.OtherScheme) instead.orElseThrow()).scheme()).isEqualTo("glorot-uniform");
  }

  @Test
  void by_mostUsual_first() {
    var instead = instead(BY_IN, Kernel.dense(200, 200), new Law.Normal(0, Math.sqrt(0.01)));
    var other = (Instead.OtherScheme) instead.orElseThrow();
    assertThat(other.by(name -> name.equals("he-normal-backward") ? 2 : 1).scheme())
        .isEqualTo("he-normal-backward");
  }

  @Test
  void of_otherScale_itsRatio() {
    var kernel = Kernel.dense(301, 200);
    Law drawn = new Law.Normal(0, Math.sqrt(1.7 / 301) * 1.13);
    var instead = (Instead.OtherScale) instead(BY_IN, kernel, drawn).orElseThrow();
    // Four standard deviations of the ratio of variances.
    assertThat(instead.law().variance() * 301 / 1.7)
        .isCloseTo(1.13 * 1.13, within(4 * 1.13 * 1.13 * Math.sqrt(2.0 / kernel.count())));
  }

  @Test
  void of_noKnownScale_fitted() {
    var kernel = Kernel.dense(301, 200);
    var instead = instead(BY_IN, kernel, Law.Uniform.within(0.0777)).orElseThrow();
    assertThat(((Instead.OtherLaw) instead).law()).isInstanceOf(Law.Uniform.class);
  }

  @Test
  void of_constantAndUnknown() {
    var kernel = Kernel.dense(100, 100);
    assertThat(Instead.of(BY_IN, place(kernel), SHAPE, sketch(new float[1000]), List.of()))
        .contains(new Instead.Constant(0));
    float[] two = draw(new Law.Normal(0, 1), 1000);
    for (int i = 0; i < 500; i++) {
      two[i] *= 1000;
    }
    assertThat(Instead.of(BY_IN, place(kernel), SHAPE, sketch(two), List.of())).isEmpty();
    two[0] = Float.NaN;
    assertThat(Instead.of(BY_IN, place(kernel), SHAPE, sketch(two), List.of())).isEmpty();
  }

  @Test
  void of_promiseOfAnotherTensor_before_all() {
    var kernel = Kernel.dense(768, 96);
    var ones = new Instead.Promise("normal(deviation=1)", "embedding", fixed(1));
    var other = new Instead.Promise("normal(deviation=2)", "other", fixed(2));
    Sketch sample = sketch(draw(new Law.Normal(0, 1), kernel.count()));
    Law law = BY_IN.law(place(kernel), new Fans(1.7, 1));
    assertThat(Instead.of(BY_IN, place(kernel), SHAPE, sample, List.of(other, ones)))
        .contains(new Instead.OthersPromise(ones, law));
  }

  private static Elementwise fixed(double deviation) {
    return new Elementwise.Fixed(new Law.Normal(0, deviation));
  }

  @Test
  void of_cutAndNotWidened_named() {
    var promised = new VarianceScaling(1.7, FanMode.IN, Distribution.TRUNCATED_NORMAL);
    Law drawn = new Law.TruncatedNormal(0, Math.sqrt(1.7 / 300), 2);
    Optional<Instead> instead = instead(promised, Kernel.dense(300, 200), drawn);
    assertThat(instead).get().isInstanceOf(Instead.NotWidened.class);
    assertThat(instead.orElseThrow().fitting().orElseThrow().variance())
        .isCloseTo(drawn.variance(), within(1e-12));
  }

  @Test
  void of_allMagnitudes_unwritten() {
    float[] values = draw(new Law.Normal(0, 1), 1000);
    values[3] = 1e-30f;
    values[5] = 2e-11f;
    Place place = place(Kernel.dense(100, 10));
    assertThat(Instead.of(BY_IN, place, SHAPE, sketch(values), List.of()))
        .contains(new Instead.Unwritten());
    values[7] = Float.NaN;
    assertThat(Instead.of(BY_IN, place, SHAPE, sketch(values), List.of()))
        .contains(new Instead.Unwritten());
    values[3] = 1e-11f;
    assertThat(Instead.of(BY_IN, place, SHAPE, sketch(values), List.of())).isEmpty();
  }
}

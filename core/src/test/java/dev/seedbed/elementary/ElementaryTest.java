package dev.seedbed.elementary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seedbed.distribution.StandardNormal;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every function against double precision, over the whole range of floats: every 4093rd, or with
/// -Pexhaustive every 509th; `mvn verify -Pexhaustive -DelementaryStride=1` tries all 2³² (about
/// half an hour).
class ElementaryTest {

  @FunctionalInterface
  interface FloatFunction {
    float apply(float x);
  }

  static Stream<Arguments> functions() {
    return Stream.of(
        arguments("exp", 1.1, f(Elementary::exp), d(StrictMath::exp)),
        arguments("expm1", 2, f(Elementary::expm1), d(StrictMath::expm1)),
        arguments("tanh", 3, f(Elementary::tanh), d(StrictMath::tanh)),
        arguments("sigmoid", 3, f(Elementary::sigmoid), d(x -> 1 / (1 + StrictMath.exp(-x)))),
        arguments("log", 1, f(Elementary::log), d(StrictMath::log)),
        arguments(
            "log1p",
            2,
            f(x -> Elementary.log1p(Math.abs(x))),
            d(x -> StrictMath.log1p(Math.abs(x)))),
        arguments("normalCdf", 6, f(Elementary::normalCdf), d(StandardNormal::cdf)),
        arguments("normalDensity", 3, f(Elementary::normalDensity), d(StandardNormal::density)));
  }

  private static FloatFunction f(FloatFunction function) {
    return function;
  }

  private static DoubleUnaryOperator d(DoubleUnaryOperator function) {
    return function;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void function_floatsOfAllSizes_withinStatedBound(
      String name, double bound, FloatFunction function, DoubleUnaryOperator exact) {
    assertWithin(bound, name, function, exact, 4093);
  }

  @Tag("exhaustive")
  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void function_allFloats_withinStatedBound(
      String name, double bound, FloatFunction function, DoubleUnaryOperator exact) {
    assertWithin(bound, name, function, exact, Integer.getInteger("elementaryStride", 509));
  }

  private static void assertWithin(
      double bound, String name, FloatFunction function, DoubleUnaryOperator exact, int stride) {
    double worst = 0;
    float worstAt = 0;
    for (long i = 0; i < 1L << 32; i += stride) {
      float x = Float.intBitsToFloat((int) i);
      double error = ulps(function.apply(x), exact.applyAsDouble(x));
      if (error > worst) {
        worst = error;
        worstAt = x;
      }
    }
    System.out.printf("%s: at most %.3f ulp, at %s%n", name, worst, worstAt);
    assertThat(worst).as("at %s", worstAt).isLessThan(bound);
  }

  /// The error in units of the last place of the exact result. Below the normal floats the place is
  /// that of the smallest normal one: gradual underflow is allowed to lose figures.
  private static double ulps(float value, double exact) {
    if (Float.isNaN(value) || Double.isNaN(exact)) {
      return Float.isNaN(value) && Double.isNaN(exact) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (Math.abs(exact) > Float.MAX_VALUE) {
      boolean large = Math.abs(value) >= Float.MAX_VALUE;
      return large && value > 0 == exact > 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    return Math.abs(value - exact) / Math.max(Math.ulp((float) exact), Math.ulp(Float.MIN_NORMAL));
  }

  /// Against `scipy.stats.norm.cdf(x)`, version 1.10.1.
  @ParameterizedTest
  @CsvSource({
    "-10, 7.61985302416047e-24",
    "-5.5, 1.898956246588768e-08",
    "-3.001, 0.0013454728250849653",
    "-2.999, 0.0013543365337271057",
    "-1, 0.15865525393145707",
    "0, 0.5",
    "0.3, 0.6179114221889526",
    "2, 0.9772498680518208",
    "9, 1"
  })
  void standardNormalCdf_knownValues(double x, double expected) {
    assertThat(StandardNormal.cdf(x) / expected).isCloseTo(1, within(1e-12));
  }

  /// Every 2⁻²⁰ of a probability and far into the tail: z of p, then p of z, within the stated
  /// error.
  @Test
  void normalQuantile_undoesTheDistributionFunction() {
    double worst = 0;
    for (int i = 1; i <= 1 << 19; i++) {
      worst = Math.max(worst, quantileError(i * 0x1p-20f));
    }
    for (float p = 0x1p-33f; p < 0.5f; p *= 1.001f) {
      worst = Math.max(worst, quantileError(p));
    }
    System.out.printf("normalQuantile: at most %.3f of its bound%n", worst);
    assertThat(worst).isLessThan(1);
  }

  /// The error of the quantile of p as a share of what is allowed.
  private static double quantileError(float p) {
    double z = Elementary.normalQuantile(p);
    double error = Math.abs(StandardNormal.cdf(-z) - p) / StandardNormal.density(z);
    return error / Math.max(4e-7 * z, 8e-8);
  }

  @Test
  void specialValues() {
    assertThat(Elementary.exp(0)).isEqualTo(1);
    assertThat(Elementary.exp(Float.POSITIVE_INFINITY)).isInfinite();
    assertThat(Elementary.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Elementary.tanh(-0f)).isEqualTo(-0f);
    assertThat(Elementary.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(Elementary.log(1)).isZero();
    assertThat(Elementary.log(0)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Elementary.log(-1)).isNaN();
    assertThat(Elementary.sigmoid(0)).isEqualTo(0.5f);
    assertThat(Elementary.normalCdf(0)).isEqualTo(0.5f);
    assertThat(Elementary.tanh(Float.NaN)).isNaN();
  }
}

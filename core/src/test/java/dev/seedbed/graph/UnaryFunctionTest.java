package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.statistics.StandardNormal;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnaryFunctionTest {
  /// A function, written independently, and where it is tried.
  private record Case(
      UnaryFunction function, DoubleUnaryOperator expected, double least, double most) {
    @Override
    public String toString() {
      return function.toString();
    }
  }

  private static Case of(UnaryFunction function, DoubleUnaryOperator expected) {
    return new Case(function, expected, -4, 4);
  }

  static Stream<Case> functions() {
    double root = Math.sqrt(2);
    return Stream.of(
        of(new UnaryFunction.Neg(), x -> -x),
        of(new UnaryFunction.Abs(), x -> x < 0 ? -x : x),
        new Case(new UnaryFunction.Sqrt(), Math::sqrt, 0.5, 4),
        of(new UnaryFunction.Exp(), StrictMath::exp),
        new Case(new UnaryFunction.Log(), StrictMath::log, 0.5, 4),
        of(new UnaryFunction.Erf(), x -> 2 * StandardNormal.cdf(x * root) - 1),
        of(new UnaryFunction.Sin(), StrictMath::sin),
        of(new UnaryFunction.Cos(), StrictMath::cos),
        new Case(new UnaryFunction.Tan(), StrictMath::tan, -1, 1),
        new Case(new UnaryFunction.Asin(), StrictMath::asin, -0.8, 0.8),
        new Case(new UnaryFunction.Acos(), StrictMath::acos, -0.8, 0.8),
        of(new UnaryFunction.Atan(), StrictMath::atan),
        of(new UnaryFunction.Sinh(), x -> (StrictMath.exp(x) - StrictMath.exp(-x)) / 2),
        of(new UnaryFunction.Cosh(), x -> (StrictMath.exp(x) + StrictMath.exp(-x)) / 2),
        of(new UnaryFunction.Asinh(), x -> StrictMath.log(x + Math.sqrt(x * x + 1))),
        new Case(new UnaryFunction.Acosh(), x -> StrictMath.log(x + Math.sqrt(x * x - 1)), 1.5, 4),
        new Case(new UnaryFunction.Atanh(), x -> StrictMath.log((1 + x) / (1 - x)) / 2, -0.8, 0.8),
        of(new UnaryFunction.Tanh(), StrictMath::tanh),
        new Case(new UnaryFunction.Reciprocal(), x -> 1 / x, 0.5, 4),
        of(new ActivationFunction.Relu(), x -> Math.max(x, 0)),
        of(new ActivationFunction.LeakyRelu(0.25f), x -> x < 0 ? 0.25 * x : x),
        of(new ActivationFunction.Sigmoid(), UnaryFunctionTest::sigmoid),
        of(
            new ActivationFunction.HardSigmoid(0.25f, 0.625f),
            x -> Math.clamp(0.25 * x + 0.625, 0, 1)),
        of(new ActivationFunction.HardSwish(), x -> x * Math.clamp(x / 6 + 0.5, 0, 1)),
        of(new ActivationFunction.Elu(0.5f), x -> x < 0 ? 0.5 * StrictMath.expm1(x) : x),
        of(new ActivationFunction.Selu(1.5f, 2), x -> x < 0 ? 3 * (StrictMath.exp(x) - 1) : 2 * x),
        of(
            new ActivationFunction.Celu(2),
            x -> Math.max(0, x) + Math.min(0, 2 * (StrictMath.exp(x / 2) - 1))),
        of(new ActivationFunction.ThresholdedRelu(0.75f), x -> x > 0.75 ? x : 0),
        of(
            new ActivationFunction.Shrink(0.5f, 0.25f),
            x -> x < -0.5 ? x + 0.25 : x > 0.5 ? x - 0.25 : 0),
        of(new ActivationFunction.Softplus(), UnaryFunctionTest::softplus),
        of(new ActivationFunction.Softsign(), x -> x / (1 + Math.abs(x))),
        of(new ActivationFunction.Mish(), x -> x * StrictMath.tanh(softplus(x))),
        of(new ActivationFunction.Gelu(), x -> x * StandardNormal.cdf(x)),
        of(
            new ActivationFunction.GeluByTanh(),
            x ->
                0.5
                    * x
                    * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        of(new ActivationFunction.Swish(1.5f), x -> x * sigmoid(1.5 * x)));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static double softplus(double x) {
    return StrictMath.log(1 + StrictMath.exp(x));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void functions_haveTheirGradients(Case each) {
    GradientCheck.check(
        each.function(),
        1,
        x -> new double[][] {Arrays.stream(x[0]).map(each.expected()).toArray()},
        points(each.least(), each.most()));
  }

  /// Points that keep clear of kinks at simple numbers.
  private static FloatArray points(double least, double most) {
    FloatArray points = FloatArray.of(TensorShape.of(4, 15));
    for (int i = 0; i < 60; i++) {
      points.data()[i] = (float) (least + (most - least) * (i + 0.37) / 60);
    }
    return points;
  }

  @Test
  void stepFunctions_haveZeroAsGradient() {
    FloatArray x = FloatArray.of(-1.4f, 0.3f, 0.7f);
    for (UnaryFunction step :
        List.of(
            new UnaryFunction.Sign(),
            new UnaryFunction.Floor(),
            new UnaryFunction.Ceil(),
            new UnaryFunction.Round())) {
      GradientCheck.check(step, 1, in -> new double[][] {stepped(step, in[0])}, x);
    }
  }

  private static double[] stepped(UnaryFunction step, double[] x) {
    return Arrays.stream(x)
        .map(v ->
            switch (step.name()) {
              case "Sign" -> v > 0 ? 1 : -1;
              case "Floor" -> Math.floor(v);
              case "Ceil" -> -Math.floor(-v);
              default -> Math.floor(v + 0.5);
            })
        .toArray();
  }

  @Test
  void round_ofHalves_isEven() {
    FloatArray x = FloatArray.of(0.5f, 1.5f, -2.5f);
    NdArray y = new UnaryFunction.Round().outputs(Operands.of(x)).getFirst();
    assertEquals(List.of(0.0, 2.0, -2.0), Arrays.stream(GradientCheck.doubles(y)).boxed().toList());
  }

  @Test
  void erf_isNearEverywhere() {
    for (int i = -5000; i <= 5000; i++) {
      float x = i / 1000f;
      double expected = 2 * StandardNormal.cdf(x * Math.sqrt(2)) - 1;
      float actual = new UnaryFunction.Erf().value(x);
      assertEquals(expected, actual, 4 * Math.ulp((float) expected) + 1e-15, "erf(" + x + ")");
    }
    for (float x = 1e-3f; x > 1e-37f; x /= 3) {
      double expected = 2 / Math.sqrt(Math.PI) * (x - (double) x * x * x / 3);
      float actual = new UnaryFunction.Erf().value(x);
      assertEquals(expected, actual, 2 * Math.ulp((float) expected), "erf(" + x + ")");
    }
    assertEquals(Float.NaN, new UnaryFunction.Erf().value(Float.NaN));
    assertEquals(-1, new UnaryFunction.Erf().value(Float.NEGATIVE_INFINITY));
  }

  @Test
  void wholeNumbers_haveNegAbsSignRelu() {
    LongArray x = LongArray.of(-3, 0, 1L << 60);
    assertEquals(List.of(3L, 0L, -(1L << 60)), longs(new UnaryFunction.Neg(), x));
    assertEquals(List.of(3L, 0L, 1L << 60), longs(new UnaryFunction.Abs(), x));
    assertEquals(List.of(-1L, 0L, 1L), longs(new UnaryFunction.Sign(), x));
    assertEquals(List.of(0L, 0L, 1L << 60), longs(new ActivationFunction.Relu(), x));
    assertThrows(IllegalArgumentException.class, () -> longs(new UnaryFunction.Sqrt(), x));
  }

  private static List<Long> longs(UnaryFunction function, LongArray x) {
    long[] y = function.outputs(Operands.of(x)).getFirst().asLongs().data();
    return Arrays.stream(y).boxed().toList();
  }
}

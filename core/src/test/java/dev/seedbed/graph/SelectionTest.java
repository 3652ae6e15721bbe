package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/// Operators of several inputs that take elements as they are.
class SelectionTest {
  @Test
  void where_hasItsGradient() {
    BooleanArray which = new BooleanArray(TensorShape.of(3, 1), new boolean[] {true, false, true});
    GradientCheck.checkLinear(
        new Selection.Where(),
        1,
        which,
        GradientCheck.eighths(1, 2, 3, 4),
        GradientCheck.eighths(2, 4));
  }

  @Test
  void clip_hasItsGradient() {
    GradientCheck.check(
        new Selection.Clip(),
        1,
        x ->
            new double[][] {
              Arrays.stream(x[0]).map(v -> Math.min(Math.max(v, x[1][0]), x[2][0])).toArray()
            },
        GradientCheck.random(1, -3.0, 3.0, 40),
        FloatArray.scalar(-1.1f),
        FloatArray.scalar(0.9f));
  }

  @Test
  void clip_ofWholeNumbersWithoutMinimum_clipsAbove() {
    var in =
        new Operands(
            List.of(
                Optional.of(LongArray.of(-5, 7)),
                Optional.empty(),
                Optional.of(LongArray.scalar(3))),
            1,
            Team.ALONE);
    assertArrayEquals(
        new long[] {-5, 3}, new Selection.Clip().outputs(in).getFirst().asLongs().data());
  }

  @Test
  void clip_ofBoundsThatAreNoNumbers_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Selection.Clip().outputs(Operands.of(FloatArray.of(1, 2), FloatArray.of(1, 2))));
  }

  @Test
  void variadicFunctions_haveTheirGradients() {
    FloatArray a = GradientCheck.eighths(1, 2, 3);
    FloatArray b = GradientCheck.eighths(2, 3);
    FloatArray c = GradientCheck.eighths(3, 2, 1);
    GradientCheck.checkLinear(new VariadicFunction.Sum(), 1, a, b, c);
    GradientCheck.checkLinear(new VariadicFunction.Sum(), 1, a);
    check(new VariadicFunction.Mean(), x -> Arrays.stream(x).average().orElseThrow());
    check(new VariadicFunction.Max(), x -> Arrays.stream(x).max().orElseThrow());
    check(new VariadicFunction.Min(), x -> Arrays.stream(x).min().orElseThrow());
  }

  private static void check(VariadicFunction operator, ToDoubleFunction<double[]> expected) {
    FloatArray a = GradientCheck.random(1, 2, 3);
    FloatArray b = GradientCheck.random(2, 3);
    FloatArray c = GradientCheck.random(3, 2, 1);
    GradientCheck.check(
        operator,
        1,
        x -> {
          double[] y = new double[6];
          for (int i = 0; i < 6; i++) {
            y[i] = expected.applyAsDouble(new double[] {x[0][i], x[1][i % 3], x[2][i / 3]});
          }
          return new double[][] {y};
        },
        a,
        b,
        c);
  }

  @Test
  void max_ofEqualNumbers_sharesTheGradientOut() {
    FloatArray same = FloatArray.of(1, 2);
    // Half of each difference: central differences at the kink.
    GradientCheck.checkLinear(new VariadicFunction.Max(), 1, same, FloatArray.of(1, 2));
  }

  @Test
  void casts_wrapTruncateAndRound() {
    FloatArray x = FloatArray.of(-1.7f, 300.9f, 0);
    assertEquals(List.of(-1L, 300L, 0L), longs(Conversion.Type.INT64.of(x)));
    assertEquals(List.of(255L, 44L, 0L), longs(Conversion.Type.UINT8.of(x)));
    assertEquals(List.of(-1L, 44L, 0L), longs(Conversion.Type.INT8.of(x)));
    assertEquals(List.of(0xFFFFFFFFL), longs(Conversion.Type.UINT32.of(LongArray.of(-1))));
    assertEquals(
        List.of(1L, 1L, 0L), longs(Conversion.Type.INT32.of(Conversion.Type.BOOLEAN.of(x))));
    float[] brief =
        Conversion.Type.BFLOAT16.of(FloatArray.of(1 + 0x1p-8f, 1 + 0x3p-8f)).asFloats().data();
    assertArrayEquals(new float[] {1, 1 + 0x1p-6f}, brief);
    float[] half = Conversion.Type.FLOAT16.of(FloatArray.of(1 + 0x1p-11f, 70000)).asFloats().data();
    assertArrayEquals(new float[] {1, Float.POSITIVE_INFINITY}, half);
  }

  private static List<Long> longs(NdArray array) {
    return Arrays.stream(array.asLongs().data()).boxed().toList();
  }

  @Test
  void passages_haveTheirGradients() {
    GradientCheck.checkLinear(new Passage.Identity(), 1, GradientCheck.eighths(1, 2, 3));
    GradientCheck.checkLinear(new Passage.Dropout(), 2, GradientCheck.eighths(1, 2, 3));
    GradientCheck.checkLinear(
        new Conversion.Cast(Conversion.Type.FLOAT), 1, GradientCheck.eighths(1, 2, 3));
    GradientCheck.checkLinear(
        new Conversion.CastLike(), 1, GradientCheck.eighths(1, 2, 3), FloatArray.of(1));
  }
}

package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixProductTest {
  private static FloatArray eighths(long seed, String shape) {
    return GradientCheck.eighths(
        seed, Arrays.stream(shape.split(" ", -1)).mapToLong(Long::parseLong).toArray());
  }

  @ParameterizedTest
  @CsvSource({
    "2 3, 3 4",
    "3, 3",
    "3, 2 3 4",
    "2 4 3, 3",
    "2 4 3, 3 5",
    "2 4 3, 1 3 5",
    "2 4 3, 2 3 5",
    "1 4 3, 2 3 5",
    "4 3, 2 3 5",
    "2 1 4 3, 3 3 5",
    "2 1 2 3, 2 3 3 2",
    "0 2 3, 3 4",
    "2 0, 0 3",
  })
  void matMul_hasItsGradient(String a, String b) {
    GradientCheck.checkLinear(new MatMul(), 1, eighths(1, a), eighths(2, b));
  }

  @Test
  void matMul_isEachProductOfItsBatch() {
    FloatArray a = GradientCheck.eighths(1, 2, 1, 3, 4);
    FloatArray b = GradientCheck.eighths(2, 3, 4, 2);
    FloatArray y = new MatMul().outputs(Operands.of(a, b)).getFirst().asFloats();
    assertEquals(TensorShape.of(2, 3, 3, 2), y.shape());
    for (int at = 0; at < 36; at++) {
      float sum = 0;
      for (int k = 0; k < 4; k++) {
        sum +=
            a.data()[at / 18 * 12 + at / 2 % 3 * 4 + k] * b.data()[at / 6 % 3 * 8 + k * 2 + at % 2];
      }
      assertEquals(sum, y.data()[at]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, 2 3, 3 4, 2 4",
    "true, false, 3 2, 3 4, 4",
    "false, true, 2 3, 4 3, 2 1",
    "true, true, 3 2, 4 3, 1",
    "false, false, 2 3, 3 4, 1 4",
  })
  void gemm_hasItsGradient(boolean transA, boolean transB, String a, String b, String c) {
    Operator gemm = new Gemm(0.5f, 0.25f, transA, transB);
    GradientCheck.checkLinear(gemm, 1, eighths(1, a), eighths(2, b), eighths(3, c));
  }

  @Test
  void products_doNotDependOnThreads() {
    try (Team team = Team.of(3)) {
      FloatArray a = GradientCheck.random(1, 2, 290, 150);
      for (FloatArray b :
          List.of(GradientCheck.random(2, 150, 270), GradientCheck.random(2, 2, 150, 270))) {
        FloatArray g = GradientCheck.random(3, 2, 290, 270);
        List<float[]> alone = TestBackward.run(new MatMul(), Team.ALONE, List.of(a, b), g);
        List<float[]> shared = TestBackward.run(new MatMul(), team, List.of(a, b), g);
        for (int i = 0; i < alone.size(); i++) {
          assertArrayEquals(alone.get(i), shared.get(i));
        }
        FloatArray y = new MatMul().outputs(Operands.of(a, b)).getFirst().asFloats();
        var in = new Operands(List.of(Optional.of(a), Optional.of(b)), 1, team);
        assertArrayEquals(y.data(), new MatMul().outputs(in).getFirst().asFloats().data());
        // Each element is one chain of fused multiply-adds.
        float sum = 0;
        for (int k = 0; k < 150; k++) {
          sum = Math.fma(a.data()[289 * 150 + k], b.data()[k * 270 + 269], sum);
        }
        assertEquals(sum, y.data()[290 * 270 - 1]);
      }
    }
  }

  @Test
  void products_refuseShapesThatDoNotFit() {
    FloatArray a = GradientCheck.eighths(1, 2, 3);
    FloatArray b = GradientCheck.eighths(1, 2, 3);
    assertThrows(IllegalArgumentException.class, () -> new MatMul().outputs(Operands.of(a, b)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new MatMul().outputs(Operands.of(a, FloatArray.scalar(1))));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Gemm(1, 1, false, false).outputs(Operands.of(a, b)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Gemm(1, 1, false, true).outputs(Operands.of(a, b, FloatArray.of(1, 2, 3))));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Gemm(1, 1, false, true).outputs(Operands.of(a, FloatArray.of(1, 2))));
  }
}

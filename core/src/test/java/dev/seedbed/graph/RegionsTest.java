package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Means of regions, unpooling and determinants.
class RegionsTest {
  private static final FloatArray REGIONS =
      new FloatArray(TensorShape.of(3, 4), new float[] {0, 0, 5, 4, 1.5f, 2, 3, 4, -2, 0, 9, 9});
  private static final LongArray ROWS = LongArray.of(0, 1, 1);

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void roiAlign_hasItsGradient(int samples) {
    for (boolean half : new boolean[] {true, false}) {
      var operator = new RoiAlign(2, 3, samples, 0.5f, half);
      FloatArray x = GradientCheck.random(1, 2, 2, 5, 6);
      FloatArray g = GradientCheck.random(2, 3, 2, 2, 3);
      List<float[]> alone = TestBackward.run(operator, Team.ALONE, List.of(x, REGIONS, ROWS), g);
      // Linear in the images: its gradient times the images is the loss.
      double loss = 0;
      float[] y = operator.outputs(Operands.of(x, REGIONS, ROWS)).getFirst().asFloats().data();
      for (int i = 0; i < y.length; i++) {
        loss += (double) y[i] * g.data()[i];
      }
      double along = 0;
      for (int i = 0; i < x.data().length; i++) {
        along += (double) alone.getFirst()[i] * x.data()[i];
      }
      assertEquals(loss, along, 1e-5);
      try (Team team = Team.of(2)) {
        assertArrayEquals(
            alone.getFirst(),
            TestBackward.run(operator, team, List.of(x, REGIONS, ROWS), g).getFirst());
      }
    }
  }

  @Test
  void roiAlign_refusesWhatDoesNotFit() {
    var operator = new RoiAlign(2, 3, 0, 1, true);
    FloatArray x = GradientCheck.random(1, 2, 2, 5, 6);
    var endless =
        new FloatArray(TensorShape.of(3, 4), new float[] {0, 0, 1e30f, 4, 0, 0, 1, 1, 0, 0, 1, 1});
    var none =
        new FloatArray(
            TensorShape.of(3, 4), new float[] {0, 0, Float.NaN, 4, 0, 0, 1, 1, 0, 0, 1, 1});
    for (NdArray[] in :
        new NdArray[][] {
          {x, REGIONS, LongArray.of(0, 1)},
          {x, REGIONS, LongArray.of(0, 1, 2)},
          {x, x, ROWS},
          {REGIONS, REGIONS, ROWS},
          {x, endless, ROWS},
          {x, none, ROWS}
        }) {
      assertThrows(IllegalArgumentException.class, () -> operator.outputs(Operands.of(in)));
    }
    assertThrows(IllegalArgumentException.class, () -> new RoiAlign(0, 1, 0, 1, true));
  }

  @Test
  void maxUnpool_hasItsGradient() {
    var operator = new Unpooling(List.of(2L, 2L), List.of(2L, 2L), List.of());
    LongArray places =
        new LongArray(TensorShape.of(1, 2, 2, 2), new long[] {0, 3, 9, 14, 17, 18, 28, 30});
    GradientCheck.checkLinear(operator, 1, GradientCheck.eighths(1, 1, 2, 2, 2), places);
    GradientCheck.checkLinear(
        operator, 1, GradientCheck.eighths(1, 1, 2, 2, 2), places, LongArray.of(1, 2, 5, 6));
  }

  @Test
  void maxUnpool_refusesWhatDoesNotFit() {
    FloatArray x = GradientCheck.random(1, 1, 1, 2, 2);
    LongArray places = new LongArray(x.shape(), new long[] {0, 3, 9, 14});
    var operator = new Unpooling(List.of(2L, 2L), List.of(2L, 2L), List.of());
    for (NdArray[] in :
        new NdArray[][] {
          {x, LongArray.of(0, 3, 9, 14)},
          {x, new LongArray(x.shape(), new long[] {0, 3, 9, 16})},
          {x, places, LongArray.of(1, 1, 3, 4)},
          {x, places, LongArray.of(4, 4)},
          {x, x}
        }) {
      assertThrows(IllegalArgumentException.class, () -> operator.outputs(Operands.of(in)));
    }
    for (Unpooling other :
        List.of(
            new Unpooling(List.of(2L), List.of(), List.of()),
            new Unpooling(List.of(2L, 2L), List.of(1L), List.of()),
            new Unpooling(List.of(2L, 2L), List.of(), List.of(1L)),
            new Unpooling(List.of(2L, 2L), List.of(Long.MAX_VALUE, 1L), List.of()),
            new Unpooling(List.of(1L, 1L), List.of(), List.of(5L, 0L, 0L, 0L)))) {
      assertThrows(IllegalArgumentException.class, () -> other.outputs(Operands.of(x, places)));
    }
  }

  /// By the first row's cofactors.
  private static double determinant(double[] x, int n) {
    if (n == 0) {
      return 1;
    }
    double sum = 0;
    for (int column = 0; column < n; column++) {
      double[] minor = new double[(n - 1) * (n - 1)];
      int at = 0;
      for (int i = n; i < n * n; i++) {
        if (i % n != column) {
          minor[at++] = x[i];
        }
      }
      sum += (column % 2 == 0 ? 1 : -1) * x[column] * determinant(minor, n - 1);
    }
    return sum;
  }

  @Test
  void det_hasItsGradient() {
    GradientCheck.check(
        new Det(),
        1,
        in -> {
          double[] y = new double[2];
          for (int i = 0; i < 2; i++) {
            y[i] = determinant(Arrays.copyOfRange(in[0], 16 * i, 16 * i + 16), 4);
          }
          return new double[][] {y};
        },
        GradientCheck.random(1, 2, 4, 4));
    var singular =
        new FloatArray(TensorShape.of(3, 3), new float[] {1, 2, 3, 2, 4, 6, 0.5f, -1, 2});
    GradientCheck.check(new Det(), 1, in -> new double[][] {{determinant(in[0], 3)}}, singular);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Det().outputs(Operands.of(GradientCheck.random(1, 2, 3))));
  }

  @Test
  void nonMaxSuppression_refusesWhatDoesNotFit() {
    FloatArray boxes = GradientCheck.random(1, 1, 3, 4);
    FloatArray scores = GradientCheck.random(2, 1, 2, 3);
    var operator = new NonMaxSuppression(false);
    assertEquals(
        TensorShape.of(0, 3), operator.outputs(Operands.of(boxes, scores)).getFirst().shape());
    for (NdArray[] in :
        new NdArray[][] {
          {boxes, boxes},
          {scores, scores},
          {boxes, scores, LongArray.of(1, 2)},
          {boxes, scores, LongArray.of(1), FloatArray.of(1, 2)}
        }) {
      assertThrows(IllegalArgumentException.class, () -> operator.outputs(Operands.of(in)));
    }
  }

  @Test
  void melWeights_refuseWhatIsNoScale() {
    var operator = new Generating.MelWeights(Conversion.Type.FLOAT);
    for (float[] edges : new float[][] {{100, 10}, {0, 1e5f}, {Float.NaN, 10}, {-800, 10}}) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              operator.outputs(
                  Operands.of(
                      LongArray.scalar(4),
                      LongArray.scalar(16),
                      LongArray.scalar(8000),
                      FloatArray.scalar(edges[0]),
                      FloatArray.scalar(edges[1]))));
    }
  }
}

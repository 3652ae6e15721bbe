package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.graph.BatchNormalization.Statistics;
import dev.seedbed.graph.RowNormalization.GroupNormalization;
import dev.seedbed.graph.RowNormalization.GroupNormalization.ScaleOf;
import dev.seedbed.graph.SoftmaxFunction.Span;
import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Softmaxes and normalisations.
class NormalizationTest {
  /// A function of the numbers of one group, in double.
  private interface Group {
    double[] of(double[] x);
  }

  /// Applies a function to groups of elements.
  ///
  /// @param group of each element
  private static double[] grouped(double[] x, IntUnaryOperator group, Group function) {
    double[] y = new double[x.length];
    int groups = IntStream.range(0, x.length).map(group).max().orElseThrow() + 1;
    for (int g = 0; g < groups; g++) {
      int one = g;
      int[] members =
          IntStream.range(0, x.length).filter(i -> group.applyAsInt(i) == one).toArray();
      double[] results = function.of(Arrays.stream(members).mapToDouble(i -> x[i]).toArray());
      for (int k = 0; k < members.length; k++) {
        y[members[k]] = results[k];
      }
    }
    return y;
  }

  private static double[] softmax(double[] x) {
    double sum = Arrays.stream(x).map(StrictMath::exp).sum();
    return Arrays.stream(x).map(v -> StrictMath.exp(v) / sum).toArray();
  }

  private static double[] logSoftmax(double[] x) {
    return Arrays.stream(softmax(x)).map(StrictMath::log).toArray();
  }

  @Test
  void softmaxes_haveTheirGradients() {
    FloatArray x = GradientCheck.random(1, 2, 3, 4);
    for (Span span : Span.values()) {
      for (int axis = -3; axis < (span == Span.AXIS ? 3 : 4); axis++) {
        int at = axis < 0 ? axis + 3 : axis;
        int later = span == Span.AXIS ? at + 1 : 3;
        int inner = x.shape().elements(later, 3);
        int n = x.shape().elements(at, later);
        IntUnaryOperator group = i -> i / (n * inner) * inner + i % inner;
        GradientCheck.check(
            new SoftmaxFunction.Softmax(axis, span),
            1,
            in -> new double[][] {grouped(in[0], group, NormalizationTest::softmax)},
            x);
        GradientCheck.check(
            new SoftmaxFunction.LogSoftmax(axis, span),
            1,
            in -> new double[][] {grouped(in[0], group, NormalizationTest::logSoftmax)},
            x);
      }
    }
  }

  private static double[] normal(double[] x, double epsilon, boolean centred) {
    double mean = centred ? Arrays.stream(x).average().orElseThrow() : 0;
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return Arrays.stream(x).map(v -> (v - mean) / Math.sqrt(variance + epsilon)).toArray();
  }

  private static double[] affine(
      double[] x, double[] scale, double[] bias, IntUnaryOperator scaleOf) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      int of = scaleOf.applyAsInt(i);
      y[i] = x[i] * scale[of] + bias[of];
    }
    return y;
  }

  @Test
  void layerAndRmsNormalization_haveTheirGradients() {
    FloatArray x = GradientCheck.random(1, 4, 2, 3);
    for (int axis : new int[] {-1, -2, 0, 1}) {
      int at = axis < 0 ? axis + 3 : axis;
      int n = x.shape().elements(at, 3);
      long[] lengths = Arrays.stream(x.shape().lengths()).skip(at).asLongStream().toArray();
      FloatArray scale = GradientCheck.random(2, lengths);
      FloatArray bias = GradientCheck.random(3, lengths);
      GradientCheck.check(
          new RowNormalization.LayerNormalization(axis, 0.25f),
          1,
          in ->
              new double[][] {
                affine(
                    grouped(in[0], i -> i / n, g -> normal(g, 0.25, true)),
                    in[1],
                    in[2],
                    i -> i % n)
              },
          x,
          scale,
          bias);
      GradientCheck.check(
          new RowNormalization.RMSNormalization(axis, 0.25f),
          1,
          in ->
              new double[][] {
                affine(
                    grouped(in[0], i -> i / n, g -> normal(g, 0.25, false)),
                    in[1],
                    new double[n],
                    i -> i % n)
              },
          x,
          scale);
    }
  }

  @Test
  void layerNormalization_withARepeatedScale_hasItsGradient() {
    GradientCheck.check(
        new RowNormalization.LayerNormalization(1, 0.25f),
        1,
        in ->
            new double[][] {
              affine(
                  grouped(in[0], i -> i / 6, g -> normal(g, 0.25, true)), in[1], in[2], i -> i % 3)
            },
        GradientCheck.random(1, 4, 2, 3),
        GradientCheck.random(2, 3),
        GradientCheck.random(3, 3));
  }

  @Test
  void instanceAndGroupNormalization_haveTheirGradients() {
    FloatArray x = GradientCheck.random(1, 2, 6, 2, 2);
    GradientCheck.check(
        new RowNormalization.InstanceNormalization(0.25f),
        1,
        in ->
            new double[][] {
              affine(
                  grouped(in[0], i -> i / 4, g -> normal(g, 0.25, true)),
                  in[1],
                  in[2],
                  i -> i / 4 % 6)
            },
        x,
        GradientCheck.random(2, 6),
        GradientCheck.random(3, 6));
    for (ScaleOf of : ScaleOf.values()) {
      int scales = of == ScaleOf.GROUP ? 3 : 6;
      GradientCheck.check(
          new GroupNormalization(3, 0.25f, of),
          1,
          in ->
              new double[][] {
                affine(
                    grouped(in[0], i -> i / 8, g -> normal(g, 0.25, true)),
                    in[1],
                    in[2],
                    i -> i / (24 / scales) % scales)
              },
          x,
          GradientCheck.random(2, scales),
          GradientCheck.random(3, scales));
    }
  }

  @Test
  void groupNormalization_withoutPlaces_hasItsGradient() {
    GradientCheck.check(
        new GroupNormalization(2, 0.25f, ScaleOf.CHANNEL),
        1,
        in ->
            new double[][] {
              affine(
                  grouped(in[0], i -> i / 3, g -> normal(g, 0.25, true)), in[1], in[2], i -> i % 6)
            },
        GradientCheck.random(1, 4, 6),
        GradientCheck.random(2, 6),
        GradientCheck.random(3, 6));
  }

  @Test
  void batchNormalization_inTraining_hasItsGradient() {
    for (long[] lengths : List.of(new long[] {4, 3}, new long[] {3, 3, 2, 3})) {
      int places = lengths.length == 2 ? 1 : 6;
      FloatArray mean = GradientCheck.random(4, 3);
      FloatArray variance = GradientCheck.random(5, 0.5, 2, 3);
      GradientCheck.check(
          new BatchNormalization(0.25f, 0.9f, Statistics.BATCH),
          1,
          in ->
              new double[][] {
                affine(
                    grouped(in[0], i -> i / places % 3, g -> normal(g, 0.25, true)),
                    in[1],
                    in[2],
                    i -> i / places % 3)
              },
          GradientCheck.random(1, lengths),
          GradientCheck.random(2, 3),
          GradientCheck.random(3, 3),
          mean,
          variance);
    }
  }

  @Test
  void batchNormalization_inEvaluation_usesRunningStatistics() {
    GradientCheck.check(
        new BatchNormalization(0.25f, 0.9f, Statistics.BY_OUTPUTS),
        1,
        in -> {
          double[] y = new double[in[0].length];
          for (int i = 0; i < y.length; i++) {
            int c = i / 4 % 3;
            y[i] = (in[0][i] - MEAN[c]) / Math.sqrt(VARIANCE[c] + 0.25) * in[1][c] + in[2][c];
          }
          return new double[][] {y};
        },
        GradientCheck.random(1, 2, 3, 4),
        GradientCheck.random(2, 3),
        GradientCheck.random(3, 3),
        FloatArray.of(0.5f, -1, 2),
        FloatArray.of(0.75f, 2, 0.25f));
  }

  private static final double[] MEAN = {0.5, -1, 2};
  private static final double[] VARIANCE = {0.75, 2, 0.25};

  @Test
  void batchNormalization_hasRunningStatistics() {
    FloatArray x = new FloatArray(TensorShape.of(2, 1), new float[] {1, 3});
    FloatArray one = FloatArray.of(1f);
    List<NdArray> out =
        new BatchNormalization(0, 0.75f, Statistics.BATCH)
            .outputs(Operands.of(x, one, FloatArray.of(0f), FloatArray.of(4f), FloatArray.of(3f)));
    float[] all = new float[5];
    for (int i = 1; i < 5; i++) {
      all[i] = out.get(i).asFloats().data()[0];
    }
    assertArrayEquals(new float[] {0, 3.5f, 2.5f, 2, 1}, all);
  }

  private static double[] scaled(double[] x, double factor) {
    return Arrays.stream(x).map(v -> v / factor).toArray();
  }

  @Test
  void lpNormalization_hasItsGradient() {
    FloatArray x = GradientCheck.random(1, 2, 3, 4);
    GradientCheck.check(
        new AxesNormalization.LpNormalization(-1, 1),
        1,
        in ->
            new double[][] {
              grouped(in[0], i -> i / 4, g -> scaled(g, Arrays.stream(g).map(Math::abs).sum()))
            },
        x);
    GradientCheck.check(
        new AxesNormalization.LpNormalization(1, 2),
        1,
        in ->
            new double[][] {
              grouped(
                  in[0],
                  i -> i / 12 * 4 + i % 4,
                  g -> scaled(g, Math.sqrt(Arrays.stream(g).map(v -> v * v).sum())))
            },
        x);
  }

  @Test
  void meanVarianceNormalization_hasItsGradient() {
    GradientCheck.check(
        new AxesNormalization.MeanVarianceNormalization(List.of(0L, 2L)),
        1,
        in -> new double[][] {grouped(in[0], i -> i / 4 % 3, g -> normal(g, 0, true))},
        GradientCheck.random(1, 2, 3, 4));
  }

  @Test
  void lrn_hasItsGradient() {
    for (int size : new int[] {1, 2, 3}) {
      GradientCheck.check(
          new AxesNormalization.LRN(size, 0.5f, 0.75f, 1.5f),
          1,
          in -> {
            double[] y = new double[in[0].length];
            for (int i = 0; i < y.length; i++) {
              int c = i / 2 % 4;
              double sum = 0;
              int first = (int) (c - Math.floor((size - 1) / 2.0));
              int last = (int) (c + Math.ceil((size - 1) / 2.0));
              for (int k = Math.max(0, first); k <= Math.min(3, last); k++) {
                sum += Math.pow(in[0][i + (k - c) * 2], 2);
              }
              y[i] = in[0][i] / StrictMath.pow(1.5 + 0.5 / size * sum, 0.75);
            }
            return new double[][] {y};
          },
          GradientCheck.random(1, 2, 4, 2));
    }
  }

  @Test
  void results_areTheSameWithTwoThreads() {
    FloatArray x = GradientCheck.random(1, 16, 32, 121);
    FloatArray channels = GradientCheck.random(2, 0.5, 2, 32);
    FloatArray places = GradientCheck.random(3, 121);
    try (Team team = Team.of(2)) {
      same(team, new SoftmaxFunction.Softmax(1, Span.AXIS), x);
      same(team, new RowNormalization.LayerNormalization(-1, 1e-5f), x, places, places);
      same(team, new GroupNormalization(4, 1e-5f, ScaleOf.CHANNEL), x, channels, channels);
      same(
          team,
          new BatchNormalization(1e-5f, 0.9f, Statistics.BATCH),
          x,
          channels,
          channels,
          channels,
          channels);
    }
  }

  private static void same(Team team, Operator operator, NdArray... inputs) {
    List<NdArray> one = operator.outputs(BinaryFunctionTest.operands(Team.ALONE, inputs));
    List<NdArray> two = operator.outputs(BinaryFunctionTest.operands(team, inputs));
    for (int i = 0; i < one.size(); i++) {
      assertArrayEquals(one.get(i).asFloats().data(), two.get(i).asFloats().data());
    }
  }

  @Test
  void shapes_thatDoNotFit_areRefused() {
    FloatArray x = GradientCheck.random(1, 2, 3);
    FloatArray two = FloatArray.of(1, 2);
    for (Operator operator :
        List.of(
            new SoftmaxFunction.Softmax(2, Span.AXIS),
            new SoftmaxFunction.Softmax(3, Span.AXIS_AND_LATER),
            new RowNormalization.LayerNormalization(-3, 1e-5f),
            new RowNormalization.LayerNormalization(-1, 1e-5f),
            new RowNormalization.InstanceNormalization(1e-5f),
            new GroupNormalization(2, 1e-5f, ScaleOf.GROUP),
            new GroupNormalization(0, 1e-5f, ScaleOf.GROUP),
            new BatchNormalization(1e-5f, 0.9f, Statistics.BATCH),
            new AxesNormalization.MeanVarianceNormalization(List.of(0L, 2L, 3L)),
            new AxesNormalization.LpNormalization(5, 2))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> operator.outputs(Operands.of(x, two, two, two, two)),
          operator::toString);
    }
  }
}

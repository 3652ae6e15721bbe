package dev.seedbed.graph;

import static dev.seedbed.graph.GradientCheck.random;
import static dev.seedbed.graph.RearrangementTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedbed.graph.LabelLoss.LossReduction;
import dev.seedbed.graph.LabelLoss.NegativeLogLikelihoodLoss;
import dev.seedbed.graph.LabelLoss.SoftmaxCrossEntropyLoss;
import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabelLossTest {
  private static final int CLASSES = 4;

  /// Rows × further places.
  private static final LongArray LABELS =
      new LongArray(TensorShape.of(3, 2), new long[] {0, 3, -5, 1, 3, 3});

  private static final Optional<Long> IGNORED = Optional.of(-5L);

  /// The logarithms of softmaxes of an array of 3 × 4 × 2.
  private static double[] logSoftmax(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        sum += Math.exp(x[(i / 8 * CLASSES + c) * 2 + i % 2]);
      }
      y[i] = x[i] - Math.log(sum);
    }
    return y;
  }

  private static double[] loss(LossReduction reduction, double[] logs, double[]... in) {
    double[] losses = new double[6];
    double weights = 0;
    for (int i = 0; i < losses.length; i++) {
      int label = (int) in[0][i];
      if (label != -5) {
        double weight = in.length > 1 ? in[1][label] : 1;
        losses[i] = -weight * logs[(i / 2 * CLASSES + label) * 2 + i % 2];
        weights += weight;
      }
    }
    double sum = Arrays.stream(losses).sum();
    return switch (reduction) {
      case NONE -> losses;
      case SUM -> new double[] {sum};
      case MEAN -> new double[] {sum / weights};
    };
  }

  @ParameterizedTest
  @EnumSource(LossReduction.class)
  void losses_haveTheirGradients(LossReduction reduction) {
    FloatArray x = random(1, 3, CLASSES, 2);
    FloatArray weights = random(2, 0.5, 2, CLASSES);
    var likelihood = new NegativeLogLikelihoodLoss(reduction, IGNORED);
    GradientCheck.check(
        likelihood, 1, in -> new double[][] {loss(reduction, in[0], in[1])}, x, LABELS);
    GradientCheck.check(
        likelihood,
        1,
        in -> new double[][] {loss(reduction, in[0], in[1], in[2])},
        x,
        LABELS,
        weights);
    var entropy = new SoftmaxCrossEntropyLoss(reduction, IGNORED);
    GradientCheck.check(
        entropy, 1, in -> new double[][] {loss(reduction, logSoftmax(in[0]), in[1])}, x, LABELS);
    GradientCheck.check(
        entropy,
        2,
        in -> {
          double[] logs = logSoftmax(in[0]);
          return new double[][] {loss(reduction, logs, in[1], in[2]), logs};
        },
        x,
        LABELS,
        weights);
  }

  @Test
  void ignoredSamples_haveNoLossAndNoGradient() {
    FloatArray x = random(1, 2, 3);
    LongArray labels = LongArray.of(7, 7);
    Optional<Long> ignored = Optional.of(7L);
    for (LossReduction reduction : LossReduction.values()) {
      var loss = new SoftmaxCrossEntropyLoss(reduction, ignored);
      float[] y = loss.outputs(Operands.of(x, labels)).getFirst().asFloats().data();
      // As in PyTorch, the mean of nothing is none.
      assertEquals(reduction == LossReduction.MEAN ? Float.NaN : 0, y[0]);
      FloatArray one = reduction == LossReduction.NONE ? FloatArray.of(1, 1) : FloatArray.scalar(1);
      assertArrayEquals(
          new float[6],
          TestBackward.run(loss, Team.ALONE, List.of(x, labels), one).getFirst(),
          1e-9f);
    }
  }

  @Test
  void results_areTheSameForAnyNumberOfThreads() {
    FloatArray x = random(1, 8, 50, 300);
    LongArray labels = LongArray.of(TensorShape.of(8, 300));
    for (int i = 0; i < labels.data().length; i++) {
      labels.data()[i] = i * 7L % 50;
    }
    var loss = new SoftmaxCrossEntropyLoss(LossReduction.MEAN, Optional.empty());
    FloatArray one = FloatArray.scalar(1);
    try (Team two = Team.of(2)) {
      assertArrayEquals(
          loss.outputs(BinaryFunctionTest.operands(Team.ALONE, x, labels))
              .getFirst()
              .asFloats()
              .data(),
          loss.outputs(BinaryFunctionTest.operands(two, x, labels)).getFirst().asFloats().data());
      assertArrayEquals(
          TestBackward.run(loss, Team.ALONE, List.of(x, labels), one).getFirst(),
          TestBackward.run(loss, two, List.of(x, labels), one).getFirst());
    }
  }

  @Test
  void inputsThatDoNotFit_areRefusedInALine() {
    var loss = new SoftmaxCrossEntropyLoss(LossReduction.MEAN, Optional.empty());
    FloatArray x = random(1, 2, 3);
    assertRefused("a label must be from 0 to 2: 3", loss, x, LongArray.of(0, 3));
    assertRefused("a label must be from 0 to 2: -1", loss, x, LongArray.of(0, -1));
    assertRefused(
        "there must be one label for each sample of 2x3: 3", loss, x, LongArray.of(0, 1, 2));
    assertRefused(
        "there must be one label for each sample of 2: 2",
        loss,
        FloatArray.of(1, 2),
        LongArray.of(0, 1));
    assertRefused(
        "there must be one weight for each of 3 classes: 2",
        loss,
        x,
        LongArray.of(0, 1),
        FloatArray.of(1, 2));
    assertRefused("expected whole numbers, found real numbers", loss, x, FloatArray.of(0, 1));
  }
}

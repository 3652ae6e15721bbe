package dev.seedbed.check.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Operands;
import dev.seedbed.graph.SoftmaxFunction;
import dev.seedbed.graph.TensorShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionMeasurementTest {
  private static final float MASKED = Float.NEGATIVE_INFINITY;

  private static AttentionMeasurement of(TensorShape shape, float... scores) {
    var array = new FloatArray(shape, scores);
    var softmax = new SoftmaxFunction.Softmax(-1, SoftmaxFunction.Span.AXIS);
    FloatArray weights = softmax.outputs(Operands.of(array)).getFirst().asFloats();
    return AttentionMeasurement.of("softmax", List.of(), array, weights);
  }

  @Test
  void equalScores_allTheEntropyThereIs() {
    assertThat(of(TensorShape.of(1, 1, 2, 4), 3, 3, 3, 3, -1, -1, -1, -1).entropy())
        .isCloseTo(1, within(1e-6));
  }

  @Test
  void oneScoreFarAbove_none() {
    assertThat(of(TensorShape.of(1, 1, 1, 3), 0, 60, 0).entropy()).isCloseTo(0, within(1e-6));
  }

  /// −¾ ln ¾ − ¼ ln ¼ over ln 2.
  @Test
  void twoKeys_theEntropyOfTheirWeights() {
    assertThat(of(TensorShape.of(1, 1, 1, 2), (float) Math.log(3), 0).entropy())
        .isCloseTo(0.8112781244591328, within(1e-6));
  }

  /// The first query sees one key, which says nothing; the second two.
  @Test
  void causalMask_countsWhatIsSeen() {
    for (float mask : new float[] {MASKED, -1e9f, -1e4f}) {
      assertThat(of(TensorShape.of(1, 1, 2, 3), 5, mask, mask, 1, 1, mask).entropy())
          .as("mask %s", mask)
          .isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void least_isThatOfTheSharpestHead() {
    AttentionMeasurement attention = of(TensorShape.of(1, 2, 1, 2), 0, 0, 50, 0);
    assertThat(attention.entropy()).isCloseTo(0.5, within(1e-6));
    assertThat(attention.least()).isCloseTo(0, within(1e-6));
  }
}

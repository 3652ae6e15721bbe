package dev.seedbed.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Losses against known answers, and their gradients against differences.
class TargetLossTest {
  private static final FloatArray LOGITS =
      new FloatArray(TensorShape.of(2, 3), new float[] {0.5f, -1.25f, 2, -0.75f, 0, 30});

  /// Central differences of the loss by each element.
  private static void assertGradient(FloatArray output, Function<FloatArray, TargetLoss> loss) {
    TargetLoss given = loss.apply(output);
    float step = 1f / 256;
    for (int i = 0; i < output.data().length; i++) {
      float[] up = output.data().clone();
      float[] down = output.data().clone();
      up[i] += step;
      down[i] -= step;
      double difference =
          (loss.apply(new FloatArray(output.shape(), up)).value()
                  - loss.apply(new FloatArray(output.shape(), down)).value())
              / (2 * step);
      assertThat((double) given.gradient().data()[i]).isCloseTo(difference, within(1e-4));
    }
  }

  @Test
  void crossEntropy_ofEqualLogits_isLnOfTheClasses() {
    FloatArray equal = FloatArray.of(TensorShape.of(2, 3));
    assertThat(TargetLoss.crossEntropy(equal, LongArray.of(0, 2)).value())
        .isCloseTo(Math.log(3), within(1e-6));
  }

  @Test
  void crossEntropy_gradient() {
    assertGradient(LOGITS, output -> TargetLoss.crossEntropy(output, LongArray.of(1, 2)));
  }

  @Test
  void binaryCrossEntropy_knownAnswers() {
    FloatArray zeros = FloatArray.of(TensorShape.of(2, 3));
    FloatArray targets = new FloatArray(TensorShape.of(2, 3), new float[] {0, 1, 1, 0, 1, 0});
    assertThat(TargetLoss.binaryCrossEntropy(zeros, targets).value())
        .isCloseTo(Math.log(2), within(1e-7));
    // ln(1 + e³⁰) is 30, without overflow, and as good as 0 for the other target.
    FloatArray large = FloatArray.of(30, 30, -200);
    assertThat(TargetLoss.binaryCrossEntropy(large, FloatArray.of(0, 1, 0)).value())
        .isCloseTo(10, within(1e-6));
  }

  @Test
  void binaryCrossEntropy_gradient() {
    FloatArray targets = new FloatArray(TensorShape.of(2, 3), new float[] {0, 1, 0.25f, 0, 1, 1});
    assertGradient(LOGITS, output -> TargetLoss.binaryCrossEntropy(output, targets));
  }

  @Test
  void squaredError_isTheMeanOverElements() {
    TargetLoss loss = TargetLoss.squaredError(FloatArray.of(1, 2, 3), FloatArray.of(1, 0, 0));
    assertThat(loss.value()).isCloseTo(13.0 / 3, within(1e-12));
    assertThat(loss.gradient().data()).containsExactly(0, 4f / 3, 2);
  }

  @Test
  void targetsThatDoNotFit_refused() {
    assertThatThrownBy(() -> TargetLoss.crossEntropy(LOGITS, LongArray.of(0, 3)))
        .hasMessage("a target must be from 0 to 2: 3");
    assertThatThrownBy(() -> TargetLoss.crossEntropy(LOGITS, LongArray.of(0, 1, 2)))
        .hasMessageStartingWith("there must be one class for each row");
    assertThatThrownBy(
            () -> TargetLoss.binaryCrossEntropy(FloatArray.of(1, 2), FloatArray.of(0, 2)))
        .hasMessage("a target must be from 0 to 1: 2.0");
    assertThatThrownBy(() -> TargetLoss.squaredError(LOGITS, FloatArray.of(1)))
        .hasMessageStartingWith("there must be one target for each element");
  }
}

package dev.seedbed.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TieredKernelsTest {

  /// Before, while and after vectors take over, each product has the bits of plain Java.
  @Test
  void affine_acrossTheChangeToVectors_sameBitsAsPlain() {
    assumeThat(VectorBlocks.LANES).isGreaterThanOrEqualTo(8);
    Panels x = random("x", 16, 40);
    Panels w = random("w", 40, 50);
    float[] bias = new float[64];
    Panels expected = new Panels(16, 50);
    var tiered = new TieredKernels(20 * 16 * 40, activation -> (nanos, vector, plain) -> true, 1);
    for (int i = 0; i < 40; i++) {
      int p = i % 2;
      Panels actual = new Panels(16, 50);
      Kernels.plain().affine(x, 16, w, bias, expected, p);
      tiered.affine(x, 16, w, bias, actual, p);
      assertThat(tiered.usesVectors()).isEqualTo(i >= 20);
      for (int row = 0; row < 16; row++) {
        for (int j = 32 * p; j < 32 * p + actual.columnsOf(p); j++) {
          assertThat(Float.floatToRawIntBits(actual.get(row, j)))
              .isEqualTo(Float.floatToRawIntBits(expected.get(row, j)));
        }
      }
    }
  }

  @Test
  void expect_muchWork_vectorsBeforeTheFirstProduct() {
    var compiled = new ArrayList<Activation>();
    var tiered =
        new TieredKernels(
            20,
            activation -> {
              compiled.add(activation);
              return (nanos, vector, plain) -> true;
            },
            1);
    tiered.expect(100_000_000, new Activation.Relu());
    assertThat(tiered.usesVectors()).isFalse();
    tiered.expect(100_000_001, new Activation.Relu());
    assertThat(tiered.usesVectors()).isTrue();
    assertThat(compiled).containsExactly(new Activation.Relu());
  }

  /// On a busy machine compiling may take longer than anybody waits; vectors come later, then.
  @Test
  void warmUp_thatTakesLong_goesOnInTheBackground() throws InterruptedException {
    var trials = new AtomicInteger();
    var enough = new CountDownLatch(1);
    var tiered =
        new TieredKernels(
            1,
            activation ->
                (nanos, vector, plain) -> {
                  if (trials.incrementAndGet() > 1) {
                    enough.await();
                  }
                  return trials.get() > 3;
                },
            1);
    tiered.warmUp();
    tiered.warmUp();
    assertThat(tiered.usesVectors()).isFalse();
    enough.countDown();
    for (int i = 0; i < 10_000 && !tiered.usesVectors(); i++) {
      Thread.sleep(1);
    }
    assertThat(tiered.usesVectors()).isTrue();
    assertThat(trials.get()).isEqualTo(4);
  }

  private static Panels random(String name, int rows, int columns) {
    float[] values = new float[rows * columns];
    new Seed(1).stream(name).symmetricUniform(0, values);
    var matrix = new Panels(rows, columns);
    for (int i = 0; i < values.length; i++) {
      matrix.set(i / columns, i % columns, values[i]);
    }
    return matrix;
  }
}

package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The contract of [Law#draw]: element i depends on nothing but the stream and i.
class LawTest {
  private static final RandomStream STREAM = new Seed(9).stream("layer1/weight");

  static Stream<Law> laws() {
    return Stream.of(
        new Law.Constant(0.5),
        Law.Uniform.within(0.1),
        new Law.Uniform(0.3, 0.2),
        new Law.Normal(0, 0.05),
        new Law.Normal(1, 2),
        Law.TruncatedNormal.corrected(0.05, 2),
        new Law.TruncatedNormal(0.5, 1, 0.1),
        new Law.LogarithmOfUniform(0, 6.28),
        RingDecay.between(0, 1),
        RingDecay.between(0.9, 0.99),
        TimeStepBias.between(1e-3, 0.1));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void draw_anySlice_sameBitsAsElementsDrawnAlone(Law law) {
    long far = (1L << 34) - 1500;
    float[] alone = new float[5000];
    for (int i = 0; i < alone.length; i++) {
      law.draw(STREAM, far + i, alone, i, 1);
    }
    for (int start : new int[] {0, 1, 3, 8, 1029}) {
      for (int count : new int[] {0, 1, 7, 8, 63, 1024, 1025, 3900}) {
        float[] slice = new float[5000];
        law.draw(STREAM, far + start, slice, start, count);
        float[] expected = new float[5000];
        System.arraycopy(alone, start, expected, start, count);
        assertThat(Arrays.equals(slice, expected)).as("%d from %d", count, start).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("laws")
  void draw_anyNumberOfThreads_sameBits(Law law) {
    float[] alone = new float[300_001];
    law.draw(STREAM, 7, alone);
    for (int threads = 1; threads <= 3; threads++) {
      float[] values = new float[alone.length];
      law.draw(STREAM, 7, values, threads);
      assertThat(Arrays.equals(values, alone)).as("%d threads", threads).isTrue();
    }
    law.draw(STREAM, 0, new float[0], 2);
  }

  @Test
  void draw_noThreads_refused() {
    assertThatThrownBy(() -> new Law.Normal(0, 1).draw(STREAM, 0, new float[1], 0))
        .hasMessage("threads must be at least 1: 0");
  }
}

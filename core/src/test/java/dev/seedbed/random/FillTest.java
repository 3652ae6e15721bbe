package dev.seedbed.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of [Fill]: number i is word i mod 4 of block i / 4, wherever a drawing starts and
/// ends.
class FillTest {
  private static final long KEY = 0xFEDCBA9876543210L;
  private static final long HIGH = 0x0123456789ABCDEFL;
  private static final Fill[] FILLS = {new PlainFill(), new VectorFill()};

  private static int word(long index) {
    int[] words = new int[4];
    Philox4x32.block(index >>> 2, HIGH, KEY, words);
    return words[(int) index & 3];
  }

  /// Around word 2³⁴ the lower half of the block's number overflows into the upper one.
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 30, 31, 1_000_001, (1L << 34) - 77, (1L << 34) + 5, 1L << 60})
  void words_anyStartAndCount_sameBitsAsDefinition(long from) {
    for (Fill fill : FILLS) {
      for (int count = 0; count < 150; count++) {
        int start = count % 7;
        int[] words = new int[start + count + 3];
        fill.words(KEY, HIGH, from, words, start, count);
        for (int i = 0; i < words.length; i++) {
          int index = i - start;
          int expected = index >= 0 && index < count ? word(from + index) : 0;
          assertThat(words[i]).as("%s, %d of %d", fill, index, count).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 30, 31, 1_000_001, (1L << 34) - 77, (1L << 34) + 5, 1L << 60})
  void uniform_anyStartAndCount_sameBitsAsDefinition(long from) {
    float[][] laws = {{0, 1}, {0, 0.1f}, {0.25f, 0.3f}, {0, 0x1p-130f}};
    for (Fill fill : FILLS) {
      for (float[] law : laws) {
        for (int count = 0; count < 150; count += 3) {
          int start = count % 7;
          float[] values = new float[start + count + 3];
          fill.uniform(KEY, HIGH, from, values, start, count, law[0], law[1]);
          for (int i = 0; i < values.length; i++) {
            int index = i - start;
            int cell = index >= 0 && index < count ? word(from + index) >> 8 : 0;
            float midpoint = (2 * cell + 1) * 0x1p-24f;
            float expected = index >= 0 && index < count ? Math.fma(midpoint, law[1], law[0]) : 0;
            assertThat(Float.floatToRawIntBits(values[i]))
                .as("%s, %d of %d", fill, index, count)
                .isEqualTo(Float.floatToRawIntBits(expected));
          }
        }
      }
    }
  }

  @Test
  void words_large_sameBits() {
    int[] plain = new int[1_000_003];
    int[] vector = new int[1_000_003];
    FILLS[0].words(KEY, HIGH, 5, plain, 0, plain.length);
    FILLS[1].words(KEY, HIGH, 5, vector, 0, vector.length);
    assertThat(vector).isEqualTo(plain);
  }

  @Test
  void best_withVectorModule_usesIt() {
    assertThat(Fill.best()).isInstanceOf(VectorFill.class);
  }
}

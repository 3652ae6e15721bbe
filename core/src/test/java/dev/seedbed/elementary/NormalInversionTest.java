package dev.seedbed.elementary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.elementary.NormalInversion.Bell;
import dev.seedbed.random.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The contract of [NormalInversion]: one word, one variable, whatever its neighbours.
class NormalInversionTest {
  private static final List<Bell> BELLS =
      List.of(
          Bell.whole(0, 1),
          Bell.whole(0.25f, 0.1f),
          Bell.whole(0, 0x1p-130f),
          new Bell(0, 1, 0.022750132f, 2),
          new Bell(0.5f, 0.3f, 0.46017218f, 0.03f),
          new Bell(0, 1, 7.619853e-24f, 10));

  private static int[] words(int count) {
    int[] words = new int[count];
    new Seed(1).stream("words").words(0, words, 0, count);
    return words;
  }

  private static int definition(Bell bell, int word) {
    float share = ((word >>> 1) + 0.5f) * 0x1p-31f;
    float z = Elementary.normalQuantile(Math.fma(bell.range(), share, bell.below()));
    float value = Math.fma((word & 1) == 0 ? z : -z, bell.scale(), bell.centre());
    float low = bell.centre() - bell.bound();
    return Float.floatToRawIntBits(Math.clamp(value, low, bell.centre() + bell.bound()));
  }

  private static void check(int[] words, int start, int count) {
    for (NormalInversion inversion : List.of(NormalInversion.plain(), NormalInversion.best())) {
      for (Bell bell : BELLS) {
        float[] values = new float[start + count + 3];
        inversion.apply(bell, words, values, start, count);
        for (int i = 0; i < count; i++) {
          assertThat(Float.floatToRawIntBits(values[start + i]))
              .as("%s of %08x, %s", bell, words[i], inversion)
              .isEqualTo(definition(bell, words[i]));
        }
        for (int i = 0; i < 3; i++) {
          assertThat(values[start + count + i]).isZero();
        }
      }
    }
  }

  @Test
  void apply_anyStartAndCount_sameBitsAsDefinition() {
    int[] words = words(NormalInversion.PIECE);
    for (int count = 0; count < 70; count++) {
      check(words, count % 7, count);
    }
    check(words, 5, NormalInversion.PIECE);
  }

  /// The tail, its edge (4p(1 − p) = 2⁻¹³ at p = 3.0518509e-5), the middle and both ends, with both
  /// signs.
  @Test
  void apply_awkwardWords_sameBitsAsDefinition() {
    int[] words = new int[NormalInversion.PIECE];
    int edge = (int) (2 * 3.0518509e-5 * 0x1p31);
    for (int i = 0; i < words.length; i++) {
      int share =
          switch (i & 3) {
            case 0 -> i;
            case 1 -> edge + (i - 512) * 64;
            case 2 -> Integer.MAX_VALUE - i;
            default -> 1 << (i >> 2) % 31;
          };
      words[i] = share << 1 | (i >> 4 & 1);
    }
    check(words, 1, words.length);
  }

  @Test
  void best_withVectorModule_usesIt() {
    assertThat(NormalInversion.best()).isInstanceOf(VectorNormalInversion.class);
  }
}

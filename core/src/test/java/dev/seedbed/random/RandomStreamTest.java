package dev.seedbed.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamTest {
  private static final int COUNT = 1_000_000;

  private static float[] uniform(long seed, String path, long from, int count) {
    float[] values = new float[count];
    new Seed(seed).stream(path).symmetricUniform(from, values);
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 998, 1000})
  void symmetricUniform_sliceDrawnAlone_sameBits(int from) {
    float[] whole = uniform(7, "layer1/weight", 0, 1003);
    float[] slice = uniform(7, "layer1/weight", from, 1003 - from);
    assertThat(slice).containsExactly(Arrays.copyOfRange(whole, from, 1003));
  }

  @Test
  void symmetricUniform_farIndex_sameBitsAsFromItsBlock() {
    long far = 5_000_000_000L;
    assertThat(uniform(7, "w", far + 1, 2))
        .containsExactly(Arrays.copyOfRange(uniform(7, "w", far, 4), 1, 3));
  }

  @Test
  void symmetricUniform_otherSeedOrPath_otherNumbers() {
    float[] values = uniform(1, "layer1/weight", 0, 100);
    assertThat(uniform(1, "layer1/weight", 0, 100)).containsExactly(values);
    assertThat(uniform(2, "layer1/weight", 0, 100)).doesNotContain(values);
    assertThat(uniform(1, "layer2/weight", 0, 100)).doesNotContain(values);
    assertThat(uniform(1L << 32, "layer1/weight", 0, 100)).doesNotContain(values);
  }

  /// Chi-square over 256 cells has mean 255 and variance 2·255; a normal law's tail beyond 5
  /// standard deviations is 3e-7 (the chi-square's own upper tail there is 4e-6).
  @Test
  void symmetricUniform_cells_equallyLikely() {
    int cells = 256;
    int[] counts = new int[cells];
    for (float value : uniform(3, "uniform", 0, COUNT)) {
      counts[(int) ((value + 1) / 2 * cells)]++;
    }
    double expected = (double) COUNT / cells;
    double chiSquare =
        Arrays.stream(counts).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
    assertThat(chiSquare).isBetween(255 - 5 * Math.sqrt(510), 255 + 5 * Math.sqrt(510));
  }

  @Test
  void symmetricUniform_range_oddMultiplesOfTheCellInsideMinusOneToOne() {
    for (float value : uniform(3, "uniform", 0, COUNT)) {
      double cell = value * 0x1p24;
      assertThat(Math.abs(cell)).isLessThan(0x1p24);
      assertThat(Math.abs(cell % 2)).isEqualTo(1);
    }
  }

  @Test
  void permutation_holdsEachIndexOnce() {
    int[] permutation = new Seed(5).stream("order").permutation(1000);
    int[] sorted = permutation.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      assertThat(sorted[i]).isEqualTo(i);
    }
    assertThat(permutation).isNotEqualTo(sorted);
  }

  /// 24 permutations of 4, 48,000 draws: chi-square with 23 degrees of freedom exceeds 75 with
  /// probability 2e-7.
  @Test
  void permutation_allEquallyLikely() {
    int[] counts = new int[256];
    int draws = 48_000;
    for (int seed = 0; seed < draws; seed++) {
      int[] p = new Seed(seed).stream("order").permutation(4);
      counts[64 * p[0] + 16 * p[1] + 4 * p[2] + p[3]]++;
    }
    double expected = draws / 24.0;
    double chiSquare =
        Arrays.stream(counts)
            .filter(n -> n > 0)
            .mapToDouble(n -> (n - expected) * (n - expected) / expected)
            .sum();
    assertThat(Arrays.stream(counts).filter(n -> n > 0).count()).isEqualTo(24);
    assertThat(chiSquare).isLessThan(75);
  }
}

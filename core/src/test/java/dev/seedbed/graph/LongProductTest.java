package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.seedbed.kernel.Team;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongProductTest {
  /// More and fewer rows and columns than blocks have, and than there are threads.
  @ParameterizedTest
  @CsvSource({"150, 300, 1100", "3, 70, 513", "300, 5, 512", "1, 1, 2000", "33, 257, 40"})
  void into_sizes_areSumsOfChains(int m, int n, int length) {
    float[] a = GradientCheck.random(1, m, length).data();
    float[] b = GradientCheck.random(2, length, n).data();
    float[] wanted = byDefinition(m, n, length, a, b);
    for (int threads : new int[] {1, 2, 5}) {
      float[] c = new float[m * n];
      Arrays.fill(c, Float.NaN);
      try (Team team = Team.of(threads)) {
        new LongProduct(m, n, length, MatrixView.of(a, 0, length), MatrixView.of(b, 0, n))
            .into(MatrixView.of(c, 0, n), team);
      }
      assertArrayEquals(wanted, c);
    }
  }

  private static float[] byDefinition(int m, int n, int length, float[] a, float[] b) {
    float[] c = new float[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int first = 0; first < length; first += 512) {
          float chain = 0;
          for (int k = first; k < Math.min(length, first + 512); k++) {
            chain = Math.fma(a[i * length + k], b[k * n + j], chain);
          }
          sum += chain;
        }
        c[i * n + j] = sum;
      }
    }
    return c;
  }
}

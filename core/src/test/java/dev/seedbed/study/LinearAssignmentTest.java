package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.random.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearAssignmentTest {
  private static double sum(double[][] gains, int[] columns) {
    double sum = 0;
    for (int i = 0; i < columns.length; i++) {
      sum += gains[i][columns[i]];
    }
    return sum;
  }

  /// The largest sum of all orders of the columns.
  private static double bruteForce(double[][] gains, int row, boolean[] taken) {
    if (row == gains.length) {
      return 0;
    }
    double best = Double.NEGATIVE_INFINITY;
    for (int column = 0; column < gains.length; column++) {
      if (!taken[column]) {
        taken[column] = true;
        best = Math.max(best, gains[row][column] + bruteForce(gains, row + 1, taken));
        taken[column] = false;
      }
    }
    return best;
  }

  /// Real gains, of both signs, and few whole ones, many of them equal.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void largest_anyGains_asBruteForce(int n) {
    for (int round = 0; round < 40; round++) {
      float[] values = new float[n * n];
      new Seed(round).stream("gains" + n).uniform(0, values, 0, n * n, 0, 10);
      double[][] gains = new double[n][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double value = values[i * n + j];
          gains[i][j] = round % 2 == 0 ? value : Math.rint(value / 4);
        }
      }
      int[] columns = LinearAssignment.largest(gains);
      assertThat(Arrays.stream(columns).sorted().distinct()).hasSize(n);
      assertThat(sum(gains, columns))
          .isCloseTo(bruteForce(gains, 0, new boolean[n]), within(1e-12));
    }
  }

  /// Row by row the largest that is left gives 10 + 1, which is not the best.
  @Test
  void largest_greedyFails_stillExact() {
    double[][] gains = {{10, 9}, {9, 1}};
    assertThat(LinearAssignment.largest(gains)).containsExactly(1, 0);
  }
}

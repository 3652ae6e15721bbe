package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowLossesTest {
  @Test
  void groups_fewRows_areRows() {
    assertThat(RowLosses.groups(3)).containsExactly(1, 1, 1);
    assertThat(RowLosses.sums(new double[] {1, 2, 4})).containsExactly(1, 2, 4);
    assertThat(RowLosses.counts(new boolean[] {true, false, true})).containsExactly(1, 0, 1);
    assertThat(RowLosses.counts(new boolean[0])).isEmpty();
  }

  /// 4,500 rows: groups 0 to 499 have three, all others two.
  @Test
  void groups_manyRows_shareThem() {
    int[] rows = RowLosses.groups(4_500);
    assertThat(rows).hasSize(2_000);
    assertThat(rows[499]).isEqualTo(3);
    assertThat(rows[500]).isEqualTo(2);
    assertThat(Arrays.stream(rows).sum()).isEqualTo(4_500);
    double[] sums = RowLosses.sums(IntStream.range(0, 4_500).asDoubleStream().toArray());
    assertThat(sums[499]).isEqualTo(499 + 2_499 + 4_499);
    assertThat(sums[500]).isEqualTo(500 + 2_500);
    boolean[] hits = new boolean[4_500];
    hits[7] = true;
    hits[2_007] = true;
    assertThat(RowLosses.counts(hits)[7]).isEqualTo(2);
    assertThat(Arrays.stream(RowLosses.counts(hits)).sum()).isEqualTo(2);
  }
}

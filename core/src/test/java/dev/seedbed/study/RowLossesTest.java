package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Scheme;
import dev.seedbed.random.Seed;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import java.util.Arrays;
import java.util.List;
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

  /// 3,000 trials, the worst number first: the winner of each scheme, and the first 500 of each.
  @Test
  void of_manyTrials_theBestAndTheFirst() {
    Scheme other = Catalogue.scheme("orthogonal");
    List<TrialResult> ranked =
        IntStream.iterate(2_999, i -> i - 1)
            .limit(3_000)
            .mapToObj(i -> completed(i, i < 1_500 ? StudySpec.DEFAULT_SCHEME : other))
            .toList();
    assertThat(RowLosses.of(ranked.subList(0, 1_000))).hasSize(1_000);
    assertThat(RowLosses.of(ranked))
        .extracting(result -> result.trial().number())
        .containsExactlyElementsOf(
            IntStream.concat(
                    IntStream.concat(IntStream.of(2_999), down(1_999, 1_500)),
                    IntStream.concat(IntStream.of(1_499), down(499, 0)))
                .boxed()
                .toList());
  }

  private static IntStream down(int from, int to) {
    return IntStream.iterate(from, i -> i >= to, i -> i - 1);
  }

  private static TrialResult completed(int number, Scheme scheme) {
    var score = new Score.Classification(0.5, 0.5);
    return new TrialResult(
        new Trial(number, scheme, new Seed(number), new Seed(42)),
        0,
        new Outcome.Completed(1, score),
        List.of(new Epoch(1, 0.5, score, 0)));
  }
}

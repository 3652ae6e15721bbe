package dev.seedbed.bench.check.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RanksTest {
  @Test
  void equalNumbers_shareTheMeanOfTheirRanks() {
    assertThat(Ranks.of(new double[] {3, 1, 3, 2})).containsExactly(3.5, 1, 3.5, 2);
  }

  /// Ten pairs of IQ and hours of television: ranks differ by squares of 194 in all, and 1 − 6 ·
  /// 194 / (10 · 99) = −0.17576.
  @Test
  void correlation_ofAKnownExample() {
    double[] x = {106, 86, 100, 101, 99, 103, 97, 113, 112, 110};
    double[] y = {7, 0, 27, 50, 28, 29, 20, 12, 6, 17};
    assertThat(Ranks.correlation(x, y)).isCloseTo(-29.0 / 165, within(1e-12));
    assertThat(Ranks.correlation(x, x)).isCloseTo(1, within(1e-12));
  }
}

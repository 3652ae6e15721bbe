package dev.seedbed.check.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.TensorShape;
import org.junit.jupiter.api.Test;

class RowSpreadTest {
  /// Two rows of two places: the places differ by 100, the rows by 2 and 4, so that the variances
  /// over rows are 1 and 4.
  @Test
  void places_areNotRows() {
    double variance =
        RowSpread.variance(
            new FloatArray(TensorShape.of(2, 1, 2), new float[] {0, 100, 2, 104}), 2);
    assertThat(variance).isCloseTo(2.5, within(1e-9));
  }

  @Test
  void equalRows_exactly0() {
    float[] same = {0.1f, 0.7f, 0.1f, 0.7f, 0.1f, 0.7f};
    assertThat(RowSpread.variance(new FloatArray(TensorShape.of(3, 2), same), 3)).isZero();
  }

  /// Three steps of two rows of one unit.
  @Test
  void timeFirst_rowsAreTheSecondAxis() {
    double variance =
        RowSpread.variance(
            new FloatArray(TensorShape.of(3, 2, 1), new float[] {0, 2, 10, 12, 50, 52}), 2);
    assertThat(variance).isCloseTo(1, within(1e-9));
  }
}

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
    var spread =
        RowSpread.of(new FloatArray(TensorShape.of(2, 1, 2), new float[] {0, 100, 2, 104}), 2);
    assertThat(spread.variance()).isCloseTo(2.5, within(1e-9));
    assertThat(spread.moment()).isCloseTo((4 + 100 * 100 + 104 * 104) / 4.0, within(1e-6));
  }

  @Test
  void equalRows_exactly0() {
    float[] same = {0.1f, 0.7f, 0.1f, 0.7f, 0.1f, 0.7f};
    assertThat(RowSpread.of(new FloatArray(TensorShape.of(3, 2), same), 3).variance()).isZero();
  }

  /// Three steps of two rows of one unit.
  @Test
  void timeFirst_rowsAreTheSecondAxis() {
    var spread =
        RowSpread.of(
            new FloatArray(TensorShape.of(3, 2, 1), new float[] {0, 2, 10, 12, 50, 52}), 2);
    assertThat(spread.variance()).isCloseTo(1, within(1e-9));
  }
}

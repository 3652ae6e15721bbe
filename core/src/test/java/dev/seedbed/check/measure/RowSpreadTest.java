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

  /// Two rows of two places of one unit: the places of the first differ by 2, of the second by 4.
  @Test
  void overPlaces_rowsOrPlacesFirst() {
    float[] rowsFirst = {0, 2, 100, 104};
    float[] placesFirst = {0, 100, 0.5f, 101, 2, 104};
    assertThat(RowSpread.overPlaces(new FloatArray(TensorShape.of(2, 2, 1), rowsFirst), 2))
        .isCloseTo(2.5, within(1e-9));
    // Three places: variances of 0, 0.5, 2 and of 0, 1, 4.
    assertThat(RowSpread.overPlaces(new FloatArray(TensorShape.of(3, 2, 1), placesFirst), 2))
        .isCloseTo((0.7222222 + 2.8888889) / 2, within(1e-6));
    assertThat(RowSpread.overPlaces(new FloatArray(TensorShape.of(2, 2), rowsFirst), 2)).isNaN();
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

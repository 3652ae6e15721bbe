package dev.seedbed.study.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void contains_itsEnds() {
    var interval = new Interval(1, 2);
    assertThat(interval.contains(1)).isTrue();
    assertThat(interval.contains(2)).isTrue();
    assertThat(interval.contains(Math.nextDown(1.0))).isFalse();
    assertThat(interval.contains(Math.nextUp(2.0))).isFalse();
  }

  @Test
  void clipped_outside_isTheNearerEnd() {
    assertThat(new Interval(Double.NEGATIVE_INFINITY, -1).within(0, 1))
        .isEqualTo(new Interval(0, 0));
    assertThat(new Interval(0.5, 3).within(0, 1)).isEqualTo(new Interval(0.5, 1));
  }

  @Test
  void upsideDown_orNaN_refused() {
    assertThatThrownBy(() -> new Interval(2, 1)).hasMessageContaining("2.0, 1.0");
    assertThatThrownBy(() -> new Interval(Double.NaN, 1)).hasMessageContaining("NaN");
  }
}

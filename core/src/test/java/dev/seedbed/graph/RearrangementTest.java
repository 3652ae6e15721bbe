package dev.seedbed.graph;

import org.junit.jupiter.api.Test;

class RearrangementTest {
  @Test
  void concat_hasItsGradient() {
    GradientCheck.checkLinear(
        new Concat(-2), 1, GradientCheck.eighths(1, 2, 3, 2), GradientCheck.eighths(2, 2, 1, 2));
  }
}

package dev.seedbed.graph;

import org.junit.jupiter.api.Test;

class UnaryFunctionTest {
  @Test
  void exp_hasItsGradient() {
    GradientCheck.check(
        new UnaryFunction.Exp(),
        1,
        x -> new double[][] {java.util.Arrays.stream(x[0]).map(StrictMath::exp).toArray()},
        GradientCheck.random(1, 2, 3));
  }
}

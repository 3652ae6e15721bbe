package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.graph.Drawing.Bernoulli;
import dev.seedbed.graph.Drawing.Normal;
import dev.seedbed.graph.Drawing.Numbers;
import dev.seedbed.graph.Drawing.Uniform;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrawingTest {
  private static final int COUNT = 100_000;

  private static float[] drawn(Operator operator, NdArray... in) {
    return operator.outputs(Operands.of(in)).getFirst().asFloats().data();
  }

  private static Numbers numbers(Drawing.Distribution law, String key) {
    return new Numbers(law, Optional.of(List.of((long) COUNT)), key);
  }

  private static double mean(float[] x) {
    double sum = 0;
    for (float each : x) {
      sum += each;
    }
    return sum / x.length;
  }

  private static double deviation(float[] x) {
    double mean = mean(x);
    double squares = 0;
    for (float each : x) {
      squares += (each - mean) * (each - mean);
    }
    return Math.sqrt(squares / x.length);
  }

  @Test
  void normal_hasItsMoments() {
    float[] x = drawn(numbers(new Normal(3, 2), "a"));
    // Five standard errors: of the mean σ/√n, of the deviation σ/√(2n).
    assertEquals(3, mean(x), 5 * 2 / Math.sqrt(COUNT));
    assertEquals(2, deviation(x), 5 * 2 / Math.sqrt(2.0 * COUNT));
  }

  @Test
  void uniform_hasItsMomentsAndBounds() {
    float[] x = drawn(numbers(new Uniform(-1, 5), "a"));
    // The deviation is the width over √12; its own standard error is less than that of a normal's.
    double deviation = 6 / Math.sqrt(12);
    assertEquals(2, mean(x), 5 * deviation / Math.sqrt(COUNT));
    assertEquals(deviation, deviation(x), 5 * deviation / Math.sqrt(2.0 * COUNT));
    for (float each : x) {
      assertEquals(2, each, 3);
    }
  }

  @Test
  void bernoulli_hasItsProbability() {
    FloatArray probabilities = FloatArray.of(TensorShape.of(COUNT));
    Arrays.fill(probabilities.data(), 0.3f);
    float[] x = drawn(new Bernoulli(Optional.empty(), "a"), probabilities);
    // Five standard errors √(p(1 − p)/n).
    assertEquals(0.3, mean(x), 5 * Math.sqrt(0.21 / COUNT));
    assertEquals(
        "whole numbers",
        new Bernoulli(Optional.of(Conversion.Type.INT64), "a")
            .outputs(Operands.of(probabilities))
            .getFirst()
            .type());
  }

  @Test
  void draws_areThoseOfTheirKey() {
    for (Drawing.Distribution law : List.of(new Normal(0, 1), new Uniform(0, 1))) {
      assertArrayEquals(drawn(numbers(law, "a")), drawn(numbers(law, "a")));
      assertNotEquals(drawn(numbers(law, "a"))[0], drawn(numbers(law, "b"))[0]);
    }
  }

  @Test
  void shapeIsThatOfTheInput_whereTheFileDoesNotSayIt() {
    var like = new Numbers(new Normal(0, 1), Optional.empty(), "a");
    NdArray y = like.outputs(Operands.of(LongArray.of(TensorShape.of(2, 3)))).getFirst();
    assertEquals(TensorShape.of(2, 3), y.shape());
    assertEquals("RandomNormalLike", like.name());
    assertEquals("RandomUniform", numbers(new Uniform(0, 1), "a").name());
    var huge = new Numbers(new Normal(0, 1), Optional.of(List.of(1_000_000L, 1_000_000L)), "a");
    assertThrows(IllegalArgumentException.class, () -> huge.outputs(Operands.of()));
  }
}

package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionTest {
  private static long[] numbers(@Nullable String text) {
    return text == null
        ? new long[0]
        : Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }

  private static List<Long> list(@Nullable String text) {
    return Arrays.stream(numbers(text)).boxed().toList();
  }

  static WindowSpec window(
      @Nullable String strides, @Nullable String dilations, @Nullable String pads) {
    return new WindowSpec(List.of(), list(strides), list(dilations), list(pads), Padding.EXPLICIT);
  }

  @ParameterizedTest
  @CsvSource({
    // x, w, strides, dilations, pads, groups
    "2 3 5 4, 4 3 3 2, , , , 1",
    "2 3 5 4, 4 3 3 3, 2 1, , 1 1 1 1, 1",
    "1 4 7 6, 4 2 3 2, 2 3, 2 1, 0 2 1 3, 2",
    "2 3 6, 5 3 3, 2, , 1 1, 1",
    "1 2 3 4 5, 2 2 2 3 2, 1 2 1, 1 1 2, 1 1 0 0 1 1, 1",
    "2 3 5 4, 4 3 1 1, , , , 1",
    "2 3 5 4, 4 3 1 1, 2 2, , , 1",
    "2 4 5 6, 4 1 3 3, , , 1 1 1 1, 4",
    "2 3 5 6, 6 1 3 3, 2 2, 1 2, 1 1 1 1, 3",
    "2 2 5, 4 1 3, , , 1 0, 2",
    "2 2 9 8, 2 1 2 2, 3 4, , , 2",
    "2 2 7 9, 4 1 1 1, 2 3, , 0 2 1 1, 2",
    "1 2 9 8, 2 1 3 2, 2 3, 3 2, 2 1 0 3, 2",
    "1 3 5 4 5, 3 1 2 3 2, 1 2 2, 2 1 1, 1 1 0 0 1 1, 3",
    "1 2 4 5, 2 1 2 3, 1000000 1000000, , , 2",
    "1 2 70 40, 2 1 3 3, , , 1 1 1 1, 2",
    "1 2 3 3, 2 2 3 3, , , 2 2 2 2, 1",
    "1 2 2 2, 2 2 1 1, , , 3 3 3 3, 1",
  })
  void conv_hasItsGradient(
      String x,
      String w,
      @Nullable String strides,
      @Nullable String dilations,
      @Nullable String pads,
      int groups) {
    long[] weights = numbers(w);
    GradientCheck.checkLinear(
        new Convolution.Conv(window(strides, dilations, pads), groups),
        1,
        GradientCheck.eighths(1, numbers(x)),
        GradientCheck.eighths(2, weights),
        GradientCheck.eighths(3, weights[0]));
  }

  @ParameterizedTest
  @CsvSource({
    // x, w, strides, dilations, pads, groups, output padding, output shape
    "2 3 3 4, 3 2 3 2, , , , 1, , ",
    "2 3 3 4, 3 2 3 3, 2 2, , 1 1 1 1, 1, 1 1, ",
    "1 4 3 4, 4 2 3 2, 2 3, 2 1, 0 1 1 0, 2, 0 1, ",
    "2 3 4, 3 2 3, 3, , , 1, , 11",
    "1 2 2 2 3, 2 2 2 3 2, 1 2 1, 1 1 2, 1 1 0 0 1 1, 1, , ",
    "2 4 3 3, 4 1 3 3, 2 2, , 1 1 1 1, 4, , ",
    "2 2 3 3, 2 1 1 1, , , , 1, , ",
    "1 2 4, 2 1 3, 2, , , 2, , 6",
    "1 2 4, 2 2 1, 2, , , 2, , 5",
    "1 2 3 4, 2 1 2 3, 3 2, 2 3, 1 0 0 2, 2, , ",
    "1 2 3, 2 3 2, 4, , , 1, 3, ",
  })
  void convTranspose_hasItsGradient(
      String x,
      String w,
      @Nullable String strides,
      @Nullable String dilations,
      @Nullable String pads,
      int groups,
      @Nullable String outputPadding,
      @Nullable String outputShape) {
    long[] weights = numbers(w);
    GradientCheck.checkLinear(
        new Convolution.ConvTranspose(
            window(strides, dilations, pads), groups, list(outputPadding), list(outputShape)),
        1,
        GradientCheck.eighths(1, numbers(x)),
        GradientCheck.eighths(2, weights),
        GradientCheck.eighths(3, weights[1] * groups));
  }

  @ParameterizedTest
  @CsvSource({"1, 40, 3, 1", "2, 40, 3, 2", "1, 40, 1, 1", "40, 1, 3, 1"})
  void convolutions_doNotDependOnThreads(int groups, int channels, int kernel, int stride) {
    FloatArray x = GradientCheck.random(1, 3, 40, 17, 18);
    FloatArray w = GradientCheck.random(2, 80, channels / (groups == 2 ? 2 : 1), kernel, kernel);
    var s = String.valueOf(stride);
    Operator conv = new Convolution.Conv(window(s + " " + s, null, "1 1 1 1"), groups);
    FloatArray y = conv.outputs(Operands.of(x, w)).getFirst().asFloats();
    FloatArray g =
        GradientCheck.random(3, Arrays.stream(y.shape().lengths()).asLongStream().toArray());
    try (Team team = Team.of(3)) {
      var in = new Operands(List.of(Optional.of(x), Optional.of(w)), 1, team);
      assertArrayEquals(y.data(), conv.outputs(in).getFirst().asFloats().data());
      List<float[]> alone = TestBackward.run(conv, Team.ALONE, List.of(x, w), g);
      List<float[]> shared = TestBackward.run(conv, team, List.of(x, w), g);
      assertArrayEquals(alone.get(0), shared.get(0));
      assertArrayEquals(alone.get(1), shared.get(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"SAME_UPPER, 0", "SAME_LOWER, 1"})
  void samePadding_putsTheOddOneWhereItIsToStand(Padding padding, int begin) {
    var spec = new WindowSpec(List.of(2L), List.of(), List.of(), List.of(), padding);
    Windows windows = spec.windows(TensorShape.of(1, 1, 5), new int[0], false);
    assertEquals(5, windows.outputs());
    assertEquals(begin, windows.begin()[2]);
  }

  @Test
  void conv_refusesWhatDoesNotFit() {
    FloatArray x = GradientCheck.eighths(1, 1, 4, 5, 5);
    refused(new Convolution.Conv(window(null, null, null), 1), x, FloatArray.of(1, 2));
    refused(new Convolution.Conv(window(null, null, null), 3), x, weights(4, 4, 3, 3));
    refused(new Convolution.Conv(window(null, null, null), 0), x, weights(4, 4, 3, 3));
    refused(new Convolution.Conv(window(null, null, null), 1), x, weights(4, 3, 3, 3));
    refused(new Convolution.Conv(window(null, null, null), 1), x, weights(4, 4, 3));
    refused(new Convolution.Conv(window(null, null, null), 1), x, weights(4, 4, 6, 3));
    refused(new Convolution.Conv(window("0 1", null, null), 1), x, weights(4, 4, 3, 3));
    refused(new Convolution.Conv(window("1", null, null), 1), x, weights(4, 4, 3, 3));
    refused(new Convolution.Conv(window(null, null, "-1 0 0 0"), 1), x, weights(4, 4, 3, 3));
    refused(
        new Convolution.Conv(window(null, null, "2147483647 0 0 0"), 1), x, weights(4, 4, 3, 3));
    refused(new Convolution.Conv(window(null, "2147483647 1", null), 1), x, weights(4, 4, 3, 3));
    refused(
        new Convolution.ConvTranspose(window(null, null, null), 1, List.of(), List.of()),
        x,
        weights(3, 4, 3, 3));
  }

  private static FloatArray weights(long... lengths) {
    return GradientCheck.eighths(2, lengths);
  }

  private static void refused(Operator operator, FloatArray... in) {
    assertThrows(IllegalArgumentException.class, () -> operator.outputs(Operands.of(in)));
  }
}

package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolingTest {
  private static WindowSpec window(
      List<Long> kernel, List<Long> strides, List<Long> dilations, List<Long> pads) {
    return new WindowSpec(kernel, strides, dilations, pads, Padding.EXPLICIT);
  }

  private static final WindowSpec PLANE =
      window(List.of(3L, 2L), List.of(2L, 1L), List.of(1L, 2L), List.of(1L, 0L, 0L, 1L));

  /// The windows of [#PLANE] on a plane of 7 × 5, of which the last is not full if `ceiling`: lists
  /// of places, -1 in the padding.
  private static List<int[]> windows(boolean ceiling) {
    return java.util.stream.IntStream.range(0, (ceiling ? 4 : 3) * 4)
        .mapToObj(i -> {
          int[] places = new int[6];
          for (int k = 0; k < 6; k++) {
            int y = i / 4 * 2 - 1 + k / 2;
            int x = i % 4 + k % 2 * 2;
            // Below the padded array, where only a window that is not full reaches: -2.
            places[k] = y >= 0 && y < 7 && x < 5 ? y * 5 + x : y < 7 ? -1 : -2;
          }
          return places;
        })
        .toList();
  }

  /// Applies a function of the elements of a window to all windows of two rows and channels.
  private static double[][] pool(
      double[] x, boolean ceiling, java.util.function.BiFunction<double[], int[], Double> f) {
    var y = new java.util.ArrayList<Double>();
    for (int plane = 0; plane < 4; plane++) {
      double[] values = Arrays.copyOfRange(x, plane * 35, plane * 35 + 35);
      windows(ceiling).forEach(places -> y.add(f.apply(values, places)));
    }
    return new double[][] {y.stream().mapToDouble(v -> v).toArray()};
  }

  private static FloatArray different() {
    FloatArray x = GradientCheck.random(1, 2, 2, 7, 5);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = i * 37 % 140 / 35f - 2;
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void maxPool_hasItsGradient(boolean ceiling) {
    GradientCheck.check(
        new Pooling.MaxPool(PLANE, ceiling, false),
        1,
        x ->
            pool(
                x[0],
                ceiling,
                (v, places) ->
                    Arrays.stream(places)
                        .filter(i -> i >= 0)
                        .mapToDouble(i -> v[i])
                        .max()
                        .orElseThrow()),
        different());
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void averagePool_hasItsGradient(boolean ceiling, boolean countIncludePad) {
    GradientCheck.check(
        new Pooling.AveragePool(PLANE, ceiling, countIncludePad),
        1,
        x ->
            pool(
                x[0],
                ceiling,
                (v, places) -> {
                  int least = countIncludePad ? -1 : 0;
                  return Arrays.stream(places)
                      .filter(i -> i >= least)
                      .mapToDouble(i -> i < 0 ? 0 : v[i])
                      .average()
                      .orElseThrow();
                }),
        GradientCheck.random(1, 2, 2, 7, 5));
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, true", "3, false"})
  void lpPool_hasItsGradient(int p, boolean ceiling) {
    GradientCheck.check(
        new Pooling.LpPool(PLANE, p, ceiling),
        1,
        x ->
            pool(
                x[0],
                ceiling,
                (v, places) ->
                    StrictMath.pow(
                        Arrays.stream(places)
                            .filter(i -> i >= 0)
                            .mapToDouble(i -> StrictMath.pow(Math.abs(v[i]), p))
                            .sum(),
                        1.0 / p)),
        awayFromZero());
  }

  private static FloatArray awayFromZero() {
    FloatArray x = GradientCheck.random(1, 0.5, 2, 2, 2, 7, 5);
    for (int i = 0; i < x.data().length; i += 3) {
      x.data()[i] *= -1;
    }
    return x;
  }

  private static double[][] planes(
      double[] x, java.util.function.ToDoubleFunction<double[]> function) {
    double[] y = new double[4];
    Arrays.setAll(y, i -> function.applyAsDouble(Arrays.copyOfRange(x, i * 35, i * 35 + 35)));
    return new double[][] {y};
  }

  @Test
  void globalPools_haveTheirGradients() {
    GradientCheck.check(
        new Pooling.GlobalAveragePool(),
        1,
        x -> planes(x[0], v -> Arrays.stream(v).average().orElseThrow()),
        different());
    GradientCheck.check(
        new Pooling.GlobalMaxPool(),
        1,
        x -> planes(x[0], v -> Arrays.stream(v).max().orElseThrow()),
        different());
    for (int p = 1; p <= 3; p++) {
      int power = p;
      GradientCheck.check(
          new Pooling.GlobalLpPool(p),
          1,
          x ->
              planes(
                  x[0],
                  v ->
                      StrictMath.pow(
                          Arrays.stream(v).map(a -> StrictMath.pow(Math.abs(a), power)).sum(),
                          1.0 / power)),
          awayFromZero());
    }
  }

  @Test
  void maxPool_givesIndicesInBothOrders() {
    FloatArray x = FloatArray.of(TensorShape.of(2, 1, 2, 3));
    x.data()[2] = 1;
    x.data()[6 + 4] = 1;
    WindowSpec all = window(List.of(2L, 3L), List.of(), List.of(), List.of());
    var in = new Operands(List.of(java.util.Optional.of(x)), 2, Team.ALONE);
    assertArrayEquals(
        new long[] {2, 10},
        new Pooling.MaxPool(all, false, false).outputs(in).get(1).asLongs().data());
    assertArrayEquals(
        new long[] {4, 9},
        new Pooling.MaxPool(all, false, true).outputs(in).get(1).asLongs().data());
  }

  @Test
  void maxPool_comparesWholeNumbersExactly() {
    // Equal as floats.
    long large = 1L << 60;
    LongArray x =
        new LongArray(TensorShape.of(1, 1, 4), new long[] {large, large + 1, -large, -large - 1});
    WindowSpec pairs = window(List.of(2L), List.of(2L), List.of(), List.of());
    assertArrayEquals(
        new long[] {large + 1, -large},
        new Pooling.MaxPool(pairs, false, false)
            .outputs(Operands.of(x))
            .getFirst()
            .asLongs()
            .data());
  }

  @Test
  void maxPool_ofPaddingAlone_isTheLeastNumber() {
    WindowSpec padded = window(List.of(2L), List.of(2L), List.of(), List.of(2L, 0L));
    var pool = new Pooling.MaxPool(padded, false, false);
    FloatArray x = new FloatArray(TensorShape.of(1, 1, 2), new float[] {-3, -4});
    assertArrayEquals(
        new float[] {Float.NEGATIVE_INFINITY, -3},
        pool.outputs(Operands.of(x)).getFirst().asFloats().data());
    FloatArray gradient = new FloatArray(TensorShape.of(1, 1, 2), new float[] {5, 7});
    assertArrayEquals(
        new float[] {7, 0}, TestBackward.run(pool, Team.ALONE, List.of(x), gradient).getFirst());
    LongArray whole = new LongArray(x.shape(), new long[] {-3, -4});
    assertArrayEquals(
        new long[] {Long.MIN_VALUE, -3},
        pool.outputs(Operands.of(whole)).getFirst().asLongs().data());
  }

  @Test
  void pools_refuseWhatDoesNotFit() {
    FloatArray x = FloatArray.of(TensorShape.of(1, 1, 4, 4));
    WindowSpec none = window(List.of(), List.of(), List.of(), List.of());
    WindowSpec large = window(List.of(5L, 1L), List.of(), List.of(), List.of());
    WindowSpec line = window(List.of(2L), List.of(), List.of(), List.of());
    for (WindowSpec spec : List.of(none, large, line)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new Pooling.MaxPool(spec, false, false).outputs(Operands.of(x)));
      assertThrows(
          IllegalArgumentException.class,
          () -> new Pooling.AveragePool(spec, false, false).outputs(Operands.of(x)));
    }
    assertThrows(IllegalArgumentException.class, () -> new Pooling.GlobalLpPool(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Pooling.GlobalMaxPool().outputs(Operands.of(FloatArray.of(1, 2))));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Pooling.GlobalMaxPool()
                .outputs(Operands.of(FloatArray.of(TensorShape.of(1, 2, 0)))));
  }
}

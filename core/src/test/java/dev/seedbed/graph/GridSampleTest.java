package dev.seedbed.graph;

import static dev.seedbed.graph.GradientCheck.random;
import static dev.seedbed.graph.RearrangementTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.seedbed.graph.GridSample.Outside;
import dev.seedbed.graph.Resize.Interpolation;
import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GridSampleTest {
  static List<GridSample> all() {
    var all = new ArrayList<GridSample>();
    for (Interpolation interpolation : Interpolation.values()) {
      for (Outside outside : Outside.values()) {
        all.add(new GridSample(interpolation, outside, false));
        all.add(new GridSample(interpolation, outside, true));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("all")
  void samples_haveTheirGradients(GridSample each) {
    checkGradients(each, new int[] {5}, 6);
    checkGradients(each, new int[] {3, 4}, 8);
    checkGradients(each, new int[] {2, 3, 4}, 4);
  }

  /// Checks 2 rows of 2 channels.
  private static void checkGradients(GridSample each, int[] lengths, int points) {
    long[] x = new long[lengths.length + 2];
    long[] grid = new long[x.length];
    Arrays.fill(x, 2);
    Arrays.fill(grid, 1);
    grid[0] = 2;
    grid[1] = points;
    grid[x.length - 1] = lengths.length;
    for (int axis = 0; axis < lengths.length; axis++) {
      x[2 + axis] = lengths[axis];
    }
    int inputs = Arrays.stream(lengths).reduce(1, (a, b) -> a * b);
    GradientCheck.check(
        each,
        1,
        in -> {
          double[] y = new double[4 * points];
          for (int i = 0; i < y.length; i++) {
            int plane = i / points;
            int point = (plane / 2 * points + i % points) * lengths.length;
            double[] place = Arrays.copyOfRange(in[1], point, point + lengths.length);
            double[] values = Arrays.copyOfRange(in[0], plane * inputs, (plane + 1) * inputs);
            y[i] = value(each, values, lengths, 0, 0, place);
          }
          return new double[][] {y};
        },
        random(1, x),
        smooth(grid));
  }

  /// A grid of places that are not near elements or the middles between them, where functions have
  /// jumps or kinks. These stand at multiples of 1/2 of axes of up to 5 elements.
  private static FloatArray smooth(long[] lengths) {
    FloatArray grid = FloatArray.of(TensorShape.of(lengths));
    var random = new SplittableRandom(3);
    for (int i = 0; i < grid.data().length; i++) {
      float drawn;
      do {
        drawn = (float) random.nextDouble(-1.9, 1.9);
      } while (isNearKink(drawn));
      grid.data()[i] = drawn;
    }
    return grid;
  }

  private static boolean isNearKink(double coordinate) {
    return IntStream.rangeClosed(1, 5)
        .mapToDouble(n -> (coordinate + 1) * n)
        .anyMatch(twice -> Math.abs(twice - Math.rint(twice)) < 0.02);
  }

  /// The value at a place, axis by axis.
  ///
  /// @param at the index that the axes before `axis` have made
  private static double value(
      GridSample each, double[] x, int[] lengths, int axis, int at, double[] place) {
    if (axis == lengths.length) {
      return x[at];
    }
    int n = lengths[axis];
    double given = place[place.length - 1 - axis];
    double real = each.alignCorners() ? (given + 1) / 2 * (n - 1) : ((given + 1) * n - 1) / 2;
    double sum = 0;
    for (int i = (int) Math.floor(real) - 2; i <= real + 3; i++) {
      double weight = weight(each.interpolation(), i, real);
      int source = i;
      while (each.outside() == Outside.REFLECTION && (source < 0 || source >= n)) {
        int twiceBorder = source < 0 ? 0 : 2 * (n - 1);
        int beyond = each.alignCorners() ? 0 : source < 0 ? -1 : 1;
        source = twiceBorder + beyond - source;
      }
      source = each.outside() == Outside.BORDER ? Math.clamp(source, 0, n - 1) : source;
      if (source >= 0 && source < n && weight != 0) {
        sum += weight * value(each, x, lengths, axis + 1, at * n + source, place);
      }
    }
    return sum;
  }

  private static double weight(Interpolation interpolation, int i, double place) {
    double x = Math.abs(i - place);
    double a = -0.75;
    return switch (interpolation) {
      case NEAREST -> i == Math.rint(place) ? 1 : 0;
      case LINEAR -> Math.max(0, 1 - x);
      case CUBIC ->
          x <= 1
              ? (a + 2) * x * x * x - (a + 3) * x * x + 1
              : x < 2 ? a * x * x * x - 5 * a * x * x + 8 * a * x - 4 * a : 0;
    };
  }

  /// Expected values are from core/src/test/python/grid_sample.py.
  @ParameterizedTest
  @CsvSource({
    "2, NEAREST, ZEROS, false, 4.0, 0.0, 0.0, 0.0",
    "2, NEAREST, ZEROS, true, 3.0, 9.0, 0.0, 0.0",
    "2, NEAREST, BORDER, false, 4.0, 9.0, 9.0, 5.0",
    "2, NEAREST, BORDER, true, 3.0, 9.0, 9.0, 5.0",
    "2, NEAREST, REFLECTION, false, 4.0, 9.0, 0.0, 3.0",
    "2, NEAREST, REFLECTION, true, 3.0, 9.0, 0.0, 3.0",
    "2, LINEAR, ZEROS, false, 3.98, 1.17, 0.0, 0.0",
    "2, LINEAR, ZEROS, true, 3.34, 6.665, 0.0, 0.0",
    "2, LINEAR, BORDER, false, 3.98, 9.0, 9.0, 5.6",
    "2, LINEAR, BORDER, true, 3.34, 8.6, 9.0, 5.4",
    "2, LINEAR, REFLECTION, false, 3.98, 9.0, 0.1, 2.745",
    "2, LINEAR, REFLECTION, true, 3.34, 7.5425, 1.545, 2.86",
    "2, CUBIC, ZEROS, false, 4.768151, 1.222738, 0.0, 0.0",
    "2, CUBIC, ZEROS, true, 3.693997, 7.907214, -0.260638, 0.0",
    "2, CUBIC, BORDER, false, 4.212923, 9.57161, 9.0, 5.917156",
    "2, CUBIC, BORDER, true, 3.426544, 9.189646, 9.510469, 5.63175",
    "2, CUBIC, REFLECTION, false, 4.212923, 10.343925, -0.108333, 2.613603",
    "2, CUBIC, REFLECTION, true, 3.483127, 8.541743, 0.651766, 2.632978",
    "3, NEAREST, ZEROS, false, 9.0, 0.0, 0.0, 0.0",
    "3, NEAREST, ZEROS, true, 5.0, 9.0, 0.0, 0.0",
    "3, NEAREST, BORDER, false, 9.0, 9.0, 5.0, 3.0",
    "3, NEAREST, BORDER, true, 5.0, 9.0, 5.0, 3.0",
    "3, NEAREST, REFLECTION, false, 9.0, 9.0, 1.0, 3.0",
    "3, NEAREST, REFLECTION, true, 5.0, 9.0, 1.0, 3.0",
    "3, LINEAR, ZEROS, false, 6.318, 0.936, 0.0, 0.0",
    "3, LINEAR, ZEROS, true, 5.2, 6.118625, 0.0, 0.0",
    "3, LINEAR, BORDER, false, 6.318, 9.0, 5.0, 3.15",
    "3, LINEAR, BORDER, true, 5.2, 7.895, 5.0, 3.1",
    "3, LINEAR, REFLECTION, false, 6.318, 9.0, 0.9, 3.285",
    "3, LINEAR, REFLECTION, true, 5.2, 6.905, 2.495, 3.445"
  })
  void samples_areThoseOfPyTorch(
      int axes,
      Interpolation interpolation,
      Outside outside,
      boolean alignCorners,
      double first,
      double second,
      double third,
      double fourth) {
    float[] points = {0.3f, -0.4f, 0.2f, -1.15f, 0.9f, -0.7f, 1.3f, -2.7f, 1.1f, -6.2f, 0.1f, 3.9f};
    TensorShape shape = axes == 2 ? TensorShape.of(1, 1, 3, 4) : TensorShape.of(1, 1, 2, 3, 4);
    FloatArray x = FloatArray.of(shape);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = i * i % 11;
    }
    FloatArray grid =
        FloatArray.of(axes == 2 ? TensorShape.of(1, 1, 4, 2) : TensorShape.of(1, 1, 1, 4, 3));
    for (int i = 0; i < 4 * axes; i++) {
      grid.data()[i] = points[i / axes * 3 + i % axes];
    }
    NdArray y =
        new GridSample(interpolation, outside, alignCorners)
            .outputs(Operands.of(x, grid))
            .getFirst();
    GradientCheck.assertClose(
        "samples", new double[] {first, second, third, fourth}, GradientCheck.doubles(y));
  }

  @Test
  void placesThatAreNone_orFarAway_giveNoError() {
    FloatArray x = FloatArray.of(1, 2, 3).reshaped(TensorShape.of(1, 1, 3));
    FloatArray grid =
        FloatArray.of(Float.NaN, Float.POSITIVE_INFINITY, -1e30f).reshaped(TensorShape.of(1, 3, 1));
    for (Interpolation interpolation : Interpolation.values()) {
      assertArrayEquals(
          new float[] {Float.NaN, 0, 0},
          new GridSample(interpolation, Outside.ZEROS, false)
              .outputs(Operands.of(x, grid))
              .getFirst()
              .asFloats()
              .data());
      assertArrayEquals(
          new float[] {Float.NaN, 3, 1},
          new GridSample(interpolation, Outside.BORDER, false)
              .outputs(Operands.of(x, grid))
              .getFirst()
              .asFloats()
              .data());
      // One of the elements, but which one is a question of rounding.
      new GridSample(interpolation, Outside.REFLECTION, false).outputs(Operands.of(x, grid));
    }
  }

  @Test
  void infiniteNeighbours_ofElements_doNotCount() {
    FloatArray x = FloatArray.of(1, Float.POSITIVE_INFINITY, 3).reshaped(TensorShape.of(1, 1, 3));
    FloatArray grid = FloatArray.of(-1, 1).reshaped(TensorShape.of(1, 2, 1));
    assertArrayEquals(
        new float[] {1, 3},
        new GridSample(Interpolation.LINEAR, Outside.ZEROS, true)
            .outputs(Operands.of(x, grid))
            .getFirst()
            .asFloats()
            .data());
  }

  @Test
  void results_areTheSameForAnyNumberOfThreads() {
    FloatArray x = random(1, 2, 5, 20, 24);
    FloatArray grid = random(2, 2, 30, 40, 2);
    FloatArray g = random(3, 2, 5, 30, 40);
    try (Team two = Team.of(2)) {
      for (Interpolation interpolation : Interpolation.values()) {
        var each = new GridSample(interpolation, Outside.REFLECTION, false);
        assertArrayEquals(
            each.outputs(BinaryFunctionTest.operands(Team.ALONE, x, grid))
                .getFirst()
                .asFloats()
                .data(),
            each.outputs(BinaryFunctionTest.operands(two, x, grid)).getFirst().asFloats().data());
        List<float[]> alone = TestBackward.run(each, Team.ALONE, List.of(x, grid), g);
        List<float[]> together = TestBackward.run(each, two, List.of(x, grid), g);
        assertArrayEquals(alone.get(0), together.get(0));
        assertArrayEquals(alone.get(1), together.get(1));
      }
    }
  }

  @Test
  void inputsThatDoNotFit_areRefusedInALine() {
    var each = new GridSample(Interpolation.LINEAR, Outside.ZEROS, false);
    FloatArray x = random(1, 2, 1, 4, 4);
    for (NdArray grid : List.of(random(1, 1, 2, 2, 2), random(1, 2, 2, 2, 3), random(1, 2, 2, 2))) {
      assertRefused(
          "the grid must have the rows of 2x1x4x4 and 2 coordinates of each place: " + grid.shape(),
          each,
          x,
          grid);
    }
    assertRefused(
        "the input must have 1 to 3 spatial axes, none of them empty: 2x1x0",
        each,
        random(1, 2, 1, 0),
        random(1, 2, 1, 1));
    assertRefused(
        "the input must have 1 to 3 spatial axes, none of them empty: 2x1",
        each,
        random(1, 2, 1),
        random(1, 2, 1));
  }
}

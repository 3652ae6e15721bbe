package dev.seedbed.graph;

import static dev.seedbed.graph.GradientCheck.eighths;
import static dev.seedbed.graph.RearrangementTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedbed.graph.Graph.ElementType;
import dev.seedbed.graph.Scattering.Reduction;
import dev.seedbed.kernel.Team;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Operators that look elements up or put them, and those that make numbers. ONNX's conformance
/// cases judge what they give; here are gradients, threads, and what is refused.
class IndexingTest {
  record Case(Operator operator, int outputs, NdArray... inputs) {
    @Override
    public String toString() {
      return operator + Stream.of(inputs).map(x -> " " + x.shape()).toList().toString();
    }
  }

  private static Case of(Operator operator, NdArray... inputs) {
    return new Case(operator, 1, inputs);
  }

  private static LongArray longs(TensorShape shape, long... elements) {
    return new LongArray(shape, elements);
  }

  private static final TensorShape TWO_BY_TWO = TensorShape.of(2, 2);

  static List<Case> linear() {
    return List.of(
        of(new Gathering.Gather(0), eighths(1, 4, 3), longs(TWO_BY_TWO, 1, -1, 1, 0)),
        of(new Gathering.Gather(-2), eighths(1, 2, 4, 3), LongArray.scalar(2)),
        // Rows long enough to be added up place by place.
        of(new Gathering.Gather(0), eighths(1, 5, 20), LongArray.of(4, 1, 4, 4, 0, 1)),
        of(new Gathering.Gather(1), eighths(1, 2, 5), LongArray.of(0, 2, 4)),
        of(new Gathering.GatherElements(1), eighths(1, 2, 3), longs(TWO_BY_TWO, 2, 2, -3, 1)),
        of(new Gathering.GatherElements(0), eighths(1, 3, 2), longs(TWO_BY_TWO, 2, 2, 2, 1)),
        of(new Gathering.GatherND(0), eighths(1, 3, 4, 2), longs(TWO_BY_TWO, 1, -1, 1, 3)),
        of(new Gathering.GatherND(1), eighths(1, 2, 4, 2), longs(TensorShape.of(2, 1), 3, 0)),
        of(
            new Gathering.Compress(Optional.of(-1)),
            eighths(1, 2, 4),
            BooleanArray.of(true, false, true)),
        of(
            new Gathering.Compress(Optional.empty()),
            eighths(1, 2, 3),
            BooleanArray.of(false, true, false, true, true)),
        of(new Gathering.ReverseSequence(0, 1), eighths(1, 3, 4, 2), LongArray.of(1, 4, 3)),
        of(new Gathering.ReverseSequence(1, 0), eighths(1, 4, 3), LongArray.of(0, 4, 3)),
        of(
            new Scattering.ScatterElements(1, Reduction.NONE),
            eighths(1, 2, 3),
            longs(TWO_BY_TWO, 2, 2, -3, 1),
            eighths(2, 2, 2)),
        of(
            new Scattering.ScatterElements(0, Reduction.ADD),
            eighths(1, 3, 2),
            longs(TWO_BY_TWO, 2, 2, 2, 1),
            eighths(2, 2, 2)),
        of(
            new Scattering.ScatterND(Reduction.NONE),
            eighths(1, 4, 3),
            longs(TensorShape.of(3, 1), 1, -1, 1),
            eighths(2, 3, 3)),
        of(
            new Scattering.ScatterND(Reduction.ADD),
            eighths(1, 4, 3),
            longs(TensorShape.of(3, 2), 1, 2, 3, 0, 1, 2),
            eighths(2, 3)),
        of(new OneHot(1), LongArray.of(1, -1, 7), LongArray.scalar(4), FloatArray.of(-0.5f, 2)));
  }

  @ParameterizedTest
  @MethodSource("linear")
  void operators_haveTheirGradients(Case each) {
    GradientCheck.checkLinear(each.operator, each.outputs, each.inputs);
  }

  @ParameterizedTest
  @EnumSource(Reduction.class)
  void scatter_combinesAndHasItsGradient(Reduction reduction) {
    long[] rows = {1, 3, 1};
    GradientCheck.check(
        new Scattering.ScatterND(reduction),
        1,
        x -> {
          double[] y = x[0].clone();
          for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < 2; k++) {
              int at = (int) rows[i] * 2 + k;
              double b = x[2][i * 2 + k];
              y[at] =
                  switch (reduction) {
                    case NONE -> b;
                    case ADD -> y[at] + b;
                    case MUL -> y[at] * b;
                    case MAX -> Math.max(y[at], b);
                    case MIN -> Math.min(y[at], b);
                  };
            }
          }
          return new double[][] {y};
        },
        GradientCheck.random(1, 4, 2),
        longs(TensorShape.of(3, 1), rows),
        GradientCheck.random(2, 3, 2));
  }

  @ParameterizedTest
  @EnumSource(TopK.End.class)
  void topK_hasItsGradient(TopK.End end) {
    GradientCheck.check(
        new TopK(1, end),
        2,
        x -> {
          double[] values = new double[2 * 2 * 3];
          double[] indices = new double[values.length];
          for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 3; column++) {
              var taken = new boolean[5];
              for (int k = 0; k < 2; k++) {
                int best = -1;
                for (int i = 0; i < 5; i++) {
                  double a = x[0][(row * 5 + i) * 3 + column];
                  double b = best < 0 ? 0 : x[0][(row * 5 + best) * 3 + column];
                  if (!taken[i] && (best < 0 || (end == TopK.End.LARGEST ? a > b : a < b))) {
                    best = i;
                  }
                }
                taken[best] = true;
                values[(row * 2 + k) * 3 + column] = x[0][(row * 5 + best) * 3 + column];
                indices[(row * 2 + k) * 3 + column] = best;
              }
            }
          }
          return new double[][] {values, indices};
        },
        GradientCheck.random(3, 2, 5, 3),
        LongArray.of(2));
  }

  @Test
  void topK_takesEqualElementsInOrder() {
    for (NdArray x : List.of(FloatArray.of(1, -0.0f, 1, 0, -1), LongArray.of(1, 0, 1, 0, -1))) {
      assertArrayEquals(new long[] {0, 2, 1, 3}, indices(new TopK(0, TopK.End.LARGEST), x));
      assertArrayEquals(new long[] {4, 1, 3, 0}, indices(new TopK(0, TopK.End.SMALLEST), x));
    }
  }

  private static long[] indices(TopK operator, NdArray x) {
    return operator.outputs(Operands.of(x, LongArray.of(4))).get(1).asLongs().data();
  }

  @Test
  void addedUpElements_areTheSameByEachWayAndForAnyNumberOfThreads() {
    var random = new SplittableRandom(5);
    try (Team two = Team.of(2)) {
      for (int run : new int[] {1, 3, 40}) {
        TensorShape of = TensorShape.of(300, run);
        for (int count : new int[] {20, 4000}) {
          int[] indices = random.ints(count, 0, 300).toArray();
          IndexedRuns runs = IndexedRuns.along(of, 0, indices);
          FloatArray g = GradientCheck.random(3, count, run);
          double[] sums = new double[of.elements()];
          for (int i = 0; i < count; i++) {
            for (int k = 0; k < run; k++) {
              sums[indices[i] * run + k] += g.data()[i * run + k];
            }
          }
          float[] expected = new float[sums.length];
          for (int i = 0; i < sums.length; i++) {
            expected[i] = (float) sums[i];
          }
          assertArrayEquals(expected, runs.addUp(g, of, Team.ALONE).data());
          assertArrayEquals(expected, runs.addUp(g, of, two).data());
          FloatArray x = GradientCheck.random(4, 300, run);
          assertArrayEquals(
              runs.read(x, Team.ALONE).asFloats().data(), runs.read(x, two).asFloats().data());
        }
      }
    }
  }

  @Test
  void shapeAndSize_lookAtNoElements() {
    assertEquals(false, new Generating.ShapeOf(0, Optional.empty()).looksAtElements());
    assertEquals(false, new Generating.Size().looksAtElements());
    NdArray x = FloatArray.of(TensorShape.of(2, 3, 4));
    assertArrayEquals(
        new long[] {3, 4}, made(new Generating.ShapeOf(-2, Optional.of(99)), x).asLongs().data());
    assertArrayEquals(
        new long[] {}, made(new Generating.ShapeOf(2, Optional.of(-2)), x).asLongs().data());
    assertEquals(
        TensorShape.of(2, 3),
        made(
                new Generating.EyeLike(Optional.of(ElementType.BOOLEAN), -1),
                FloatArray.of(TensorShape.of(2, 3)))
            .shape());
  }

  private static NdArray made(Operator operator, NdArray... inputs) {
    return operator.outputs(Operands.of(inputs)).getFirst();
  }

  @Test
  void unique_findsRowsAndMarks() {
    List<NdArray> found =
        new Unique(Optional.of(0), Unique.Order.SORTED)
            .outputs(Operands.of(longs(TensorShape.of(3, 2), 1, 0, 0, 5, 1, 0)));
    assertArrayEquals(new long[] {0, 5, 1, 0}, found.get(0).asLongs().data());
    assertArrayEquals(new long[] {1, 0}, found.get(1).asLongs().data());
    assertArrayEquals(new long[] {1, 0, 1}, found.get(2).asLongs().data());
    assertArrayEquals(new long[] {1, 2}, found.get(3).asLongs().data());
    assertArrayEquals(
        new boolean[] {true, false},
        made(
                new Unique(Optional.empty(), Unique.Order.AS_FOUND),
                BooleanArray.of(true, false, true))
            .asBooleans()
            .data());
  }

  @Test
  void inputsThatDoNotFit_areRefusedInALine() {
    NdArray x = eighths(1, 2, 3);
    assertRefused("index must be from -2 to 1: 2", new Gathering.Gather(0), x, LongArray.of(2));
    assertRefused("index must be from -3 to 2: -4", new Gathering.Gather(1), x, LongArray.of(-4));
    assertRefused("axis must be from -2 to 1: 2", new Gathering.Gather(2), x, LongArray.of(0));
    assertRefused(
        "expected whole numbers, found real numbers", new Gathering.Gather(0), x, FloatArray.of(1));
    assertRefused(
        "indices must not be longer than 2x3 but on axis 0: 2x4",
        new Gathering.GatherElements(0),
        x,
        LongArray.of(TensorShape.of(2, 4)));
    assertRefused(
        "indices must be at most 2 numbers each: 3",
        new Gathering.GatherND(0),
        x,
        LongArray.of(0, 0, 0));
    assertRefused(
        "1 axes of a batch must be equal: 2x3 and 3x1",
        new Gathering.GatherND(1),
        x,
        LongArray.of(TensorShape.of(3, 1)));
    assertRefused(
        "the condition must have at most 2 elements: 3",
        new Gathering.Compress(Optional.of(0)),
        x,
        BooleanArray.of(true, true, true));
    assertRefused(
        "sequence_lens must be from 0 to 3: [1, 4]",
        new Gathering.ReverseSequence(0, 1),
        x,
        LongArray.of(1, 4));
    assertRefused(
        "updates must have shape 1x3: 3",
        new Scattering.ScatterND(Reduction.NONE),
        x,
        longs(TensorShape.of(1, 1), 0),
        eighths(1, 3));
    assertRefused(
        "expected real numbers, found whole numbers",
        new Scattering.ScatterND(Reduction.NONE),
        x,
        longs(TensorShape.of(1, 1), 0),
        longs(TensorShape.of(1, 3), 1, 2, 3));
    assertRefused("k must be from 0 to 3: 4", new TopK(-1, TopK.End.LARGEST), x, LongArray.of(4));
    assertRefused(
        "depth must be at least 1: 0",
        new OneHot(-1),
        LongArray.of(1),
        LongArray.of(0),
        FloatArray.of(0, 1));
    assertRefused(
        "a range must have an end: 0 to 5 by 0",
        new Generating.NumberRange(),
        LongArray.scalar(0),
        LongArray.scalar(5),
        LongArray.scalar(0));
    assertRefused(
        "a range must have an end: 0.0 to Infinity by 1.0",
        new Generating.NumberRange(),
        FloatArray.scalar(0),
        FloatArray.scalar(Float.POSITIVE_INFINITY),
        FloatArray.scalar(1));
    assertRefused(
        "the axes of an array must not be negative: -1",
        new Generating.ConstantOfShape(FloatArray.of(1f)),
        LongArray.of(-1));
    assertRefused(
        "the input must have 2 axes: 3",
        new Generating.EyeLike(Optional.empty(), 0),
        eighths(1, 3));
  }
}

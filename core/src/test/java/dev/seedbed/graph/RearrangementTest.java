package dev.seedbed.graph;

import static dev.seedbed.graph.GradientCheck.eighths;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.graph.Viewing.BlockOrder;
import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Operators that put elements in another order or shape. ONNX's conformance cases judge what they
/// give; here are gradients, all types, threads, and what is refused.
class RearrangementTest {
  /// An operator, its inputs, and how many outputs are asked for.
  record Case(Operator operator, int outputs, NdArray... inputs) {
    @Override
    public String toString() {
      return operator + Stream.of(inputs).map(x -> " " + x.shape()).toList().toString();
    }
  }

  private static Case of(Operator operator, NdArray... inputs) {
    return new Case(operator, 1, inputs);
  }

  private static LongArray longs(long... elements) {
    return LongArray.of(elements);
  }

  static List<Case> cases() {
    return List.of(
        of(new Reshaping.Reshape(false), eighths(1, 2, 3, 4), longs(0, -1)),
        of(new Reshaping.Reshape(true), eighths(1, 2, 3), longs(3, 2, 1)),
        of(new Reshaping.Flatten(-1), eighths(1, 2, 3, 4)),
        of(new Reshaping.Squeeze(), eighths(1, 2, 1, 3, 1)),
        of(new Reshaping.Squeeze(), eighths(1, 2, 1, 3, 1), longs(-1)),
        of(new Reshaping.Unsqueeze(), eighths(1, 2, 3), longs(-1, 0)),
        of(new Viewing.Transpose(List.of()), eighths(1, 2, 3, 4)),
        of(new Viewing.Transpose(List.of(0, 2, 1, 3)), eighths(1, 2, 3, 4, 5)),
        of(new Viewing.Transpose(List.of(2, 0, 3, 1)), eighths(1, 2, 3, 4, 5)),
        of(new Viewing.Expand(), eighths(1, 3, 1, 2), longs(2, 1, 4, 2)),
        of(new Viewing.Expand(), eighths(1, 1), longs(3, 4)),
        of(new Viewing.Tile(), eighths(1, 2, 3), longs(3, 2)),
        of(new Viewing.Tile(), eighths(1, 2, 3), longs(1, 1)),
        of(new Viewing.Slice(), eighths(1, 4, 5), longs(1), longs(3)),
        of(
            new Viewing.Slice(),
            eighths(1, 4, 5),
            longs(-1, 4),
            longs(-9, 0),
            longs(0, 1),
            longs(-2, -3)),
        of(new Viewing.Slice(), eighths(1, 4, 5), longs(0), longs(1000), longs(-1), longs(2)),
        of(new Viewing.DepthToSpace(2, BlockOrder.DCR), eighths(1, 2, 12, 2, 3)),
        of(new Viewing.DepthToSpace(2, BlockOrder.CRD), eighths(1, 2, 12, 2, 3)),
        of(new Viewing.SpaceToDepth(2), eighths(1, 2, 3, 4, 6)),
        of(new Concat(-2), eighths(1, 2, 3, 2), eighths(2, 2, 1, 2)),
        new Case(new SplitAlong(1), 3, eighths(1, 2, 5, 2)),
        new Case(new SplitAlong(-2), 2, eighths(1, 2, 5, 2), longs(4, 1)),
        of(new Trilu(Trilu.Triangle.UPPER), eighths(1, 2, 3, 4)),
        of(new Trilu(Trilu.Triangle.LOWER), eighths(1, 2, 4, 3), LongArray.scalar(-1)),
        of(
            new Pad(Pad.Border.CONSTANT),
            eighths(1, 2, 3),
            longs(1, -1, 0, 2),
            FloatArray.scalar(2)),
        of(new Pad(Pad.Border.REFLECT), eighths(1, 3, 4), longs(1, 3, 2, 2)),
        of(new Pad(Pad.Border.EDGE), eighths(1, 3, 4), longs(2, -1, 0, 2)),
        of(new Pad(Pad.Border.WRAP), eighths(1, 3, 4), longs(4, 1, 0, 6)),
        new Case(
            new Pad(Pad.Border.REFLECT),
            1,
            eighths(1, 3, 4, 2),
            longs(2, 1),
            FloatArray.of(),
            longs(-2)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void operators_haveTheirGradients(Case each) {
    // Inputs that were left out by an empty array are not linear in anything.
    GradientCheck.checkLinear(each.operator, each.outputs, each.inputs);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void operators_giveTheSameForAllTypesOfElements(Case each) {
    NdArray[] wholes = each.inputs.clone();
    NdArray[] marks = each.inputs.clone();
    NdArray[] reals = each.inputs.clone();
    for (int i = 0; i < each.inputs.length; i++) {
      if (each.inputs[i] instanceof FloatArray(TensorShape shape, float[] data)) {
        LongArray numbers = LongArray.of(shape);
        BooleanArray booleans = BooleanArray.of(shape);
        FloatArray zeroOrOne = FloatArray.of(shape);
        for (int k = 0; k < data.length; k++) {
          numbers.data()[k] = (long) (8 * data[k]);
          booleans.data()[k] = data[k] > 0;
          zeroOrOne.data()[k] = data[k] > 0 ? 1 : 0;
        }
        wholes[i] = numbers;
        marks[i] = booleans;
        reals[i] = zeroOrOne;
      }
    }
    List<NdArray> expected = run(each, each.inputs, Team.ALONE);
    List<NdArray> ofWholes = run(each, wholes, Team.ALONE);
    List<NdArray> ofMarks = run(each, marks, Team.ALONE);
    List<NdArray> ofZeroOrOne = run(each, reals, Team.ALONE);
    for (int i = 0; i < each.outputs; i++) {
      double[] eight =
          Arrays.stream(GradientCheck.doubles(expected.get(i))).map(x -> 8 * x).toArray();
      assertArrayEquals(eight, GradientCheck.doubles(ofWholes.get(i)));
      assertArrayEquals(
          GradientCheck.doubles(ofZeroOrOne.get(i)), GradientCheck.doubles(ofMarks.get(i)));
    }
  }

  private static List<NdArray> run(Case each, NdArray[] inputs, Team team) {
    return each.operator.outputs(
        new Operands(Stream.of(inputs).map(Optional::of).toList(), each.outputs, team));
  }

  @Test
  void strided_readsWritesAndAddsUpAsPlainLoopsDo() {
    var random = new SplittableRandom(7);
    try (Team two = Team.of(2)) {
      for (int round = 0; round < 200; round++) {
        int rank = random.nextInt(5);
        long[] lengths = random.longs(rank, 1, round % 10 == 0 ? 40 : 6).toArray();
        int[] order = shuffled(rank, random);
        TensorShape whole = TensorShape.of(lengths);
        Strided transposed = Strided.transposed(whole, order);
        int[] steps = transposed.steps().clone();
        int start = 0;
        for (int axis = 0; axis < rank; axis++) {
          switch (random.nextInt(4)) {
            case 0 -> {
              start += (transposed.shape().length(axis) - 1) * steps[axis];
              steps[axis] = -steps[axis];
            }
            case 1 -> steps[axis] = 0;
            default -> {}
          }
        }
        Strided some = new Strided(transposed.shape(), start, steps);
        FloatArray x = eighths(round, lengths);
        int[] places = places(some);
        float[] read = new float[places.length];
        double[] sums = new double[places.length];
        for (int i = 0; i < places.length; i++) {
          read[i] = x.data()[places[i]];
          sums[places[i]] += x.data()[i];
        }
        for (Team team : List.of(Team.ALONE, two)) {
          assertArrayEquals(read, some.read(x, team).asFloats().data());
          FloatArray source = x.reshaped(some.shape());
          assertArrayEquals(
              sums, GradientCheck.doubles(some.addUp(source, whole, team)), "round " + round);
        }
      }
    }
  }

  private static int[] shuffled(int count, SplittableRandom random) {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      order.add(random.nextInt(i + 1), i);
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] places(Strided some) {
    int[] places = new int[some.shape().elements()];
    int[] counts = some.shape().strides();
    for (int i = 0; i < places.length; i++) {
      places[i] = some.start();
      for (int axis = 0; axis < counts.length; axis++) {
        places[i] += i / counts[axis] % some.shape().length(axis) * some.steps()[axis];
      }
    }
    return places;
  }

  @Test
  void largeArrays_areTheSameForAnyNumberOfThreads() {
    FloatArray x = GradientCheck.random(1, 8, 33, 20, 24);
    List<Case> cases =
        List.of(
            of(new Viewing.Transpose(List.of(0, 2, 3, 1)), x),
            of(new Viewing.Transpose(List.of(3, 1, 2, 0)), x),
            of(new Viewing.Expand(), GradientCheck.random(1, 8, 33, 1, 24), longs(8, 33, 20, 24)),
            of(new Concat(2), x, x),
            of(new Trilu(Trilu.Triangle.UPPER), x),
            of(new Pad(Pad.Border.REFLECT), x, longs(0, 0, 3, 3, 0, 0, 3, 3)));
    try (Team two = Team.of(2)) {
      for (Case each : cases) {
        assertArrayEquals(
            run(each, each.inputs, Team.ALONE).getFirst().asFloats().data(),
            run(each, each.inputs, two).getFirst().asFloats().data());
      }
    }
  }

  @Test
  void inputsThatDoNotFit_areRefusedInALine() {
    NdArray x = eighths(1, 2, 3);
    assertRefused(
        "an array of 2x3 does not fit in shape [4, -1]",
        new Reshaping.Reshape(false),
        x,
        longs(4, -1));
    assertRefused(
        "an array of 2x3 does not fit in shape [-1, -1]",
        new Reshaping.Reshape(false),
        x,
        longs(-1, -1));
    assertRefused(
        "an array of 2x3 does not fit in shape [2, 3, 0]",
        new Reshaping.Reshape(false),
        x,
        longs(2, 3, 0));
    assertRefused(
        "an array of 2x3 does not fit in shape [-9223372036854775808, 6, -1]",
        new Reshaping.Reshape(false),
        x,
        longs(Long.MIN_VALUE, 6, -1));
    assertRefused("axis must be from -2 to 2: 3", new Reshaping.Flatten(3), x);
    assertRefused("axis 1 must have length 1: 2x3", new Reshaping.Squeeze(), x, longs(1));
    assertRefused("axes must be different: [0, 0]", new Reshaping.Unsqueeze(), x, longs(0, 0));
    assertRefused(
        "perm must have each of 2 axes once: [0, 0]", new Viewing.Transpose(List.of(0, 0)), x);
    assertRefused(
        "shapes must be equal, or 1, axis by axis from the end: 2x3 and 4",
        new Viewing.Expand(),
        x,
        longs(4));
    assertRefused(
        "an array must hold fewer than 2^31 elements: 1000000x1x1000000x2x3",
        new Viewing.Expand(),
        eighths(1, 1, 2, 3),
        longs(1_000_000, 1, 1_000_000, 2, 3));
    assertRefused(
        "repeats must have one number for each axis of 2x3: 1", new Viewing.Tile(), x, longs(2));
    assertRefused(
        "a step must not be 0: [0]",
        new Viewing.Slice(),
        x,
        longs(0),
        longs(1),
        longs(0),
        longs(0));
    assertRefused(
        "axis must be from -2 to 1: 2", new Viewing.Slice(), x, longs(0), longs(1), longs(2));
    assertRefused("the input must have 4 axes: 2x3", new Viewing.SpaceToDepth(2), x);
    assertRefused(
        "shapes must be equal but for axis 1: 2x3 and 3x3", new Concat(1), x, eighths(1, 3, 3));
    assertRefused("a scalar has no axis 0", new Concat(0), FloatArray.scalar(1));
    assertRefused("parts must add up to 3: [1, 1]", new SplitAlong(1), x, longs(1, 1));
    assertRefused("parts must be from 0 to 3 long: 4", new SplitAlong(1), x, longs(4, -1));
    assertRefused(
        "pads cut off more than there is of 2x3: [0, -2, 0, -2]",
        new Pad(Pad.Border.CONSTANT),
        x,
        longs(0, -2, 0, -2));
    assertRefused(
        "pads must be two numbers for each of 2 axes: 2", new Pad(Pad.Border.EDGE), x, longs(1, 1));
    assertRefused(
        "expected real numbers, found whole numbers",
        new Pad(Pad.Border.CONSTANT),
        x,
        longs(0, 0, 0, 0),
        longs(1));
  }

  static void assertRefused(String message, Operator operator, NdArray... inputs) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> operator.outputs(Operands.of(inputs)))
            .getMessage());
  }
}

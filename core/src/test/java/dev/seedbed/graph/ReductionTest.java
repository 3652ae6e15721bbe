package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReductionTest {
  /// A reduction, written independently.
  private record Case(Reduction reduction, ToDoubleFunction<double[]> expected) {
    @Override
    public String toString() {
      return reduction.toString();
    }
  }

  static Stream<Case> reductions() {
    var cases = new ArrayList<Case>();
    for (boolean keep : new boolean[] {true, false}) {
      cases.add(new Case(new Reduction.ReduceSum(keep, false), x -> sum(x, 0)));
      cases.add(new Case(new Reduction.ReduceMean(keep, false), x -> sum(x, 0) / x.length));
      cases.add(
          new Case(
              new Reduction.ReduceMax(keep, false), x -> Arrays.stream(x).max().orElseThrow()));
      cases.add(
          new Case(
              new Reduction.ReduceMin(keep, false), x -> Arrays.stream(x).min().orElseThrow()));
      cases.add(
          new Case(
              new Reduction.ReduceProd(keep, false),
              x -> Arrays.stream(x).reduce(1, (a, b) -> a * b)));
      cases.add(new Case(new Reduction.ReduceL1(keep, false), x -> sum(x, 1)));
      cases.add(new Case(new Reduction.ReduceL2(keep, false), x -> Math.sqrt(sum(x, 2))));
      cases.add(new Case(new Reduction.ReduceSumSquare(keep, false), x -> sum(x, 2)));
      cases.add(new Case(new Reduction.ReduceLogSum(keep, false), x -> StrictMath.log(sum(x, 0))));
      cases.add(
          new Case(
              new Reduction.ReduceLogSumExp(keep, false),
              x -> StrictMath.log(Arrays.stream(x).map(StrictMath::exp).sum())));
    }
    return cases.stream();
  }

  /// The sum of the numbers, of their absolute values for power 1, or of their squares for 2.
  private static double sum(double[] x, int power) {
    DoubleStream stream = Arrays.stream(x);
    return (power == 0 ? stream : stream.map(v -> power == 1 ? Math.abs(v) : v * v)).sum();
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void reductions_haveTheirGradients(Case each) {
    boolean positive = each.reduction() instanceof Reduction.ReduceLogSum;
    FloatArray x = FloatArray.of(TensorShape.of(2, 3, 2, 5));
    for (int i = 0; i < 60; i++) {
      // No two are near each other, nor is one near 0: there are no kinks within a step.
      x.data()[i] = (i * 37 % 60 - (positive ? -9.5f : 29.7f)) * 0.06f;
    }
    for (long[] axes :
        List.of(
            new long[] {},
            new long[] {-1},
            new long[] {0},
            new long[] {1, 3},
            new long[] {2, 0},
            new long[] {0, 1, 2, 3},
            new long[] {1, 2})) {
      check(each, x, axes);
    }
  }

  private static void check(Case each, FloatArray x, long... axes) {
    int[] lengths = x.shape().lengths();
    for (long axis : axes) {
      lengths[(int) (axis < 0 ? axis + lengths.length : axis)] = 1;
    }
    if (axes.length == 0) {
      Arrays.fill(lengths, 1);
    }
    TensorShape kept = TensorShape.of(lengths);
    GradientCheck.check(
        each.reduction(),
        1,
        in -> {
          List<List<Double>> groups = new ArrayList<>();
          for (int i = 0; i < kept.elements(); i++) {
            groups.add(new ArrayList<>());
          }
          for (int i = 0; i < in[0].length; i++) {
            groups.get(BinaryFunctionTest.place(i, x.shape(), kept)).add(in[0][i]);
          }
          return new double[][] {
            groups.stream()
                .mapToDouble(group ->
                    each.expected().applyAsDouble(group.stream().mapToDouble(v -> v).toArray()))
                .toArray()
          };
        },
        x,
        LongArray.of(axes));
  }

  @Test
  void product_withZeros_hasItsGradient() {
    FloatArray x = new FloatArray(TensorShape.of(3, 3), new float[] {2, 0, 3, 0, 0, 5, 1, 2, -3});
    check(
        new Case(
            new Reduction.ReduceProd(true, false),
            v -> Arrays.stream(v).reduce(1, (a, b) -> a * b)),
        x,
        1);
  }

  @Test
  void max_ofEqualNumbers_sharesTheGradientOut() {
    GradientCheck.checkLinear(
        new Reduction.ReduceMax(true, false), 1, FloatArray.of(1, 4, 4), LongArray.of(0));
  }

  @Test
  void reductions_withoutAxesAndNoop_passTheArrayOn() {
    FloatArray x = GradientCheck.eighths(1, 2, 3);
    GradientCheck.checkLinear(new Reduction.ReduceSum(true, true), 1, x);
    NdArray y = new Reduction.ReduceSumSquare(true, true).outputs(Operands.of(x)).getFirst();
    assertArrayEquals(x.data(), y.asFloats().data());
  }

  @Test
  void reductions_ofWholeNumbers_areExact() {
    LongArray x = new LongArray(TensorShape.of(2, 2), new long[] {1L << 60, 3, -5, 6});
    LongArray axis = LongArray.of(1);
    assertArrayEquals(
        new long[] {(1L << 60) + 3, 1},
        new Reduction.ReduceSum(false, false)
            .outputs(Operands.of(x, axis))
            .getFirst()
            .asLongs()
            .data());
    assertArrayEquals(
        new long[] {3, -5},
        new Reduction.ReduceMin(false, false)
            .outputs(Operands.of(x, axis))
            .getFirst()
            .asLongs()
            .data());
  }

  @Test
  void reductions_areTheSameWithTwoThreads() {
    FloatArray x = GradientCheck.random(1, 40, 30, 101);
    try (Team team = Team.of(2)) {
      for (long[] axes :
          List.of(
              new long[] {}, new long[] {2}, new long[] {0}, new long[] {0, 2}, new long[] {1})) {
        NdArray[] in = {x, LongArray.of(axes)};
        var mean = new Reduction.ReduceMean(true, false);
        assertArrayEquals(
            mean.outputs(BinaryFunctionTest.operands(Team.ALONE, in)).getFirst().asFloats().data(),
            mean.outputs(BinaryFunctionTest.operands(team, in)).getFirst().asFloats().data());
      }
    }
  }

  @Test
  void axes_thatAreNone_areRefused() {
    FloatArray x = FloatArray.of(1, 2);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Reduction.ReduceSum(true, false).outputs(Operands.of(x, LongArray.of(1))));
    assertThrows(
        IllegalArgumentException.class,
        () -> new AxisPosition.ArgMax(-2, true, false).outputs(Operands.of(x)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new CumSum(false, false).outputs(Operands.of(x, LongArray.scalar(3))));
  }

  @Test
  void cumSum_hasItsGradient() {
    for (boolean exclusive : new boolean[] {true, false}) {
      for (boolean reverse : new boolean[] {true, false}) {
        GradientCheck.checkLinear(
            new CumSum(exclusive, reverse),
            1,
            GradientCheck.eighths(1, 2, 3, 2),
            LongArray.scalar(1));
      }
    }
  }
}

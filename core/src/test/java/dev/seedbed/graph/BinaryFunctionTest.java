package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.kernel.Team;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BinaryFunctionTest {
  /// A function, written independently.
  private record Case(BinaryFunction function, DoubleBinaryOperator expected) {
    @Override
    public String toString() {
      return function.toString();
    }
  }

  static Stream<Case> functions() {
    return Stream.of(
        new Case(new BinaryFunction.Add(), Double::sum),
        new Case(new BinaryFunction.Sub(), (a, b) -> a - b),
        new Case(new BinaryFunction.Mul(), (a, b) -> a * b),
        new Case(new BinaryFunction.Div(), (a, b) -> a / b),
        new Case(new BinaryFunction.Pow(), StrictMath::pow),
        new Case(new BinaryFunction.PRelu(), (a, b) -> a > 0 ? a : a * b),
        new Case(new BinaryFunction.Larger(), Math::max),
        new Case(new BinaryFunction.Smaller(), Math::min),
        new Case(new BinaryFunction.Mod(BinaryFunction.Mod.Sign.DIVIDEND), (a, b) -> a % b));
  }

  private static FloatArray positive(long seed, long... lengths) {
    return GradientCheck.random(seed, 0.5, 3, lengths);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void functions_haveTheirGradients(Case each) {
    FloatArray a = positive(1, 2, 3, 4);
    // The same shape, one number, a suffix, one a channel, and one a row and a column.
    for (FloatArray b :
        List.of(
            positive(2, 2, 3, 4),
            positive(3),
            positive(4, 4),
            positive(5, 3, 1),
            positive(6, 2, 1, 4))) {
      check(each, a, b);
      if (!(each.function() instanceof BinaryFunction.PRelu)) {
        check(each, b, a);
      }
    }
    if (!(each.function() instanceof BinaryFunction.PRelu)) {
      check(each, positive(7, 3, 1), positive(8, 1, 2));
    }
  }

  private static void check(Case each, FloatArray a, FloatArray b) {
    TensorShape shape = a.shape().broadcast(b.shape());
    GradientCheck.check(
        each.function(),
        1,
        x -> {
          double[] y = new double[shape.elements()];
          for (int i = 0; i < y.length; i++) {
            y[i] =
                each.expected()
                    .applyAsDouble(
                        x[0][place(i, shape, a.shape())], x[1][place(i, shape, b.shape())]);
          }
          return new double[][] {y};
        },
        a,
        b);
  }

  /// Where element `i` of the common shape is in an array that is repeated to it.
  static int place(int i, TensorShape common, TensorShape part) {
    int place = 0;
    int step = 1;
    int rest = i;
    for (int back = 1; back <= part.rank(); back++) {
      int index = rest % common.length(common.rank() - back);
      rest /= common.length(common.rank() - back);
      int length = part.length(part.rank() - back);
      place += (length == 1 ? 0 : index) * step;
      step *= length;
    }
    return place;
  }

  @Test
  void preluAndPow_ofNegativeNumbers_haveTheirGradients() {
    FloatArray a = GradientCheck.random(9, -3, -0.5, 2, 3);
    check(new Case(new BinaryFunction.PRelu(), (x, y) -> x > 0 ? x : x * y), a, positive(1, 3));
    for (long exponent : new long[] {2, 3, -1, 0, 1}) {
      GradientCheck.check(
          new BinaryFunction.Pow(),
          1,
          x -> {
            double[] y = new double[6];
            for (int i = 0; i < 6; i++) {
              y[i] = StrictMath.pow(x[0][i], exponent);
            }
            return new double[][] {y};
          },
          a,
          LongArray.scalar(exponent));
    }
  }

  @Test
  void largeArrays_areTheSameWithTwoThreads() {
    try (Team team = Team.of(2)) {
      FloatArray a = GradientCheck.random(1, 70, 3, 1001);
      for (FloatArray b :
          List.of(
              GradientCheck.random(2, 70, 3, 1001),
              GradientCheck.random(3, 1001),
              GradientCheck.random(4, 3, 1),
              GradientCheck.random(5))) {
        NdArray one = new BinaryFunction.Mul().outputs(operands(Team.ALONE, a, b)).getFirst();
        NdArray two = new BinaryFunction.Mul().outputs(operands(team, a, b)).getFirst();
        assertArrayEquals(one.asFloats().data(), two.asFloats().data());
        TensorShape shape = one.shape();
        for (int i = 0; i < shape.elements(); i += 997) {
          float expected = a.data()[i] * b.data()[place(i, shape, b.shape())];
          assertEquals(expected, one.asFloats().data()[i]);
        }
        assertArrayEquals(
            Fold.sumTo(a, b.shape(), Team.ALONE).data(), Fold.sumTo(a, b.shape(), team).data());
      }
    }
  }

  static Operands operands(Team team, NdArray... inputs) {
    return new Operands(Stream.of(inputs).map(Optional::of).toList(), 1, team);
  }

  @Test
  void errors_areRefusedInALine() {
    FloatArray two = FloatArray.of(1, 2);
    assertThrows(
        IllegalArgumentException.class,
        () -> new BinaryFunction.Add().outputs(Operands.of(two, FloatArray.of(1, 2, 3))));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BinaryFunction.Add().outputs(Operands.of(two, LongArray.of(1, 2))));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BinaryFunction.Div().outputs(Operands.of(LongArray.of(1), LongArray.of(0))));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new BinaryFunction.Mod(BinaryFunction.Mod.Sign.DIVISOR)
                .outputs(Operands.of(LongArray.of(1), LongArray.of(0))));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BinaryFunction.PRelu().outputs(Operands.of(FloatArray.scalar(1), two)));
    assertThrows(
        IllegalArgumentException.class, () -> new BinaryFunction.Add().outputs(Operands.of(two)));
  }
}

package dev.seedbed.graph;

import dev.seedbed.elementary.Elementary;
import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.List;

/// Operators that fold an array along some axes, the second input; along all if that is left out.
/// Components: whether folded axes stay, with length 1, and whether the array stays as it is if no
/// axis is named.
///
/// Sums and products are in double, in the order of [Fold].
public sealed interface Reduction extends Operator {
  boolean keepDims();

  boolean noopWithEmptyAxes();

  /// How real numbers are folded.
  Fold fold();

  /// The result.
  ///
  /// @param folded by [#fold]
  /// @param count how many elements were folded
  double result(double folded, int count);

  /// The derivative of a result y by an element x of it.
  ///
  /// @param share of [#shares]
  double slope(double x, double y, double share);

  /// What the derivatives need to know of all elements of each result; nothing if empty.
  default double[] shares(FloatArray x, FloatArray y, Team team) {
    return new double[0];
  }

  /// The result of no whole numbers.
  default long start() {
    return 0;
  }

  /// One more whole number.
  ///
  /// @throws IllegalArgumentException if the operator has none
  default long join(long folded, long x) {
    throw new IllegalArgumentException("expected real numbers, found whole numbers");
  }

  /// The result of whole numbers.
  default long result(long folded, int count) {
    return folded;
  }

  /// The shape of the results with the folded axes, which have length 1; `x` if there are none.
  private TensorShape kept(TensorShape x, Operands in) {
    long[] axes = in.find(1).isPresent() ? in.longs(1).data() : new long[0];
    if (axes.length == 0 && noopWithEmptyAxes()) {
      return x;
    }
    int[] lengths = x.lengths();
    if (axes.length == 0) {
      Arrays.fill(lengths, 1);
    }
    for (long axis : axes) {
      int at = x.axis(axis);
      if (x.rank() > 0) {
        lengths[at] = 1;
      }
    }
    return TensorShape.of(lengths);
  }

  private TensorShape shape(TensorShape x, Operands in) {
    if (keepDims()) {
      return kept(x, in);
    }
    long[] axes = in.find(1).isPresent() ? in.longs(1).data() : new long[0];
    if (axes.length == 0 || x.rank() == 0) {
      return noopWithEmptyAxes() ? x : TensorShape.SCALAR;
    }
    boolean[] folded = new boolean[x.rank()];
    for (long axis : axes) {
      folded[x.axis(axis)] = true;
    }
    int left = 0;
    int[] lengths = new int[x.rank()];
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!folded[axis]) {
        lengths[left++] = x.length(axis);
      }
    }
    return TensorShape.of(Arrays.copyOf(lengths, left));
  }

  private boolean passes(Operands in) {
    return noopWithEmptyAxes() && (in.find(1).isEmpty() || in.shape(1).elements() == 0);
  }

  @Override
  default List<NdArray> outputs(Operands in) {
    TensorShape x = in.shape(0);
    TensorShape kept = kept(x, in);
    if (passes(in)) {
      return List.of(in.get(0));
    }
    int count = kept.elements() == 0 ? 0 : x.elements() / kept.elements();
    NdArray results =
        switch (in.get(0)) {
          case LongArray longs -> fold(longs, kept, count);
          case BooleanArray truths when this instanceof ReduceMax || this instanceof ReduceMin -> {
            LongArray longs = Conversion.Type.INT64.of(truths).asLongs();
            yield Conversion.Type.BOOLEAN.of(fold(longs, kept, count));
          }
          case FloatArray _, BooleanArray _ -> fold(in.floats(0), kept, count, in.team());
        };
    return List.of(results.reshaped(shape(x, in)));
  }

  private LongArray fold(LongArray x, TensorShape kept, int count) {
    LongArray results = LongArray.of(kept);
    long[] y = results.data();
    Arrays.fill(y, start());
    Broadcast broadcast = Broadcast.of(x.shape(), kept);
    broadcast.each(
        Team.ALONE,
        (at, places, length) -> {
          for (int e = 0; e < length; e++) {
            int to = places[1] + e * broadcast.step(1);
            y[to] = join(y[to], x.data()[at + e]);
          }
        });
    for (int i = 0; i < y.length; i++) {
      y[i] = result(y[i], count);
    }
    return results;
  }

  /// The results for real numbers.
  default FloatArray fold(FloatArray x, TensorShape kept, int count, Team team) {
    double[] folded = fold().along(x, kept, team);
    for (int i = 0; i < folded.length; i++) {
      folded[i] = result(folded[i], count);
    }
    return Fold.floats(folded, kept);
  }

  @Override
  default void gradients(Backward back) {
    if (!back.wants(0) || back.gradient(0).isEmpty()) {
      return;
    }
    TensorShape shape = back.inputShape(0);
    FloatArray g = back.gradientOrZeros(0);
    if (passes(back.operands())) {
      back.add(0, g);
      return;
    }
    TensorShape kept = kept(shape, back.operands());
    FloatArray d = FloatArray.of(shape);
    Broadcast broadcast = Broadcast.of(shape, kept);
    if (keeps() == Keeps.NOTHING) {
      float factor = (float) result(1.0, shape.elements() / Math.max(1, kept.elements()));
      broadcast.each(
          back.team(),
          (at, places, length) -> {
            if (broadcast.step(1) == 0) {
              Arrays.fill(d.data(), at, at + length, factor * g.data()[places[1]]);
            } else {
              for (int e = 0; e < length; e++) {
                d.data()[at + e] = factor * g.data()[places[1] + e];
              }
            }
          });
    } else {
      float[] x = back.floats(0).data();
      // What is not kept is not used either, and any array stands for it.
      FloatArray y = keeps().outputs() ? back.output(0).reshaped(kept) : g.reshaped(kept);
      double[] shares = shares(back.floats(0), y, back.team());
      broadcast.each(
          back.team(),
          (at, places, length) -> {
            for (int e = 0; e < length; e++) {
              int of = places[1] + e * broadcast.step(1);
              double share = shares.length == 0 ? 0 : shares[of];
              d.data()[at + e] = (float) (g.data()[of] * slope(x[at + e], y.data()[of], share));
            }
          });
    }
    back.add(0, d);
  }

  @Override
  default Keeps keeps() {
    return Keeps.INPUTS;
  }

  /// How many elements are equal to their result.
  private static double[] equal(FloatArray x, FloatArray y, Team team) {
    return marked(x, y, team, (element, result) -> element == result ? 1 : 0);
  }

  /// A function of an element and its result.
  interface Mark {
    float of(float x, float y);
  }

  /// Sums of a function of each element and its result.
  private static double[] marked(FloatArray x, FloatArray y, Team team, Mark mark) {
    FloatArray marks = FloatArray.of(x.shape());
    Broadcast broadcast = Broadcast.of(x.shape(), y.shape());
    broadcast.each(
        team,
        (at, places, length) -> {
          for (int e = 0; e < length; e++) {
            marks.data()[at + e] =
                mark.of(x.data()[at + e], y.data()[places[1] + e * broadcast.step(1)]);
          }
        });
    return Fold.SUM.along(marks, y.shape(), team);
  }

  /// The sum.
  record ReduceSum(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
    @Override
    public Fold fold() {
      return Fold.SUM;
    }

    @Override
    public double result(double folded, int count) {
      return folded;
    }

    @Override
    public double slope(double x, double y, double share) {
      return 1;
    }

    @Override
    public long join(long folded, long x) {
      return folded + x;
    }

    @Override
    public Keeps keeps() {
      return Keeps.NOTHING;
    }
  }

  /// The mean.
  record ReduceMean(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
    @Override
    public Fold fold() {
      return Fold.SUM;
    }

    @Override
    public double result(double folded, int count) {
      return folded / count;
    }

    @Override
    public double slope(double x, double y, double share) {
      return 1;
    }

    @Override
    public long join(long folded, long x) {
      return folded + x;
    }

    @Override
    public long result(long folded, int count) {
      return count == 0 ? 0 : folded / count;
    }

    @Override
    public Keeps keeps() {
      return Keeps.NOTHING;
    }
  }

  /// The largest. Of several, each gets an equal share of the gradient.
  record ReduceMax(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
    @Override
    public Fold fold() {
      return Fold.LARGEST;
    }

    @Override
    public double result(double folded, int count) {
      return folded;
    }

    @Override
    public double slope(double x, double y, double share) {
      return x == y ? 1 / share : 0;
    }

    @Override
    public long join(long folded, long x) {
      return Math.max(folded, x);
    }

    @Override
    public long start() {
      return Long.MIN_VALUE;
    }

    @Override
    public Keeps keeps() {
      return Keeps.ALL;
    }

    @Override
    public double[] shares(FloatArray x, FloatArray y, Team team) {
      return equal(x, y, team);
    }
  }

  /// The smallest. Of several, each gets an equal share of the gradient.
  record ReduceMin(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
    @Override
    public Fold fold() {
      return Fold.SMALLEST;
    }

    @Override
    public double result(double folded, int count) {
      return folded;
    }

    @Override
    public double slope(double x, double y, double share) {
      return x == y ? 1 / share : 0;
    }

    @Override
    public long join(long folded, long x) {
      return Math.min(folded, x);
    }

    @Override
    public long start() {
      return Long.MAX_VALUE;
    }

    @Override
    public Keeps keeps() {
      return Keeps.ALL;
    }

    @Override
    public double[] shares(FloatArray x, FloatArray y, Team team) {
      return equal(x, y, team);
    }
  }

  /// The sum of the absolute values.
  record ReduceL1(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
    @Override
    public Fold fold() {
      return Fold.MAGNITUDES;
    }

    @Override
    public double result(double folded, int count) {
      return folded;
    }

    @Override
    public double slope(double x, double y, double share) {
      return Math.signum(x);
    }

    @Override
    public long join(long folded, long x) {
      return folded + Math.abs(x);
    }
  }

  /// The root of the sum of the squares; its derivative at 0 is 0.
  record ReduceL2(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
    @Override
    public Fold fold() {
      return Fold.SQUARES;
    }

    @Override
    public double result(double folded, int count) {
      return Math.sqrt(folded);
    }

    @Override
    public double slope(double x, double y, double share) {
      return y == 0 ? 0 : x / y;
    }

    @Override
    public long join(long folded, long x) {
      return folded + x * x;
    }

    @Override
    public long result(long folded, int count) {
      return (long) Math.sqrt((double) folded);
    }

    @Override
    public Keeps keeps() {
      return Keeps.ALL;
    }
  }

  /// The sum of the squares.
  record ReduceSumSquare(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
    @Override
    public Fold fold() {
      return Fold.SQUARES;
    }

    @Override
    public double result(double folded, int count) {
      return folded;
    }

    @Override
    public double slope(double x, double y, double share) {
      return 2 * x;
    }

    @Override
    public long join(long folded, long x) {
      return folded + x * x;
    }
  }

  /// The logarithm of the sum.
  record ReduceLogSum(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
    @Override
    public Fold fold() {
      return Fold.SUM;
    }

    @Override
    public double result(double folded, int count) {
      return StrictMath.log(folded);
    }

    @Override
    public double slope(double x, double y, double share) {
      return 1 / share;
    }

    @Override
    public double[] shares(FloatArray x, FloatArray y, Team team) {
      return Fold.SUM.along(x, y.shape(), team);
    }
  }

  /// The logarithm of the sum of eˣ.
  record ReduceLogSumExp(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
    @Override
    public Fold fold() {
      return Fold.SUM;
    }

    @Override
    public double result(double folded, int count) {
      return StrictMath.log(folded);
    }

    @Override
    public double slope(double x, double y, double share) {
      return StrictMath.exp(x - y);
    }

    @Override
    public Keeps keeps() {
      return Keeps.ALL;
    }

    @Override
    public FloatArray fold(FloatArray x, TensorShape kept, int count, Team team) {
      FloatArray largest = Fold.floats(Fold.LARGEST.along(x, kept, team), kept);
      double[] sums =
          marked(
              x,
              largest,
              team,
              (element, most) -> element == most ? 1 : Elementary.exp(element - most));
      for (int i = 0; i < sums.length; i++) {
        sums[i] = largest.data()[i] + StrictMath.log(sums[i]);
      }
      return Fold.floats(sums, kept);
    }
  }

  /// The product.
  record ReduceProd(boolean keepDims, boolean noopWithEmptyAxes) implements Reduction {
    @Override
    public Fold fold() {
      return Fold.PRODUCT;
    }

    @Override
    public double result(double folded, int count) {
      return folded;
    }

    @Override
    public long start() {
      return 1;
    }

    @Override
    public long join(long folded, long x) {
      return folded * x;
    }

    @Override
    public double slope(double x, double y, double share) {
      return x == 0 ? share : y == 0 ? 0 : share / x;
    }

    /// The products of all elements but zeros; 0 where two or more are zeros.
    @Override
    public double[] shares(FloatArray x, FloatArray y, Team team) {
      FloatArray others = FloatArray.of(x.shape());
      FloatArray zeros = FloatArray.of(x.shape());
      for (int i = 0; i < x.data().length; i++) {
        boolean zero = x.data()[i] == 0;
        others.data()[i] = zero ? 1 : x.data()[i];
        zeros.data()[i] = zero ? 1 : 0;
      }
      double[] products = Fold.PRODUCT.along(others, y.shape(), team);
      double[] counts = Fold.SUM.along(zeros, y.shape(), team);
      for (int i = 0; i < products.length; i++) {
        products[i] = counts[i] > 1 ? 0 : products[i];
      }
      return products;
    }

    @Override
    public Keeps keeps() {
      return Keeps.ALL;
    }
  }
}

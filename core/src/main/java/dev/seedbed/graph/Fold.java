package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Folds the elements of an array along some axes into one number in double. The order is fixed:
/// that of the array, eight neighbours side by side where the last axis is folded.
enum Fold {
  SUM {
    @Override
    double row(double start, float[] x, int at, int length) {
      return start + sum(x, at, length);
    }

    @Override
    void columns(double[] results, int to, float[] x, int at, int length) {
      for (int i = 0; i < length; i++) {
        results[to + i] += x[at + i];
      }
    }
  },
  SQUARES {
    @Override
    double row(double start, float[] x, int at, int length) {
      return start + squares(x, at, length, 0);
    }

    @Override
    void columns(double[] results, int to, float[] x, int at, int length) {
      for (int i = 0; i < length; i++) {
        results[to + i] += (double) x[at + i] * x[at + i];
      }
    }
  },
  MAGNITUDES {
    @Override
    double row(double start, float[] x, int at, int length) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        sum += Math.abs(x[at + i]);
      }
      return start + sum;
    }

    @Override
    void columns(double[] results, int to, float[] x, int at, int length) {
      for (int i = 0; i < length; i++) {
        results[to + i] += Math.abs(x[at + i]);
      }
    }
  },
  LARGEST {
    @Override
    double start() {
      return Double.NEGATIVE_INFINITY;
    }

    @Override
    double row(double start, float[] x, int at, int length) {
      float most = (float) start;
      for (int i = 0; i < length; i++) {
        most = Math.max(most, x[at + i]);
      }
      return most;
    }

    @Override
    void columns(double[] results, int to, float[] x, int at, int length) {
      for (int i = 0; i < length; i++) {
        results[to + i] = Math.max(results[to + i], x[at + i]);
      }
    }
  },
  SMALLEST {
    @Override
    double start() {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    double row(double start, float[] x, int at, int length) {
      float least = (float) start;
      for (int i = 0; i < length; i++) {
        least = Math.min(least, x[at + i]);
      }
      return least;
    }

    @Override
    void columns(double[] results, int to, float[] x, int at, int length) {
      for (int i = 0; i < length; i++) {
        results[to + i] = Math.min(results[to + i], x[at + i]);
      }
    }
  },
  PRODUCT {
    @Override
    double start() {
      return 1;
    }

    @Override
    double row(double start, float[] x, int at, int length) {
      double product = start;
      for (int i = 0; i < length; i++) {
        product *= x[at + i];
      }
      return product;
    }

    @Override
    void columns(double[] results, int to, float[] x, int at, int length) {
      for (int i = 0; i < length; i++) {
        results[to + i] *= x[at + i];
      }
    }
  };

  /// The result for no elements.
  double start() {
    return 0;
  }

  /// Folds `length` neighbours into one number.
  abstract double row(double start, float[] x, int at, int length);

  /// Folds each of `length` neighbours into a number of its own, from `to` on.
  abstract void columns(double[] results, int to, float[] x, int at, int length);

  /// The sum of `length` neighbours: eight sums side by side, then those.
  static double sum(float[] x, int at, int length) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int end = at + length;
    int i = at;
    for (; i <= end - 8; i += 8) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
      e += x[i + 4];
      f += x[i + 5];
      g += x[i + 6];
      h += x[i + 7];
    }
    for (; i < end; i++) {
      a += x[i];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  /// The sum of (x − centre)² of `length` neighbours: four sums side by side, then those.
  static double squares(float[] x, int at, int length, double centre) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = at + length;
    int i = at;
    for (; i <= end - 4; i += 4) {
      double p = x[i] - centre;
      double q = x[i + 1] - centre;
      double r = x[i + 2] - centre;
      double s = x[i + 3] - centre;
      a = Math.fma(p, p, a);
      b = Math.fma(q, q, b);
      c = Math.fma(r, r, c);
      d = Math.fma(s, s, d);
    }
    for (; i < end; i++) {
      double p = x[i] - centre;
      a = Math.fma(p, p, a);
    }
    return (a + b) + (c + d);
  }

  /// The sum of the products of `length` neighbours: four sums side by side, then those.
  static double products(float[] x, int at, float[] y, int start, int length) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i <= length - 4; i += 4) {
      a = Math.fma((double) x[at + i], y[start + i], a);
      b = Math.fma((double) x[at + i + 1], y[start + i + 1], b);
      c = Math.fma((double) x[at + i + 2], y[start + i + 2], c);
      d = Math.fma((double) x[at + i + 3], y[start + i + 3], d);
    }
    for (; i < length; i++) {
      a = Math.fma((double) x[at + i], y[start + i], a);
    }
    return (a + b) + (c + d);
  }

  /// The sum of x·(y − centre) of `length` neighbours, both from `at` on: four sums side by side,
  /// then those.
  static double productsCentred(float[] x, float[] y, int at, int length, double centre) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = at + length;
    int i = at;
    for (; i <= end - 4; i += 4) {
      a = Math.fma(x[i], y[i] - centre, a);
      b = Math.fma(x[i + 1], y[i + 1] - centre, b);
      c = Math.fma(x[i + 2], y[i + 2] - centre, c);
      d = Math.fma(x[i + 3], y[i + 3] - centre, d);
    }
    for (; i < end; i++) {
      a = Math.fma(x[i], y[i] - centre, a);
    }
    return (a + b) + (c + d);
  }

  /// Sums an array up to a shape that is repeated along some of its axes: what becomes of the
  /// gradient of an array that was repeated.
  static FloatArray sumTo(FloatArray x, TensorShape shape, Team team) {
    if (x.shape().equals(shape)) {
      return x;
    }
    if (x.shape().elements() == shape.elements()) {
      return x.reshaped(shape);
    }
    return floats(SUM.along(x, shape, team), shape);
  }

  /// Rounds to float.
  static FloatArray floats(double[] values, TensorShape shape) {
    FloatArray array = FloatArray.of(shape);
    for (int i = 0; i < values.length; i++) {
      array.data()[i] = (float) values[i];
    }
    return array;
  }

  /// Folds an array to a shape that is repeated along some of its axes.
  ///
  /// @param shape of the results; can be repeated to that of `x`
  double[] along(FloatArray x, TensorShape shape, Team team) {
    double[] results = new double[shape.elements()];
    Arrays.fill(results, start());
    if (x.data().length == 0) {
      return results;
    }
    Axes axes = Axes.of(Broadcast.of(x.shape(), shape));
    Parallel.ranges(
        team,
        results.length,
        x.data().length / results.length,
        (from, to) -> {
          for (int at = from; at < to; ) {
            int length = Math.min(axes.columns - at % axes.columns, to - at);
            fold(axes, 0, x.data(), axes.place(at), results, at, length);
            at += length;
          }
        });
    return results;
  }

  private void fold(
      Axes axes, int depth, float[] x, int place, double[] results, int at, int length) {
    if (depth < axes.foldedLengths.length) {
      for (int i = 0; i < axes.foldedLengths[depth]; i++) {
        fold(axes, depth + 1, x, place + i * axes.foldedSteps[depth], results, at, length);
      }
    } else if (axes.row > 1) {
      results[at] = row(results[at], x, place, axes.row);
    } else {
      columns(results, at, x, place, length);
    }
  }

  /// Axes that are kept and axes that are folded.
  ///
  /// @param columns the length of the last axis if that is kept, else 1
  /// @param row the length of the last axis if that is folded, else 1
  private record Axes(
      int columns,
      int row,
      int[] keptLengths,
      int[] keptSteps,
      int[] foldedLengths,
      int[] foldedSteps) {

    static Axes of(Broadcast broadcast) {
      int[] lengths = broadcast.lengths();
      int[] steps = broadcast.steps(0);
      int[] results = broadcast.steps(1);
      int last = lengths.length - 1;
      var kept = IntStream.range(0, last).filter(i -> results[i] != 0).toArray();
      var folded = IntStream.range(0, last).filter(i -> results[i] == 0).toArray();
      boolean keepsLast = results[last] != 0;
      return new Axes(
          keepsLast ? lengths[last] : 1,
          keepsLast ? 1 : lengths[last],
          pick(lengths, kept),
          pick(steps, kept),
          pick(lengths, folded),
          pick(steps, folded));
    }

    private static int[] pick(int[] list, int[] which) {
      return Arrays.stream(which).map(i -> list[i]).toArray();
    }

    /// Where the first element that goes to result `at` stands.
    int place(int at) {
      int place = at % columns;
      int rest = at / columns;
      for (int axis = keptLengths.length - 1; axis >= 0; axis--) {
        place += rest % keptLengths[axis] * keptSteps[axis];
        rest /= keptLengths[axis];
      }
      return place;
    }
  }
}

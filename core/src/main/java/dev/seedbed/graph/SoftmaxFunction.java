package dev.seedbed.graph;

import dev.seedbed.elementary.Elementary;
import dev.seedbed.kernel.Team;
import java.util.List;

/// Operators that compare the elements along an axis with each other.
public sealed interface SoftmaxFunction extends Operator {
  int axis();

  Span span();

  /// Which elements are compared with each other.
  enum Span {
    /// Those along the axis.
    AXIS,
    /// Those along the axis and all axes after it, as before opset 13.
    AXIS_AND_LATER
  }

  /// The function of `n` neighbours.
  void row(float[] x, int at, float[] y, int to, int n);

  /// The gradient of `n` neighbours, all arrays from `at` on.
  void slopes(float[] y, float[] g, float[] d, int at, int n);

  /// How the elements lie: `rows` rows of `n` elements that are `inner` apart.
  record Layout(int rows, int n, int inner) {
    /// Where row `row` starts.
    int start(int row) {
      return row / inner * inner * n + row % inner;
    }

    /// Copies a row to the start of an array.
    void gather(float[] from, int row, float[] to) {
      int start = start(row);
      for (int k = 0; k < n; k++) {
        to[k] = from[start + k * inner];
      }
    }

    /// Copies a row from the start of an array.
    void scatter(float[] from, float[] to, int row) {
      int start = start(row);
      for (int k = 0; k < n; k++) {
        to[start + k * inner] = from[k];
      }
    }
  }

  private Layout layout(TensorShape shape) {
    boolean end = span() == Span.AXIS_AND_LATER && axis() == shape.rank();
    int at = end ? axis() : shape.axis(axis());
    int later = span() == Span.AXIS ? Math.min(at + 1, shape.rank()) : shape.rank();
    int n = shape.elements(at, later);
    return new Layout(n == 0 ? 0 : shape.elements() / n, n, shape.elements(later, shape.rank()));
  }

  @Override
  default List<NdArray> outputs(Operands in) {
    return List.of(values(in.floats(0), in.team()));
  }

  /// The function of an array.
  default FloatArray values(FloatArray x, Team team) {
    Layout layout = layout(x.shape());
    int n = layout.n();
    FloatArray y = FloatArray.of(x.shape());
    Parallel.ranges(
        team,
        layout.rows(),
        10L * n,
        (from, to) -> {
          float[] some = new float[layout.inner() == 1 ? 0 : n];
          for (int row = from; row < to; row++) {
            if (layout.inner() == 1) {
              row(x.data(), row * n, y.data(), row * n, n);
            } else {
              layout.gather(x.data(), row, some);
              row(some, 0, some, 0, n);
              layout.scatter(some, y.data(), row);
            }
          }
        });
    return y;
  }

  @Override
  default void gradients(Backward back) {
    if (back.wants(0) && back.gradient(0).isPresent()) {
      back.add(0, slopes(back.output(0), back.gradientOrZeros(0), back.team()));
    }
  }

  /// The gradient of an array, given its values and that by them.
  default FloatArray slopes(FloatArray y, FloatArray g, Team team) {
    FloatArray d = FloatArray.of(y.shape());
    Layout layout = layout(y.shape());
    int n = layout.n();
    Parallel.ranges(
        team,
        layout.rows(),
        n,
        (from, to) -> {
          float[] ys = new float[layout.inner() == 1 ? 0 : n];
          float[] gs = new float[layout.inner() == 1 ? 0 : n];
          for (int row = from; row < to; row++) {
            if (layout.inner() == 1) {
              slopes(y.data(), g.data(), d.data(), row * n, n);
            } else {
              layout.gather(y.data(), row, ys);
              layout.gather(g.data(), row, gs);
              slopes(ys, gs, gs, 0, n);
              layout.scatter(gs, d.data(), row);
            }
          }
        });
    return d;
  }

  @Override
  default Keeps keeps() {
    return Keeps.OUTPUTS;
  }

  private static float largest(float[] x, int at, int n) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < n; k++) {
      largest = Math.max(largest, x[at + k]);
    }
    return largest;
  }

  /// eˣ / Σ eˣ.
  record Softmax(int axis, Span span) implements SoftmaxFunction {
    @Override
    public void row(float[] x, int at, float[] y, int to, int n) {
      float largest = largest(x, at, n);
      for (int k = 0; k < n; k++) {
        y[to + k] = Elementary.exp(x[at + k] - largest);
      }
      float factor = (float) (1 / Fold.sum(y, to, n));
      for (int k = 0; k < n; k++) {
        y[to + k] *= factor;
      }
    }

    @Override
    public void slopes(float[] y, float[] g, float[] d, int at, int n) {
      float mean = (float) Fold.products(y, at, g, at, n);
      for (int k = 0; k < n; k++) {
        d[at + k] = y[at + k] * (g[at + k] - mean);
      }
    }
  }

  /// x − ln Σ eˣ.
  record LogSoftmax(int axis, Span span) implements SoftmaxFunction {
    @Override
    public void row(float[] x, int at, float[] y, int to, int n) {
      float largest = largest(x, at, n);
      double sum = 0;
      for (int k = 0; k < n; k++) {
        sum += Elementary.exp(x[at + k] - largest);
      }
      double log = StrictMath.log(sum);
      for (int k = 0; k < n; k++) {
        y[to + k] = (float) ((double) x[at + k] - largest - log);
      }
    }

    @Override
    public void slopes(float[] y, float[] g, float[] d, int at, int n) {
      float sum = (float) Fold.sum(g, at, n);
      for (int k = 0; k < n; k++) {
        d[at + k] = g[at + k] - Elementary.exp(y[at + k]) * sum;
      }
    }
  }

  /// 1 for the first of the largest, 0 for all others.
  record Hardmax(int axis, Span span) implements SoftmaxFunction {
    @Override
    public void row(float[] x, int at, float[] y, int to, int n) {
      int best = 0;
      for (int k = 1; k < n; k++) {
        best = x[at + k] > x[at + best] ? k : best;
      }
      for (int k = 0; k < n; k++) {
        y[to + k] = k == best ? 1 : 0;
      }
    }

    @Override
    public void slopes(float[] y, float[] g, float[] d, int at, int n) {
      for (int k = 0; k < n; k++) {
        d[at + k] = 0;
      }
    }
  }
}

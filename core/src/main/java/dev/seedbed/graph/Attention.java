package dev.seedbed.graph;

import dev.seedbed.elementary.Elementary;
import dev.seedbed.kernel.Team;
import java.util.List;

/// Scaled dot-product attention: softmax(scale·Q·Kᵀ + mask)·V, head by head. Inputs: Q, K and V, of
/// rows × heads × positions × elements or of rows × positions × (heads · elements), and a mask,
/// which may be left out: booleans that say which keys a query sees, or numbers to add. Each head
/// of K and V serves as many heads of Q, one after the other. Vaswani et al. 2017,
/// arXiv:1706.03762, section 3.2; Ainslie et al. 2023, arXiv:2305.13245.
///
/// A query that sees no key has NaN, as ONNX's reference does.
///
/// @param scale of the products; 0 for 1/√elements
/// @param softcap where it is not 0, products p become softcap·tanh(p / softcap)
/// @param causal whether a query sees only keys up to its own position
/// @param queryHeads heads of Q if it has three axes
/// @param keyHeads heads of K and V if they have three axes
public record Attention(float scale, float softcap, boolean causal, int queryHeads, int keyHeads)
    implements MatrixProduct {
  public Attention {
    if (!(softcap >= 0 && softcap < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("softcap must be at least 0: " + softcap);
    }
  }

  /// One of Q, K, V and Y.
  private record Heads(int rows, int heads, int positions, int elements, boolean headsFirst) {
    static Heads of(TensorShape shape, int heads) {
      if (shape.rank() == 4) {
        return new Heads(shape.length(0), shape.length(1), shape.length(2), shape.length(3), true);
      }
      if (shape.rank() != 3 || heads < 1 || shape.length(2) % heads != 0) {
        throw new IllegalArgumentException(
            "attention must have 4 axes, or 3 and heads that divide the last: %s, %d heads"
                .formatted(shape, heads));
      }
      return new Heads(shape.length(0), heads, shape.length(1), shape.length(2) / heads, false);
    }

    TensorShape shape() {
      return headsFirst
          ? TensorShape.of(rows, heads, positions, elements)
          : TensorShape.of(rows, positions, (long) heads * elements);
    }

    /// The matrix positions × elements of a head.
    MatrixView view(float[] data, int row, int head) {
      return headsFirst
          ? MatrixView.of(data, (row * heads + head) * positions * elements, elements)
          : MatrixView.of(data, (row * positions * heads + head) * elements, heads * elements);
    }
  }

  private record Layout(Heads q, Heads k, Heads v, Heads y) {
    int queriesOfKey() {
      return q.heads / k.heads;
    }
  }

  private Layout layout(TensorShape queries, TensorShape keys, TensorShape values) {
    Heads q = Heads.of(queries, queryHeads);
    Heads k = Heads.of(keys, keyHeads);
    Heads v = Heads.of(values, keyHeads);
    boolean fits =
        queries.rank() == keys.rank()
            && keys.rank() == values.rank()
            && q.rows == k.rows
            && k.rows == v.rows
            && k.heads == v.heads
            && k.heads > 0
            && q.heads % k.heads == 0
            && q.elements == k.elements
            && k.positions == v.positions;
    if (!fits) {
      throw new IllegalArgumentException(
          "queries, keys and values must fit each other: %s, %s and %s"
              .formatted(queries, keys, values));
    }
    return new Layout(q, k, v, new Heads(q.rows, q.heads, q.positions, v.elements, q.headsFirst));
  }

  private float scale(Layout layout) {
    return scale == 0 ? (float) (1 / Math.sqrt(layout.q.elements)) : scale;
  }

  /// What is added to the products of each row and head, as numbers; where it stands for those with
  /// number `head`.
  private record Mask(float[] data, Strided places) {
    int at(int row, int head, int query) {
      int[] steps = places.steps();
      return row * steps[0] + head * steps[1] + query * steps[2];
    }
  }

  private static Mask mask(Operands in, Layout layout) {
    TensorShape all =
        TensorShape.of(layout.q.rows, layout.q.heads, layout.q.positions, layout.k.positions);
    if (in.find(3).isEmpty()) {
      return new Mask(new float[1], Strided.repeated(TensorShape.of(1), all));
    }
    NdArray given = in.get(3);
    TensorShape shape = given.shape();
    if (shape.rank() < 2 || !shape.broadcast(all).equals(all)) {
      throw new IllegalArgumentException("the mask must fit %s: %s".formatted(all, shape));
    }
    Strided places = Strided.repeated(shape, all);
    if (given instanceof BooleanArray(TensorShape _, boolean[] seen)) {
      float[] added = new float[seen.length];
      for (int i = 0; i < seen.length; i++) {
        added[i] = seen[i] ? 0 : Float.NEGATIVE_INFINITY;
      }
      return new Mask(added, places);
    }
    return new Mask(given.asFloats().data(), places);
  }

  private static void checkInputs(Operands in) {
    for (int i = 4; i < in.count(); i++) {
      if (in.find(i).isPresent()) {
        throw new IllegalArgumentException("attention to past keys and values cannot be run");
      }
    }
    if (in.outputCount() > 1) {
      throw new IllegalArgumentException("attention must have one output: " + in.outputCount());
    }
  }

  /// The scores of a head, before the softmax; with their softcap tanh(p / softcap) in `capped`.
  private void scores(
      Layout layout, Operands in, Mask mask, int row, int head, float[] p, float[] capped) {
    int n = layout.k.positions;
    float[] q = in.floats(0).data();
    float[] k = in.floats(1).data();
    Products.multiply(
        layout.q.positions,
        n,
        layout.q.elements,
        layout.q.view(q, row, head),
        layout.k.view(k, row, head / layout.queriesOfKey()).transposed(),
        MatrixView.of(p, 0, n),
        Team.ALONE);
    float factor = scale(layout);
    int step = mask.places.steps()[3];
    for (int i = 0; i < layout.q.positions; i++) {
      int added = mask.at(row, head, i);
      for (int j = 0; j < n; j++) {
        int at = i * n + j;
        float score = p[at] * factor;
        if (softcap > 0) {
          capped[at] = Elementary.tanh(score / softcap);
          score = softcap * capped[at];
        }
        score += mask.data[added + j * step];
        p[at] = causal && j > i ? Float.NEGATIVE_INFINITY : score;
      }
      softmax(p, i * n, n);
    }
  }

  private static void softmax(float[] p, int from, int count) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int j = from; j < from + count; j++) {
      largest = Math.max(largest, p[j]);
    }
    double sum = 0;
    for (int j = from; j < from + count; j++) {
      p[j] = p[j] == Float.NEGATIVE_INFINITY && largest > p[j] ? 0 : Elementary.exp(p[j] - largest);
      sum += p[j];
    }
    for (int j = from; j < from + count; j++) {
      p[j] = (float) (p[j] / sum);
    }
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    checkInputs(in);
    Layout layout = layout(in.floats(0).shape(), in.floats(1).shape(), in.floats(2).shape());
    Mask mask = mask(in, layout);
    FloatArray y = FloatArray.of(layout.y.shape());
    float[] v = in.floats(2).data();
    int m = layout.q.positions;
    int n = layout.k.positions;
    Parallel.ranges(
        in.team(),
        layout.q.rows * layout.q.heads,
        Integer.MAX_VALUE,
        (from, to) -> {
          float[] p = FloatArray.of(TensorShape.of(m, n)).data();
          float[] capped = new float[softcap > 0 ? p.length : 0];
          for (int i = from; i < to; i++) {
            int row = i / layout.q.heads;
            int head = i % layout.q.heads;
            scores(layout, in, mask, row, head, p, capped);
            Products.multiply(
                m,
                layout.v.elements,
                n,
                MatrixView.of(p, 0, n),
                layout.v.view(v, row, head / layout.queriesOfKey()),
                layout.y.view(y.data(), row, head),
                Team.ALONE);
          }
        });
    return List.of(y);
  }

  @Override
  public void gradients(Backward back) {
    if (back.gradient(0).isEmpty()) {
      return;
    }
    Operands in = back.operands();
    Layout layout = layout(back.inputShape(0), back.inputShape(1), back.inputShape(2));
    Mask mask = mask(in, layout);
    FloatArray dq = FloatArray.of(back.inputShape(0));
    FloatArray dk = FloatArray.of(back.inputShape(1));
    FloatArray dv = FloatArray.of(back.inputShape(2));
    int m = layout.q.positions;
    int n = layout.k.positions;
    TensorShape scores = TensorShape.of(layout.q.rows, layout.q.heads, m, n);
    FloatArray dMask = FloatArray.of(back.wants(3) ? scores : TensorShape.of(0));
    int group = layout.queriesOfKey();
    // All queries of a head of keys, whose gradient they add to, are done by one thread.
    Parallel.ranges(
        in.team(),
        layout.k.rows * layout.k.heads,
        Integer.MAX_VALUE,
        (from, to) -> {
          var pass = new HeadGradients(this, layout, in, mask, m, n);
          for (int i = from; i < to; i++) {
            for (int head = 0; head < group; head++) {
              int row = i / layout.k.heads;
              int query = i % layout.k.heads * group + head;
              pass.run(
                  row,
                  query,
                  head == 0,
                  back.gradientOrZeros(0).data(),
                  dq.data(),
                  dk.data(),
                  dv.data());
              if (back.wants(3)) {
                int at = (row * layout.q.heads + query) * m * n;
                System.arraycopy(pass.dp, 0, dMask.data(), at, m * n);
              }
            }
          }
        });
    FloatArray[] all = {dq, dk, dv};
    for (int i = 0; i < all.length; i++) {
      if (back.wants(i)) {
        back.add(i, all[i]);
      }
    }
    if (back.wants(3)) {
      back.add(3, mask.places.addUp(dMask, back.inputShape(3), back.team()));
    }
  }

  /// The way back through one head.
  private static final class HeadGradients {
    private final Attention of;
    private final Layout layout;
    private final Operands in;
    private final Mask mask;
    private final int m;
    private final int n;
    private final float[] p;
    private final float[] capped;

    /// The gradient by the scores with their mask; then scaled, by the products.
    private final float[] dp;

    private final float[] dProducts;

    HeadGradients(Attention of, Layout layout, Operands in, Mask mask, int m, int n) {
      this.of = of;
      this.layout = layout;
      this.in = in;
      this.mask = mask;
      this.m = m;
      this.n = n;
      this.p = FloatArray.of(TensorShape.of(m, n)).data();
      this.capped = new float[of.softcap > 0 ? p.length : 0];
      this.dp = new float[p.length];
      this.dProducts = new float[p.length];
    }

    /// @param first whether nothing has been added yet to the gradients by keys and values
    void run(int row, int head, boolean first, float[] dy, float[] dq, float[] dk, float[] dv) {
      var alone = Team.ALONE;
      int key = head / layout.queriesOfKey();
      of.scores(layout, in, mask, row, head, p, capped);
      MatrixView gradient = layout.y.view(dy, row, head);
      MatrixView v = layout.v.view(in.floats(2).data(), row, key);
      int values = layout.v.elements;
      Products.multiply(m, n, values, gradient, v.transposed(), MatrixView.of(dp, 0, n), alone);
      MatrixView byValues = layout.v.view(dv, row, key);
      Products.multiply(
          n,
          values,
          m,
          MatrixView.of(p, 0, n).transposed(),
          gradient,
          first ? byValues : byValues.adding(),
          alone);
      throughSoftmax();
      MatrixView scaled = MatrixView.of(dProducts, 0, n);
      int elements = layout.q.elements;
      Products.multiply(
          m,
          elements,
          n,
          scaled,
          layout.k.view(in.floats(1).data(), row, key),
          layout.q.view(dq, row, head),
          alone);
      MatrixView byKeys = layout.k.view(dk, row, key);
      Products.multiply(
          n,
          elements,
          m,
          scaled.transposed(),
          layout.q.view(in.floats(0).data(), row, head),
          first ? byKeys : byKeys.adding(),
          alone);
    }

    private void throughSoftmax() {
      float factor = of.scale(layout);
      for (int i = 0; i < m; i++) {
        double sum = 0;
        for (int j = i * n; j < (i + 1) * n; j++) {
          sum += (double) dp[j] * p[j];
        }
        for (int j = i * n; j < (i + 1) * n; j++) {
          dp[j] = (float) (p[j] * (dp[j] - sum));
          float cap = of.softcap > 0 ? 1 - capped[j] * capped[j] : 1;
          dProducts[j] = dp[j] * cap * factor;
        }
      }
    }
  }

  @Override
  public Keeps keeps() {
    return Keeps.INPUTS;
  }
}

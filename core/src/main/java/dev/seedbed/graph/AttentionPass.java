package dev.seedbed.graph;

import dev.seedbed.elementary.Elementary;
import dev.seedbed.kernel.Team;
import java.util.Arrays;

/// One run of [Attention]: where everything stands, and the way through a head and back.
///
/// @param k all keys, past ones among them
/// @param added the numbers of the mask
/// @param mask where those for each row, head, query and key stand, as far as it has keys
/// @param own the keys that the first query of a row sees, less one
/// @param limits how many keys a row has
record AttentionPass(
    Attention of,
    AttentionHeads q,
    AttentionHeads k,
    AttentionHeads v,
    AttentionHeads y,
    float[] queries,
    float[] keys,
    float[] values,
    float[] added,
    Strided mask,
    long[] own,
    long[] limits) {

  static AttentionPass of(Attention of, Operands in) {
    AttentionHeads q = AttentionHeads.of(in.floats(0).shape(), of.queryHeads());
    AttentionHeads k = AttentionHeads.of(in.floats(1).shape(), of.keyHeads());
    AttentionHeads v = AttentionHeads.of(in.floats(2).shape(), of.keyHeads());
    boolean fits =
        q.first() == k.first()
            && k.first() == v.first()
            && q.rows() == k.rows()
            && k.rows() == v.rows()
            && k.heads() == v.heads()
            && k.heads() > 0
            && q.heads() % k.heads() == 0
            && q.elements() == k.elements()
            && k.positions() == v.positions()
            && in.find(4).isPresent() == in.find(5).isPresent();
    if (!fits) {
      throw new IllegalArgumentException(
          "queries, keys and values must fit each other: %s, %s and %s"
              .formatted(in.shape(0), in.shape(1), in.shape(2)));
    }
    int past = in.find(4).isPresent() ? in.shape(4).rank() == 4 ? in.shape(4).length(2) : 0 : 0;
    AttentionHeads allKeys = in.find(4).isPresent() ? k.after(in.shape(4)) : k;
    AttentionHeads allValues = in.find(5).isPresent() ? v.after(in.shape(5)) : v;
    if (allKeys.positions() != allValues.positions()) {
      throw new IllegalArgumentException(
          "past keys and values must have as many positions: %s and %s"
              .formatted(in.shape(4), in.shape(5)));
    }
    long[] limits = limits(in, q.rows(), allKeys.positions());
    long[] own = new long[q.rows()];
    for (int row = 0; row < own.length; row++) {
      own[row] =
          in.find(4).isEmpty() && in.find(6).isPresent() ? limits[row] - q.positions() : past;
    }
    TensorShape all = TensorShape.of(q.rows(), q.heads(), q.positions(), allKeys.positions());
    return new AttentionPass(
        of,
        q,
        allKeys,
        allValues,
        new AttentionHeads(q.rows(), q.heads(), q.positions(), v.elements(), q.first()),
        in.floats(0).data(),
        joined(in, 4, k, allKeys, in.floats(1).data()),
        joined(in, 5, v, allValues, in.floats(2).data()),
        added(in),
        places(in, all),
        own,
        limits);
  }

  private static long[] limits(Operands in, int rows, int keys) {
    long[] limits = new long[rows];
    if (in.find(6).isEmpty()) {
      Arrays.fill(limits, keys);
      return limits;
    }
    LongArray given = in.longs(6);
    if (!given.shape().equals(TensorShape.of(rows))) {
      throw new IllegalArgumentException(
          "the keys of each of %d rows must be said: %s".formatted(rows, given.shape()));
    }
    for (long limit : given.data()) {
      if (limit < 0 || limit > keys) {
        throw new IllegalArgumentException(
            "a row must have from 0 to %d keys: %d".formatted(keys, limit));
      }
    }
    return given.data();
  }

  private static float[] joined(
      Operands in, int past, AttentionHeads given, AttentionHeads all, float[] data) {
    if (in.find(past).isEmpty()) {
      return data;
    }
    AttentionHeads before = AttentionHeads.of(in.shape(past), 0);
    float[] joined = FloatArray.of(all.shape()).data();
    before.copy(in.floats(past).data(), 0, all, joined, 0, before.positions());
    given.copy(data, 0, all, joined, before.positions(), given.positions());
    return joined;
  }

  private static float[] added(Operands in) {
    if (in.find(3).isEmpty()) {
      return new float[1];
    }
    if (in.get(3) instanceof BooleanArray(TensorShape _, boolean[] seen)) {
      float[] added = new float[seen.length];
      for (int i = 0; i < seen.length; i++) {
        added[i] = seen[i] ? 0 : Float.NEGATIVE_INFINITY;
      }
      return added;
    }
    return in.floats(3).data();
  }

  private static Strided places(Operands in, TensorShape all) {
    if (in.find(3).isEmpty()) {
      return Strided.repeated(TensorShape.of(1), all);
    }
    TensorShape shape = in.shape(3);
    int keys = shape.rank() < 2 ? 0 : shape.length(shape.rank() - 1);
    if (shape.rank() < 2 || shape.rank() > 4 || keys > all.length(3)) {
      throw new IllegalArgumentException("the mask must fit %s: %s".formatted(all, shape));
    }
    TensorShape covered = all.with(3, keys);
    if (!shape.broadcast(covered).equals(covered)) {
      throw new IllegalArgumentException("the mask must fit %s: %s".formatted(all, shape));
    }
    return Strided.repeated(shape, covered);
  }

  int queriesOfKey() {
    return q.heads() / k.heads();
  }

  TensorShape scoresShape() {
    return TensorShape.of(q.rows(), q.heads(), q.positions(), k.positions());
  }

  private float factor() {
    return of.scale() == 0 ? (float) (1 / Math.sqrt(q.elements())) : of.scale();
  }

  /// Whether a query sees a key, but for the mask.
  private boolean sees(int row, int query, int key) {
    return key < limits[row] && (!of.causal() || key <= query + own[row]);
  }

  /// The way forward through one head.
  static final class Head {
    private final AttentionPass pass;
    private final int m;
    private final int n;
    private int row;
    private int head;

    /// Products of queries and keys, scaled.
    private final float[] products;

    /// What they become by the softcap.
    private final float[] capped;

    private final float[] masked;

    /// Their softmax, for each query.
    final float[] weights;

    Head(AttentionPass pass) {
      this.pass = pass;
      this.m = pass.q.positions();
      this.n = pass.k.positions();
      this.products = FloatArray.of(TensorShape.of(m, n)).data();
      this.capped = pass.of.softcap() > 0 ? new float[products.length] : products;
      this.masked = new float[products.length];
      this.weights = new float[products.length];
    }

    void run(int row, int head) {
      this.row = row;
      this.head = head;
      Products.multiply(
          m,
          n,
          pass.q.elements(),
          queries(),
          keys().transposed(),
          MatrixView.of(products, 0, n),
          Team.ALONE);
      float factor = pass.factor();
      float cap = pass.of.softcap();
      int[] steps = pass.mask.steps();
      int covered = pass.mask.shape().length(3);
      for (int i = 0; i < m; i++) {
        int added = row * steps[0] + head * steps[1] + i * steps[2];
        for (int j = 0; j < n; j++) {
          int at = i * n + j;
          products[at] *= factor;
          if (cap > 0) {
            capped[at] = cap * Elementary.tanh(products[at] / cap);
          }
          masked[at] =
              j < covered && pass.sees(row, i, j)
                  ? capped[at] + pass.added[added + j * steps[3]]
                  : Float.NEGATIVE_INFINITY;
        }
        softmax(masked, weights, i * n, n);
      }
    }

    private static void softmax(float[] x, float[] y, int from, int count) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int j = from; j < from + count; j++) {
        largest = Math.max(largest, x[j]);
      }
      double sum = 0;
      for (int j = from; j < from + count; j++) {
        y[j] =
            x[j] == Float.NEGATIVE_INFINITY && largest > x[j] ? 0 : Elementary.exp(x[j] - largest);
        sum += y[j];
      }
      for (int j = from; j < from + count; j++) {
        y[j] = (float) (y[j] / sum);
      }
    }

    float[] stage(Attention.Scores stage) {
      return switch (stage) {
        case PRODUCTS -> products;
        case CAPPED -> capped;
        case MASKED -> masked;
        case WEIGHTS -> weights;
      };
    }

    private int keyHead() {
      return head / pass.queriesOfKey();
    }

    private MatrixView queries() {
      return pass.q.view(pass.queries, row, head);
    }

    private MatrixView keys() {
      return pass.k.view(pass.keys, row, keyHead());
    }

    MatrixView values() {
      return pass.v.view(pass.values, row, keyHead());
    }

    MatrixView output(float[] y) {
      return pass.y.view(y, row, head);
    }
  }

  /// The way back through one head.
  static final class HeadGradients {
    private final AttentionPass pass;
    private final Head head;
    private final int m;
    private final int n;

    /// The gradient by the weights, and then by the scores with their mask.
    private final float[] byMasked;

    /// The gradient by the products before they are scaled.
    private final float[] byProducts;

    HeadGradients(AttentionPass pass) {
      this.pass = pass;
      this.head = new Head(pass);
      this.m = pass.q.positions();
      this.n = pass.k.positions();
      this.byMasked = new float[head.weights.length];
      this.byProducts = new float[head.weights.length];
    }

    /// Copies the gradient by what the mask adds, for as many keys as it has.
    ///
    /// @param line of the first query
    void copyByMask(float[] to, int line) {
      int covered = pass.mask.shape().length(3);
      for (int i = 0; i < m; i++) {
        System.arraycopy(byMasked, i * n, to, (line + i) * covered, covered);
      }
    }

    /// @param first whether nothing has been added yet to the gradients by keys and values
    /// @param byScores the gradient by what the operator gives of the scores; empty if it is none
    void run(
        int row,
        int query,
        boolean first,
        float[] dy,
        float[] byScores,
        float[] dq,
        float[] dk,
        float[] dv) {
      var alone = Team.ALONE;
      head.run(row, query);
      int key = head.keyHead();
      MatrixView gradient = head.output(dy);
      MatrixView weights = MatrixView.of(head.weights, 0, n);
      int columns = pass.v.elements();
      MatrixView into = MatrixView.of(byMasked, 0, n);
      Products.multiply(m, n, columns, gradient, head.values().transposed(), into, alone);
      MatrixView values = pass.v.view(dv, row, key);
      Products.multiply(
          n, columns, m, weights.transposed(), gradient, first ? values : values.adding(), alone);
      throughScores(byScores);
      MatrixView products = MatrixView.of(byProducts, 0, n);
      int elements = pass.q.elements();
      Products.multiply(m, elements, n, products, head.keys(), pass.q.view(dq, row, query), alone);
      MatrixView keys = pass.k.view(dk, row, key);
      Products.multiply(
          n,
          elements,
          m,
          products.transposed(),
          head.queries(),
          first ? keys : keys.adding(),
          alone);
    }

    private void throughScores(float[] byScores) {
      float factor = pass.factor();
      float cap = pass.of.softcap();
      add(byScores, Attention.Scores.WEIGHTS, byMasked);
      float[] p = head.weights;
      for (int i = 0; i < m; i++) {
        double sum = 0;
        for (int j = i * n; j < (i + 1) * n; j++) {
          sum += (double) byMasked[j] * p[j];
        }
        for (int j = i * n; j < (i + 1) * n; j++) {
          byMasked[j] = (float) (p[j] * (byMasked[j] - sum));
        }
      }
      add(byScores, Attention.Scores.MASKED, byMasked);
      System.arraycopy(byMasked, 0, byProducts, 0, byProducts.length);
      add(byScores, Attention.Scores.CAPPED, byProducts);
      if (cap > 0) {
        for (int j = 0; j < byProducts.length; j++) {
          float t = head.capped[j] / cap;
          byProducts[j] *= 1 - t * t;
        }
      }
      add(byScores, Attention.Scores.PRODUCTS, byProducts);
      for (int j = 0; j < byProducts.length; j++) {
        byProducts[j] *= factor;
      }
    }

    private void add(float[] byScores, Attention.Scores stage, float[] to) {
      if (pass.of.given() == stage) {
        for (int j = 0; j < byScores.length; j++) {
          to[j] += byScores[j];
        }
      }
    }
  }
}

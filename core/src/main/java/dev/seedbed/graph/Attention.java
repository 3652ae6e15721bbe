package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Scaled dot-product attention: softmax(scale·Q·Kᵀ + mask)·V, head by head. Vaswani et al. 2017,
/// arXiv:1706.03762, section 3.2; Ainslie et al. 2023, arXiv:2305.13245.
///
/// Inputs: Q, K and V, of rows × heads × positions × elements or of rows × positions × (heads ·
/// elements); a mask: booleans that say which keys a query sees, or numbers to add, where keys
/// beyond its end are not seen; past keys and values, of rows × heads × positions × elements, which
/// stand before K and V; and how many keys each row has, where the others are only padding. All but
/// the first three may be left out. Each head of K and V serves as many heads of Q, one after the
/// other.
///
/// Outputs: of Q's form; all keys and all values, of the past ones' form; and what `given` says, of
/// rows × heads × queries × keys. A query that sees no key has NaN, as ONNX's reference does.
///
/// @param scale of the products; 0 for 1/√elements
/// @param softcap where it is not 0, products p become softcap·tanh(p / softcap)
/// @param causal whether a query sees only keys up to its own position: the first query's is that
///   of the first key that is not past, or, of rows whose lengths are given, such that the last
///   query's is that of the last key
/// @param queryHeads heads of Q if it has three axes
/// @param keyHeads heads of K and V if they have three axes
/// @param given what the fourth output is
public record Attention(
    float scale, float softcap, boolean causal, int queryHeads, int keyHeads, Scores given)
    implements MatrixProduct {

  /// A stage on the way to the weights of values.
  public enum Scores {
    PRODUCTS,
    CAPPED,
    MASKED,
    WEIGHTS
  }

  public Attention {
    if (!(softcap >= 0 && softcap < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("softcap must be at least 0: " + softcap);
    }
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    var pass = AttentionPass.of(this, in);
    FloatArray y = FloatArray.of(pass.y().shape());
    int m = pass.q().positions();
    int n = pass.k().positions();
    boolean wantsScores = in.outputCount() > 3;
    FloatArray scores = FloatArray.of(wantsScores ? pass.scoresShape() : TensorShape.of(0));
    Parallel.ranges(
        in.team(),
        pass.q().rows() * pass.q().heads(),
        Integer.MAX_VALUE,
        (from, to) -> {
          var head = new AttentionPass.Head(pass);
          for (int i = from; i < to; i++) {
            head.run(i / pass.q().heads(), i % pass.q().heads());
            Products.multiply(
                m,
                pass.v().elements(),
                n,
                MatrixView.of(head.weights, 0, n),
                head.values(),
                head.output(y.data()),
                Team.ALONE);
            if (wantsScores) {
              System.arraycopy(head.stage(given), 0, scores.data(), i * m * n, m * n);
            }
          }
        });
    var outputs = new ArrayList<NdArray>(List.of(y));
    if (in.outputCount() > 1) {
      outputs.add(pass.k().headsFirst(pass.keys()));
      outputs.add(pass.v().headsFirst(pass.values()));
      outputs.add(scores);
    }
    return outputs.subList(0, Math.min(in.outputCount(), outputs.size()));
  }

  @Override
  public void gradients(Backward back) {
    boolean any = false;
    for (int i = 0; i < back.outputCount(); i++) {
      any |= back.gradient(i).isPresent();
    }
    if (!any) {
      return;
    }
    var pass = AttentionPass.of(this, back.operands());
    FloatArray dq = FloatArray.of(back.inputShape(0));
    FloatArray dk = FloatArray.of(pass.k().shape());
    FloatArray dv = FloatArray.of(pass.v().shape());
    int m = pass.q().positions();
    int n = pass.k().positions();
    FloatArray dMask = FloatArray.of(back.wants(3) ? pass.mask().shape() : TensorShape.of(0));
    int group = pass.queriesOfKey();
    float[] dy = back.gradientOrZeros(0).data();
    float[] dScores = back.outputCount() > 3 ? back.gradientOrZeros(3).data() : new float[0];
    // All queries of a head of keys, whose gradient they add to, are done by one thread.
    Parallel.ranges(
        back.team(),
        pass.k().rows() * pass.k().heads(),
        Integer.MAX_VALUE,
        (from, to) -> {
          var head = new AttentionPass.HeadGradients(pass);
          for (int i = from; i < to; i++) {
            for (int j = 0; j < group; j++) {
              int row = i / pass.k().heads();
              int query = i % pass.k().heads() * group + j;
              int line = (row * pass.q().heads() + query) * m;
              float[] byScores =
                  dScores.length == 0
                      ? dScores
                      : Arrays.copyOfRange(dScores, line * n, (line + m) * n);
              head.run(row, query, j == 0, dy, byScores, dq.data(), dk.data(), dv.data());
              if (back.wants(3)) {
                head.copyByMask(dMask.data(), line);
              }
            }
          }
        });
    if (back.wants(0)) {
      back.add(0, dq);
    }
    addKeys(back, 1, pass.k(), dk);
    addKeys(back, 2, pass.v(), dv);
    if (back.wants(3)) {
      back.add(3, pass.mask().addUp(dMask, back.inputShape(3), back.team()));
    }
  }

  /// Adds the gradients of keys or values that are given and of past ones.
  ///
  /// @param input K's or V's number: also that of the output that has them all; past ones are three
  ///   inputs later
  private void addKeys(Backward back, int input, AttentionHeads all, FloatArray gradient) {
    AttentionHeads given = AttentionHeads.of(back.inputShape(input), keyHeads);
    AttentionHeads apart = all.apart();
    boolean byOutput = back.outputCount() > input && back.gradient(input).isPresent();
    if (!byOutput && given.equals(all)) {
      if (back.wants(input)) {
        back.add(input, gradient);
      }
      return;
    }
    float[] sum = gradient.data();
    if (byOutput) {
      sum = back.gradientOrZeros(input).data().clone();
      float[] moved = new float[sum.length];
      all.copy(gradient.data(), 0, apart, moved, 0, all.positions());
      for (int i = 0; i < sum.length; i++) {
        sum[i] += moved[i];
      }
    } else {
      apart = all;
    }
    int past = all.positions() - given.positions();
    if (back.wants(input)) {
      FloatArray own = FloatArray.of(back.inputShape(input));
      apart.copy(sum, past, given, own.data(), 0, given.positions());
      back.add(input, own);
    }
    if (back.wants(input + 3)) {
      FloatArray before = FloatArray.of(back.inputShape(input + 3));
      apart.copy(sum, 0, AttentionHeads.of(back.inputShape(input + 3), 0), before.data(), 0, past);
      back.add(input + 3, before);
    }
  }

  @Override
  public Keeps keeps() {
    return Keeps.INPUTS;
  }
}

package dev.seedbed.bench.check.graph;

import dev.seedbed.graph.BinaryFunction;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.MatMul;
import dev.seedbed.graph.Reshaping;
import dev.seedbed.graph.SoftmaxFunction;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.graph.Viewing;
import dev.seedbed.tensor.Activation;
import java.util.List;

/// Blocks of causal attention and two dense layers, as exporters write them: by products, softmax
/// and additions.
final class AttentionArchitectures {
  private static final int WIDTH = 32;
  private static final int HEADS = 4;
  private static final int INNER = 64;

  /// Added to the scores of places that are not seen.
  private static final float UNSEEN = -1e9f;

  private static final Activation NONE = Layers.NONE;

  private AttentionArchitectures() {}

  /// Where a branch is normalised.
  enum Norm {
    /// Its inputs. Xiong et al. 2020, arXiv:2002.04745.
    PRE,
    /// The sum with its outputs. Vaswani et al. 2017, arXiv:1706.03762.
    POST,
    NONE
  }

  /// Which weights the outputs have.
  enum Output {
    OWN,
    /// The table of the symbols. Press & Wolf 2017, arXiv:1608.05859.
    TIED
  }

  static Architecture blocks(int blocks, Norm norm, Output output) {
    return plan -> {
      var layers = new Layers(plan);
      GraphTask task = plan.task();
      int places = task.length(1);
      constants(plan, places);
      String x = layers.lookUp("tokens", GraphTask.INPUT, task.kinds(), WIDTH, Role.TOKENS);
      String where = layers.lookUp("positions", "places", places, WIDTH, Role.POSITIONS);
      x = plan.node("embedded", new BinaryFunction.Add(), x, where);
      for (int b = 1; b <= blocks; b++) {
        String path = "block" + b;
        x = branch(layers, path + "/attention", x, norm, AttentionArchitectures::attention);
        x = branch(layers, path + "/mlp", x, norm, AttentionArchitectures::mlp);
      }
      if (norm == Norm.PRE) {
        x = layers.layerNormalized("norm", x, WIDTH, Role.SCALE, NONE);
      }
      if (output == Output.OWN) {
        return layers.everywhere("head", x, WIDTH, task.outputs(), Role.HEAD, NONE, NONE);
      }
      String table = plan.node("turned", new Viewing.Transpose(List.of(1, 0)), "tokens/weight");
      return plan.node("head", new MatMul(), x, table);
    };
  }

  private static void constants(NetworkPlan plan, int places) {
    long[] numbers = new long[places];
    FloatArray mask = FloatArray.of(TensorShape.of(places, places));
    for (int i = 0; i < places; i++) {
      numbers[i] = i;
      for (int j = i + 1; j < places; j++) {
        mask.data()[i * places + j] = UNSEEN;
      }
    }
    plan.shape("places", numbers);
    plan.constant("mask", mask);
    plan.number("shrink", 1 / Math.sqrt((double) WIDTH / HEADS));
    plan.shape("split", 0, 0, HEADS, WIDTH / HEADS);
    plan.shape("joined", 0, 0, WIDTH);
  }

  /// What a branch computes.
  private interface Branch {
    String of(Layers layers, String path, String x);
  }

  private static String branch(Layers layers, String path, String x, Norm norm, Branch branch) {
    String in =
        norm == Norm.PRE ? layers.layerNormalized(path + "/norm", x, WIDTH, Role.SCALE, NONE) : x;
    String sum = layers.added(path, x, branch.of(layers, path, in));
    return norm == Norm.POST
        ? layers.layerNormalized(path + "/norm", sum, WIDTH, Role.SCALE, NONE)
        : sum;
  }

  private static String mlp(Layers layers, String path, String x) {
    Activation f = layers.plan().f();
    String z = layers.everywhere(path + "/first", x, WIDTH, INNER, Role.BRANCH, NONE, f);
    String a = layers.active(path, z);
    return layers.everywhere(path + "/second", a, INNER, WIDTH, Role.BRANCH_END, f, NONE);
  }

  private static String attention(Layers layers, String path, String x) {
    NetworkPlan plan = layers.plan();
    String query = heads(layers, path + "/query", x, Role.QUERY, List.of(0, 2, 1, 3));
    String key = heads(layers, path + "/key", x, Role.KEY, List.of(0, 2, 3, 1));
    String value = heads(layers, path + "/value", x, Role.VALUE, List.of(0, 2, 1, 3));
    String scores = plan.node(path + "/products", new MatMul(), query, key);
    scores = plan.node(path + "/scores", new BinaryFunction.Mul(), scores, "shrink");
    scores = plan.node(path + "/masked", new BinaryFunction.Add(), scores, "mask");
    var softmax = new SoftmaxFunction.Softmax(-1, SoftmaxFunction.Span.AXIS);
    String shares = plan.node(path + "/shares", softmax, scores);
    String mixed = plan.node(path + "/mixed", new MatMul(), shares, value);
    mixed = plan.node(path + "/turned", new Viewing.Transpose(List.of(0, 2, 1, 3)), mixed);
    mixed = plan.node(path + "/joined", new Reshaping.Reshape(false), mixed, "joined");
    return layers.everywhere(path + "/out", mixed, WIDTH, WIDTH, Role.BRANCH_END, NONE, NONE);
  }

  private static String heads(
      Layers layers, String path, String x, Role role, List<Integer> order) {
    String z = layers.everywhere(path, x, WIDTH, WIDTH, role, NONE, NONE);
    String split = layers.plan().node(path + "/split", new Reshaping.Reshape(false), z, "split");
    return layers.plan().node(path + "/heads", new Viewing.Transpose(order), split);
  }
}

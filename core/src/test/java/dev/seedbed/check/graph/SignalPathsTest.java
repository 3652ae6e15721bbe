package dev.seedbed.check.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.check.TestGraph;
import dev.seedbed.graph.BinaryFunction;
import dev.seedbed.graph.MatMul;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.RowNormalization;
import dev.seedbed.graph.SoftmaxFunction;
import dev.seedbed.graph.Viewing;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalPathsTest {
  private final TestGraph graph = new TestGraph();

  private static Node node(GraphStart start, String name) {
    return start.graph().nodes().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// stem → x + two(relu(one x)) → head.
  private GraphStart residual() {
    String stem = graph.dense("stem", graph.input("x", -1, 4), 4, 5, 1);
    String one = graph.relu(graph.dense("one", stem, 5, 5, 1));
    String sum = graph.add("sum", stem, graph.dense("two", one, 5, 5, 1));
    return graph.start(graph.dense("head", sum, 5, 2, 1));
  }

  @Test
  void trunk_skipsBranches() {
    assertThat(SignalPaths.of(residual()).trunk())
        .extracting(WeightedNode::name)
        .containsExactly("stem", "head");
  }

  @Test
  void join_saysWhichInputIsTheBranch() {
    GraphStart start = residual();
    SignalPaths.Join join = SignalPaths.of(start).joinAt(node(start, "sum")).orElseThrow();
    assertThat(join.last().name()).isEqualTo("two");
    assertThat(join.skip()).isZero();
    assertThat(join.branch()).isEqualTo(1);
  }

  @Test
  void joins_ofBlocksWithoutAStem() {
    String x = graph.input("x", -1, 4);
    String first = graph.add("first", x, graph.dense("one", x, 4, 4, 1));
    GraphStart start = graph.start(graph.add("second", first, graph.dense("two", first, 4, 4, 1)));
    SignalPaths paths = SignalPaths.of(start);
    assertThat(paths.joinAt(node(start, "first"))).isPresent();
    assertThat(paths.joinAt(node(start, "second"))).isPresent();
  }

  @Test
  void sumOfTwoInputs_isNoJoin() {
    String x = graph.dense("one", graph.input("x", -1, 4), 4, 3, 1);
    String y =
        graph.dense(
            "three", graph.relu(graph.dense("two", graph.input("y", -1, 4), 4, 3, 1)), 3, 3, 1);
    GraphStart start = graph.start(graph.add("sum", x, y));
    assertThat(SignalPaths.of(start).joinAt(node(start, "sum"))).isEmpty();
  }

  private GraphStart attention() {
    String x = graph.dense("stem", graph.input("x", -1, 4), 4, 4, 1);
    String mask = graph.input("mask", -1, -1);
    String q = graph.dense("q", x, 4, 4, 1);
    String k = graph.dense("k", x, 4, 4, 1);
    String v = graph.dense("v", x, 4, 4, 1);
    String keys = graph.apply("keys", new Viewing.Transpose(List.of(1, 0)), k);
    String scores = graph.add("masked", graph.apply("scores", new MatMul(), q, keys), mask);
    String weights =
        graph.apply("softmax", new SoftmaxFunction.Softmax(-1, SoftmaxFunction.Span.AXIS), scores);
    return graph.start(graph.apply("y", new MatMul(), weights, v));
  }

  @Test
  void attention_isKnownByItsProducts_andThePathGoesThroughTheValues() {
    GraphStart start = attention();
    SignalPaths paths = SignalPaths.of(start);
    assertThat(paths.isAttention(node(start, "softmax"))).isTrue();
    assertThat(paths.scoring(node(start, "softmax"))).containsExactly("q/weight", "k/weight");
    assertThat(paths.joinAt(node(start, "masked"))).as("a mask is no branch").isEmpty();
  }

  @Test
  void softmaxThatEnds_isNoAttention() {
    String x = graph.dense("head", graph.input("x", -1, 4), 4, 4, 1);
    String softmax =
        graph.apply("softmax", new SoftmaxFunction.Softmax(-1, SoftmaxFunction.Span.AXIS), x);
    GraphStart start = graph.start(graph.dense("after", softmax, 4, 2, 1));
    assertThat(SignalPaths.of(start).isAttention(node(start, "softmax"))).isFalse();
  }

  @Test
  void onlyWay_aNormalisationOfTheTrunk_butNotOfABranch() {
    String stem = graph.dense("stem", graph.input("x", -1, 4), 4, 4, 1);
    graph.normal("gamma", 0, 4);
    String inside =
        graph.apply("inside", new RowNormalization.LayerNormalization(-1, 1e-5f), stem, "gamma");
    String sum = graph.add("sum", stem, graph.dense("branch", inside, 4, 4, 1));
    String last =
        graph.apply("last", new RowNormalization.LayerNormalization(-1, 1e-5f), sum, "gamma");
    graph.normal("alpha", 0, 1);
    String scaled = graph.apply("scaled", new BinaryFunction.Mul(), last, "alpha");
    GraphStart start = graph.start(graph.dense("head", scaled, 4, 2, 1));
    SignalPaths paths = SignalPaths.of(start);
    assertThat(paths.isOnlyWay(node(start, "inside"))).isFalse();
    assertThat(paths.isOnlyWay(node(start, "last"))).isTrue();
    assertThat(paths.isOnlyWay(node(start, "scaled"))).isTrue();
  }
}

package dev.seedbed.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.graph.Convolution;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Gathering;
import dev.seedbed.graph.Padding;
import dev.seedbed.graph.Pooling;
import dev.seedbed.graph.Reshaping;
import dev.seedbed.graph.RowNormalization;
import dev.seedbed.graph.SoftmaxFunction;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.graph.UnaryFunction;
import dev.seedbed.graph.WindowSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rules of networks that are no chains, each on a start that breaks it and one that does not.
class GraphRulesTest {
  private static final int WIDTH = 32;
  private static final double HE = Math.sqrt(2.0 / WIDTH);

  /// Blocks of x + W₂ relu(W₁ x), with the last weights of each scaled.
  private static GraphStart residual(int blocks, double factor) {
    var graph = new TestGraph();
    String x = graph.dense("stem", graph.input("x", -1, WIDTH), WIDTH, WIDTH, HE);
    for (int block = 0; block < blocks; block++) {
      String path = "block" + block;
      String inside = graph.relu(graph.dense(path + "/one", x, WIDTH, WIDTH, HE));
      x = graph.add(path, x, graph.dense(path + "/two", inside, WIDTH, WIDTH, factor * HE));
    }
    return graph.start(graph.dense("head", x, WIDTH, 2, 0.1 * HE));
  }

  @ParameterizedTest
  @CsvSource({"4, 1, false", "20, 1, true", "20, 0.16, false", "40, 0, false"})
  void residualGrowth(int blocks, double factor, boolean found) {
    GraphStart start = residual(blocks, factor);
    assertThat(TestGraph.found(start, Rule.RESIDUAL_GROWTH)).hasSize(found ? 1 : 0);
  }

  /// GPT-2's embeddings and first branches are small beside the others: its trunk grows by
  /// hundreds, but by as much with each branch.
  @Test
  void residualGrowth_fromASmallBeginning_isLinear() {
    var graph = new TestGraph();
    graph.parameter("gamma", FloatArray.of(TensorShape.of(WIDTH)));
    Arrays.fill(graph.values("gamma"), 1);
    String x = graph.dense("stem", graph.input("x", -1, WIDTH), WIDTH, WIDTH, 1e-3);
    for (int block = 0; block < 24; block++) {
      String path = "block" + block;
      String normal =
          graph.apply(
              path + "/norm", new RowNormalization.LayerNormalization(-1, 1e-5f), x, "gamma");
      x =
          graph.add(
              path, x, graph.dense(path + "/one", normal, WIDTH, WIDTH, block == 0 ? 1e-3 : 0.1));
    }
    GraphStart start = graph.start(graph.dense("head", x, WIDTH, 2, HE));
    assertThat(TestGraph.found(start, Rule.RESIDUAL_GROWTH)).isEmpty();
  }

  /// The signal goes around dead branches, as long as most of the others live.
  @ParameterizedTest
  @CsvSource({"1, INFO", "4, ERROR"})
  void deadUnits_ofABranch(int dead, Severity severity) {
    var graph = new TestGraph();
    String x = graph.dense("stem", graph.input("x", -1, WIDTH), WIDTH, WIDTH, HE);
    for (int block = 0; block < 4; block++) {
      String path = "block" + block;
      x =
          graph.add(
              path,
              x,
              graph.relu(graph.dense(path + "/one", x, WIDTH, WIDTH, block < dead ? 0 : HE)));
    }
    GraphStart start = graph.start(graph.dense("head", x, WIDTH, 2, HE));
    assertThat(TestGraph.all(start, Rule.DEAD_UNITS))
        .isNotEmpty()
        .extracting(Finding::severity)
        .containsOnly(severity);
  }

  /// Equal units have few different weights, which are of one sign by chance.
  @Test
  void sameSign_ofEqualUnits_isNotFound() {
    var graph = new TestGraph();
    String x = graph.dense("stem", graph.input("x", -1, 2), 2, WIDTH, HE);
    Arrays.fill(graph.values("stem/weight"), 0, WIDTH, 0.3f);
    Arrays.fill(graph.values("stem/weight"), WIDTH, 2 * WIDTH, 0.1f);
    GraphStart start = graph.start(graph.dense("head", x, WIDTH, 2, HE));
    assertThat(TestGraph.found(start, Rule.SAME_SIGN)).isEmpty();
  }

  @Test
  void residualGrowth_remedyIsToStartBranchesAt0() {
    Finding finding = TestGraph.found(residual(20, 1), Rule.RESIDUAL_GROWTH).getFirst();
    assertThat(finding.remedies())
        .hasSize(20)
        .first()
        .isEqualTo(new Remedy.Draw("block0/two/weight", "zeros"));
  }

  /// A plain stack of layers is as deep as its trunk.
  private static GraphStart plain(int layers, double deviation) {
    var graph = new TestGraph();
    String x = graph.input("x", -1, WIDTH);
    for (int layer = 0; layer < layers; layer++) {
      x = graph.relu(graph.dense("layer" + layer, x, WIDTH, WIDTH, deviation));
    }
    return graph.start(graph.dense("head", x, WIDTH, 2, HE));
  }

  @Test
  void forwardGain_ofTheTrunk() {
    assertThat(TestGraph.found(plain(12, HE / 5), Rule.FORWARD_GAIN)).hasSize(1);
    assertThat(TestGraph.found(plain(12, HE), Rule.FORWARD_GAIN)).isEmpty();
  }

  /// A layer normalisation with scales of `scale`.
  private static String normalized(TestGraph graph, String x, float scale) {
    String gamma = graph.parameter(x + "/gamma", FloatArray.of(TensorShape.of(WIDTH)));
    Arrays.fill(graph.values(gamma), scale);
    return graph.apply(x + "/norm", new RowNormalization.LayerNormalization(-1, 1e-5f), x, gamma);
  }

  @Test
  void zeroScale_onTheOnlyWay_isAnErrorIfItCannotGrow() {
    var graph = new TestGraph();
    String x = graph.dense("stem", graph.input("x", -1, WIDTH), WIDTH, WIDTH, HE);
    String normal = normalized(graph, x, 0);
    GraphStart grows = graph.start(graph.dense("head", normal, WIDTH, 2, HE));
    assertThat(TestGraph.all(grows, Rule.ZERO_SCALE))
        .singleElement()
        .extracting(Finding::severity)
        .isEqualTo(Severity.INFO);
    assertThat(TestGraph.found(grows, Rule.SADDLE)).isEmpty();
    GraphStart stuck = graph.start(graph.dense("other", graph.relu(normal), WIDTH, 2, HE));
    assertThat(TestGraph.found(stuck, Rule.ZERO_SCALE))
        .singleElement()
        .extracting(Finding::severity)
        .isEqualTo(Severity.ERROR);
    assertThat(TestGraph.found(stuck, Rule.SADDLE)).hasSize(1);
  }

  /// Behind a scale of 0 that grows, the next hides what comes out of it.
  @Test
  void zeroScale_beforeAnotherOf0_isAWarning() {
    var graph = new TestGraph();
    String stem = graph.dense("stem", graph.input("x", -1, WIDTH), WIDTH, WIDTH, HE);
    String x = normalized(graph, stem, 0);
    String branch = normalized(graph, graph.dense("branch", x, WIDTH, WIDTH, HE), 0);
    GraphStart start = graph.start(graph.dense("head", graph.add("join", x, branch), WIDTH, 2, HE));
    assertThat(TestGraph.found(start, Rule.ZERO_SCALE))
        .singleElement()
        .extracting(Finding::severity)
        .isEqualTo(Severity.WARNING);
  }

  /// Normalisation hides how small weights are, but the steps do not get smaller.
  @ParameterizedTest
  @CsvSource({"6, 0.01, true", "6, 0.1, false", "2, 0.01, false"})
  void weightScale_ofNormalizedLayers(int layers, double factor, boolean found) {
    var graph = new TestGraph();
    String x = graph.input("x", -1, WIDTH);
    for (int layer = 0; layer < layers; layer++) {
      String z = graph.dense("layer" + layer, x, WIDTH, WIDTH, factor * HE);
      x = graph.relu(normalized(graph, z, 1));
    }
    GraphStart start = graph.start(graph.dense("head", x, WIDTH, 2, HE));
    assertThat(TestGraph.found(start, Rule.WEIGHT_SCALE)).hasSize(found ? 1 : 0);
  }

  /// Gradients grow in normalised layers of any weights, but not so fast.
  @ParameterizedTest
  @CsvSource({"10, true", "1, false"})
  void backwardGain_ofNormalizedLayers(float scale, boolean found) {
    var graph = new TestGraph();
    String x = graph.input("x", -1, WIDTH);
    for (int layer = 0; layer < 8; layer++) {
      String z = graph.dense("layer" + layer, x, WIDTH, WIDTH, HE);
      x = graph.apply(z + "/tanh", new UnaryFunction.Tanh(), normalized(graph, z, scale));
    }
    GraphStart start = graph.start(graph.dense("head", x, WIDTH, 2, HE));
    assertThat(TestGraph.found(start, Rule.BACKWARD_GAIN)).hasSize(found ? 1 : 0);
  }

  /// Maps of 4,096 places that six pools make one of: a channel gets more than twenty times the
  /// gradient in the first layer that it gets in the last, and a place half as much. Without pools
  /// both grow alike.
  @ParameterizedTest
  @CsvSource({"true, 4, false", "false, 8, true"})
  void backwardGain_growsByChannelAndByPlace(boolean pooled, double variance, boolean found) {
    var graph = new TestGraph();
    String x = graph.input("x", -1, 16, pooled ? 4096 : 1);
    for (int layer = 0; layer < 6; layer++) {
      String weights = graph.normal("w" + layer, Math.sqrt(variance / 16), 16, 16, 1);
      String z =
          graph.apply("layer" + layer, new Convolution.Conv(window(List.of(), 1), 1), x, weights);
      x = graph.relu(z);
      if (pooled) {
        var pool = new Pooling.MaxPool(window(List.of(4L), 4), false, false);
        x = graph.apply("pool" + layer, pool, x);
      }
    }
    String flat = graph.apply("flat", new Reshaping.Flatten(1), x);
    String last = graph.relu(graph.dense("last", flat, 16, 16, Math.sqrt(variance / 16)));
    GraphStart start = graph.start(graph.dense("head", last, 16, 2, 0.1));

    List<LayerMeasurement> layers = TestGraph.measured(start).layers();
    assertThat(layers.getFirst().gradient()).isGreaterThan(20 * layers.get(6).gradient());
    assertThat(TestGraph.found(start, Rule.BACKWARD_GAIN)).hasSize(found ? 1 : 0);
  }

  private static WindowSpec window(List<Long> kernel, long stride) {
    return new WindowSpec(kernel, List.of(stride), List.of(), List.of(), Padding.EXPLICIT);
  }

  /// Sines of small numbers are as good as linear: that a middle layer is 0, the first step mends.
  @Test
  void sinesBehindALayerOf0_areNotDead() {
    var graph = new TestGraph();
    String x = graph.input("x", -1, WIDTH);
    for (int layer = 0; layer < 5; layer++) {
      String z = graph.dense("layer" + layer, x, WIDTH, WIDTH, layer == 2 ? 0 : HE);
      x = graph.apply(z + "/sin", new UnaryFunction.Sin(), z);
    }
    GraphStart start = graph.start(graph.dense("head", x, WIDTH, 2, HE));
    assertThat(TestGraph.found(start, Rule.DEAD_UNITS)).isEmpty();
    assertThat(TestGraph.found(start, Rule.BACKWARD_GAIN)).isEmpty();
  }

  /// Where all weights can shrink, a loss a few nats above chance is gone soon.
  @ParameterizedTest
  @CsvSource({"true, 2.2, 1", "false, 1.2, 0"})
  void startLoss_ofLargeOutputs(boolean isNormalized, double deviation, int found) {
    var graph = new TestGraph();
    String stem = graph.dense("stem", graph.input("x", -1, WIDTH), WIDTH, WIDTH, HE);
    String branch = graph.dense("branch", graph.relu(stem), WIDTH, WIDTH, HE);
    String x = graph.add("join", stem, branch);
    String z =
        graph.dense("head", isNormalized ? normalized(graph, x, 1) : x, WIDTH, 10, deviation);
    GraphStart start =
        graph.start(
            graph.apply("classes", new SoftmaxFunction.Softmax(-1, SoftmaxFunction.Span.AXIS), z));
    assertThat(TestGraph.measured(start).loss() - TestGraph.measured(start).chance())
        .isBetween(11.0, 29.0);
    assertThat(TestGraph.found(start, Rule.START_LOSS)).hasSize(found);
  }

  /// Positions a hundred times as large as tokens are all that a normalisation leaves.
  @ParameterizedTest
  @CsvSource({"0.1, 10, true", "1e-5, 0.1, false", "1, 10, false"})
  void embeddingScale_ofTablesThatAreAdded(double tokens, double positions, boolean found) {
    var graph = new TestGraph();
    String x = table(graph, "tokens", tokens);
    x = graph.add("embedded", x, table(graph, "positions", positions));
    GraphStart start = graph.start(graph.dense("head", normalized(graph, x, 1), WIDTH, 2, HE));
    List<Finding> findings = TestGraph.found(start, Rule.EMBEDDING_SCALE);
    assertThat(findings).hasSize(found ? 1 : 0);
    assertThat(findings).allMatch(finding -> finding.layer().equals("positions"));
  }

  private static String table(TestGraph graph, String name, double deviation) {
    String rows = graph.indices(name + "/indices", -1);
    return graph.apply(
        name, new Gathering.Gather(0), graph.normal(name + "/weight", deviation, 50, WIDTH), rows);
  }
}

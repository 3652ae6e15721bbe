package dev.seedbed.check.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.seedbed.graph.ActivationFunction;
import dev.seedbed.graph.BatchNormalization;
import dev.seedbed.graph.BinaryFunction;
import dev.seedbed.graph.Concat;
import dev.seedbed.graph.Conversion;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Gemm;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.MatMul;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Passage;
import dev.seedbed.graph.Selection;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.graph.UnaryFunction;
import dev.seedbed.graph.Viewing;
import dev.seedbed.init.Kernel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is found of the operators with weights, and of what follows them.
class WeightedNodesTest {
  private final Map<String, NdArray> tensors = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  private String apply(Operator operator, String output, String... inputs) {
    nodes.add(new Node("", new Node.Apply(operator), List.of(inputs), List.of(output)));
    return output;
  }

  private void tensor(String name, long... lengths) {
    tensors.put(name, FloatArray.of(TensorShape.of(lengths)));
  }

  private String number(float value) {
    String name = "number" + tensors.size();
    tensors.put(name, FloatArray.scalar(value));
    return name;
  }

  private List<WeightedNode> found(String... outputs) {
    var input = new Graph.Input("x", Graph.ElementType.FLOAT, List.of(4L, 8L), true);
    var graph = new Graph(List.of(input), tensors, tensors.keySet(), nodes, List.of(outputs));
    return WeightedNodes.of(graph);
  }

  private void dense(String output, String input) {
    tensor(output + ".weight", 8, 8);
    tensor(output + ".bias", 8);
    apply(new MatMul(), output + "/product", input, output + ".weight");
    apply(new BinaryFunction.Add(), output, output + ".bias", output + "/product");
  }

  @Test
  void addedParameter_isTheBias_andZIncludesIt() {
    dense("fc", "x");
    apply(new ActivationFunction.Relu(), "y", "fc");
    WeightedNode node = found("y").getFirst();
    assertThat(node.name()).isEqualTo("fc");
    assertThat(node.bias()).contains("fc.bias");
    assertThat(node.z()).isEqualTo("fc");
    assertThat(node.a()).isEqualTo("y");
    assertThat(node.activation().name()).isEqualTo("relu");
  }

  @Test
  void gelu_takenApart_known() {
    dense("fc", "x");
    apply(new BinaryFunction.Div(), "scaled", "fc", number((float) Math.sqrt(2)));
    apply(new UnaryFunction.Erf(), "erf", "scaled");
    apply(new BinaryFunction.Add(), "one", "erf", number(1));
    apply(new BinaryFunction.Mul(), "twice", "fc", "one");
    apply(new BinaryFunction.Mul(), "gelu", "twice", number(0.5f));
    WeightedNode node = found("gelu").getFirst();
    assertThat(node.activation().name()).isEqualTo("gelu");
    assertThat(node.a()).isEqualTo("gelu");
  }

  @Test
  void silu_behindADropout_known() {
    dense("fc", "x");
    apply(new Passage.Dropout(), "kept", "fc");
    apply(new ActivationFunction.Sigmoid(), "gate", "kept");
    apply(new BinaryFunction.Mul(), "y", "kept", "gate");
    assertThat(found("y").getFirst().activation().name()).isEqualTo("silu");
  }

  /// As PyTorch exports `gelu_new` of GPT-2.
  @Test
  void geluByTanh_inPieces_named() {
    dense("fc", "x");
    apply(new BinaryFunction.Mul(), "square", "fc", "fc");
    apply(new BinaryFunction.Mul(), "cube", "square", "fc");
    apply(new BinaryFunction.Mul(), "small", "cube", number(0.044715f));
    apply(new BinaryFunction.Add(), "sum", "fc", "small");
    apply(new BinaryFunction.Mul(), "inner", "sum", number(0.7978846f));
    apply(new UnaryFunction.Tanh(), "tanh", "inner");
    apply(new BinaryFunction.Add(), "plus", "tanh", number(1));
    apply(new BinaryFunction.Mul(), "half", "fc", number(0.5f));
    apply(new BinaryFunction.Mul(), "y", "half", "plus");
    assertThat(found("y").getFirst().activation())
        .isEqualTo(new ElementFunction("gelu-tanh", Optional.empty()));
  }

  @Test
  void hardswish_inPieces_named() {
    dense("fc", "x");
    apply(new BinaryFunction.Add(), "up", "fc", number(3));
    apply(new Selection.Clip(), "clipped", "up", number(0), number(6));
    apply(new BinaryFunction.Mul(), "product", "fc", "clipped");
    apply(new BinaryFunction.Div(), "y", "product", number(6));
    assertThat(found("y").getFirst().activation().name()).isEqualTo("hardswish");
  }

  @Test
  void sine_hasNoNameOfOurs_butIsFollowed() {
    dense("fc", "x");
    apply(new BinaryFunction.Mul(), "scaled", "fc", number(30));
    apply(new UnaryFunction.Sin(), "y", "scaled");
    WeightedNode node = found("y").getFirst();
    assertThat(node.activation()).isEqualTo(new ElementFunction("mul-sin", Optional.empty()));
    assertThat(node.a()).isEqualTo("y");
  }

  @Test
  void scale_alone_isNoActivation() {
    dense("fc", "x");
    apply(new BinaryFunction.Mul(), "y", "fc", number(0.125f));
    WeightedNode node = found("y").getFirst();
    assertThat(node.activation()).isEqualTo(ElementFunction.IDENTITY);
    assertThat(node.a()).isEqualTo("fc");
  }

  @Test
  void zUsedByAJoinToo_noActivation() {
    dense("fc", "x");
    apply(new ActivationFunction.Relu(), "r", "fc");
    apply(new BinaryFunction.Add(), "y", "fc", "r");
    WeightedNode node = found("y").getFirst();
    // The join is of single elements, too: x + max(0, x).
    assertThat(node.a()).isEqualTo("y");
    assertThat(found("y", "fc").getFirst().a()).isEqualTo("fc");
  }

  @Test
  void normalisation_belongsToZ() {
    dense("fc", "x");
    for (String name : List.of("gamma", "beta", "mean", "variance")) {
      tensor(name, 8);
    }
    apply(
        new BatchNormalization(1e-5f, 0.9f, BatchNormalization.Statistics.BATCH),
        "normal",
        "fc",
        "gamma",
        "beta",
        "mean",
        "variance");
    apply(new UnaryFunction.Tanh(), "y", "normal");
    WeightedNode node = found("y").getFirst();
    assertThat(node.z()).isEqualTo("normal");
    assertThat(node.scale()).contains("gamma");
    assertThat(node.activation().name()).isEqualTo("tanh");
  }

  @Test
  void transposedWeights_areThoseOfTheTensor() {
    tensor("proj.weight", 5, 8);
    apply(new Viewing.Transpose(List.of(1, 0)), "turned", "proj.weight");
    apply(new MatMul(), "y", "x", "turned");
    WeightedNode node = found("y").getFirst();
    assertThat(node.weight()).isEqualTo("proj.weight");
    assertThat(node.kernel(TensorShape.of(8, 5))).contains(Kernel.dense(8, 5));
  }

  @Test
  void gemm_fansGoByItsTranspositions() {
    tensor("w", 5, 8);
    apply(new Gemm(1, 1, false, true), "y", "x", "w");
    assertThat(found("y").getFirst().kernel(TensorShape.of(5, 8))).contains(Kernel.dense(8, 5));
  }

  @Test
  void productOfTwoValues_isNoneWithWeights() {
    apply(new MatMul(), "y", "x", "x");
    assertThat(found("y")).isEmpty();
  }

  @Test
  void weightsBehindVeryManyChanges_found() {
    tensor("deep.weight", 8, 8);
    String last = "deep.weight";
    for (int i = 0; i < 100_000; i++) {
      last = apply(new Passage.Identity(), "same" + i, last);
    }
    apply(new MatMul(), "y", "x", last);
    assertThat(found("y").getFirst().weight()).isEqualTo("deep.weight");
  }

  @Test
  void weightsJoinedWithThemselvesAgainAndAgain_found() {
    tensor("doubled.weight", 8, 8);
    String last = "doubled.weight";
    for (int i = 0; i < 60; i++) {
      last = apply(new Concat(0), "twice" + i, last, last);
    }
    apply(new MatMul(), "y", "x", last);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertThat(found("y").getFirst().weight()).isEqualTo("doubled.weight"));
  }

  @Test
  void wholeNumbersBehindZ_areNoActivation() {
    dense("fc", "x");
    apply(new Conversion.Cast(Conversion.Type.INT64), "whole", "fc");
    WeightedNode node = found("whole").getFirst();
    assertThat(node.a()).isEqualTo("fc");
  }

  @Test
  void oneTensorUsedTwice_twoNodesWithNamesOfTheirOwn() {
    tensor("shared.weight", 8, 8);
    apply(new MatMul(), "one", "x", "shared.weight");
    apply(new MatMul(), "two", "one", "shared.weight");
    assertThat(found("two").stream().map(WeightedNode::name)).containsExactly("shared", "shared_2");
  }
}

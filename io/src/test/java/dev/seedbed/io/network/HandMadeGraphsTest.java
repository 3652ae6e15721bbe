package dev.seedbed.io.network;

import static dev.seedbed.io.weights.Onnx.DOUBLE;
import static dev.seedbed.io.weights.Onnx.FLOAT;
import static dev.seedbed.io.weights.Onnx.attribute;
import static dev.seedbed.io.weights.Onnx.field;
import static dev.seedbed.io.weights.Onnx.floats;
import static dev.seedbed.io.weights.Onnx.input;
import static dev.seedbed.io.weights.Onnx.model;
import static dev.seedbed.io.weights.Onnx.node;
import static dev.seedbed.io.weights.Onnx.output;
import static dev.seedbed.io.weights.Onnx.tensor;
import static dev.seedbed.io.weights.Onnx.tensorAttribute;
import static dev.seedbed.io.weights.Onnx.wholes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.onnxruntime.OrtException;
import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Verdict;
import dev.seedbed.io.check.CheckResult;
import dev.seedbed.io.check.SavedCheck;
import dev.seedbed.io.weights.Onnx;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Graphs as tf2onnx and others write them, made by hand: which are chains, and why the others are
/// not.
class HandMadeGraphsTest {
  private static final String DENSE =
      "StatefulPartitionedCall/sequential/dense/MatMul/ReadVariableOp:0";

  @TempDir private Path folder = Path.of("");

  private SavedNetwork read(byte[]... graph) throws IOException {
    return SavedNetwork.read(Files.write(folder.resolve("model.onnx"), model(graph)));
  }

  /// Reads a graph that is a chain, and asks ONNX Runtime for its answers.
  private SavedNetwork agree(long[] rowShape, byte[]... graph) throws IOException, OrtException {
    SavedNetwork saved = read(graph);
    assertThat(saved.chain()).isPresent();
    Judge.agree(saved.file().path(), saved.chain().orElseThrow(), rowShape);
    return saved;
  }

  private static float[] numbers(int count, int salt) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (i * 37 + salt * 11) % 23 * 0.08f - 0.8f;
    }
    return numbers;
  }

  private static byte[] weights(String name, int rows, int columns) {
    return floats(name, new long[] {rows, columns}, numbers(rows * columns, name.length()));
  }

  private static byte[] row(String name, int length) {
    return floats(name, new long[] {length}, numbers(length, name.length()));
  }

  private static byte[] real(String name, double value) {
    return floats(name, new long[0], (float) value);
  }

  /// x, 4 numbers a row → 3 units → `body`, from h on → 2 outputs y.
  private static byte[][] around(byte[]... body) {
    byte[][] layers = {
      node("Gemm", "x,W1,b1", "h"),
      Onnx.message(body),
      node("Gemm", "a,W2,b2", "y"),
      weights("W1", 4, 3),
      row("b1", 3),
      weights("W2", 3, 2),
      row("b2", 2),
      input("x", -1, 4),
      output("y", -1, 2)
    };
    return layers;
  }

  @Test
  void read_keras_chain() throws IOException, OrtException {
    SavedNetwork saved =
        agree(
            new long[] {4},
            node("MatMul", "x," + DENSE, "m1"),
            node("Add", "m1,b1", "z1"),
            node("Relu", "z1", "a1"),
            node("MatMul", "a1,W2", "m2"),
            node("Add", "b2,m2", "z2"),
            node("Softmax", "z2", "y", attribute("axis", 1)),
            weights(DENSE, 4, 3),
            row("b1", 3),
            weights("W2", 3, 2),
            floats("b2", new long[] {1, 2}, 0.5f, -1),
            input("x", -1, 4),
            output("y", -1, 2));
    Chain chain = saved.chain().orElseThrow();
    assertThat(chain.head()).isEqualTo(Chain.Head.SOFTMAX);
    assertThat(chain.stages())
        .extracting(Chain.Stage::name)
        .containsExactly("sequential/dense", "layer2");
    assertThat(chain.stages())
        .extracting(stage -> stage.source().orElseThrow())
        .containsExactly(
            new Chain.Source(DENSE, "MatMul", true, Optional.of("b1"), Optional.empty()),
            new Chain.Source("W2", "MatMul", true, Optional.of("b2"), Optional.empty()));
  }

  /// Constants on their way through other operators, as nodes, and in other types.
  @Test
  void read_constantsInManyForms_chain() throws IOException, OrtException {
    byte[] w1 = tensor("", FLOAT, new long[] {3, 4}, Onnx.raw(numbers(12, 1)));
    byte[] w2 = tensor("", DOUBLE, new long[] {6}, field(10, Onnx.doubles(1, -2, 3, -4, 5, -6)));
    byte[] b1 = tensor("", FLOAT, new long[] {3}, Onnx.raw(numbers(3, 1)));
    byte[] swapped = attribute("perm", new long[] {1, 0});
    SavedNetwork saved =
        agree(
            new long[] {4},
            node("Constant", "", "w1", tensorAttribute("value", w1)),
            node("Identity", "w1", "same"),
            node("Transpose", "same", "w1t", swapped),
            node("MatMul", "x,w1t", "m1"),
            node("Constant", "", "b1", tensorAttribute("value", b1)),
            node("Unsqueeze", "b1,axes", "b1row"),
            node("Add", "m1,b1row", "z1"),
            node("Identity", "z1", "z1same"),
            node("Tanh", "z1same", "a1"),
            node("Constant", "", "w2", tensorAttribute("value", w2)),
            node("Constant", "", "shape", attribute("value_ints", new long[] {-1, 3})),
            node("Cast", "w2", "w2float", attribute("to", FLOAT)),
            node("Reshape", "w2float,shape", "w2matrix"),
            node("Transpose", "w2matrix", "w2t"),
            node("Gemm", "a1,w2t", "y"),
            wholes("axes", 0),
            input("x", -1, 4),
            output("y", -1, 2));
    assertThat(saved.chain().orElseThrow().stages())
        .extracting(stage -> stage.source().orElseThrow())
        .containsExactly(
            new Chain.Source("w1", "MatMul", false, Optional.of("b1"), Optional.empty()),
            new Chain.Source("w2", "Gemm", false, Optional.empty(), Optional.empty()));
    assertThat(saved.chain().orElseThrow().stages())
        .extracting(Chain.Stage::biased)
        .containsExactly(true, false);
  }

  /// Rows of images, flattened; a normalising layer in front of the first dense one.
  @Test
  void read_preparedInputs_chainBehindThem() throws IOException, OrtException {
    SavedNetwork saved =
        read(
            node("Reshape", "x,flat", "rows"),
            node("Sub", "rows,mean", "centred"),
            node("Div", "centred,deviation", "inputs"),
            node("MatMul", "inputs,W", "y"),
            wholes("flat", -1, 4),
            row("mean", 4),
            row("deviation", 4),
            weights("W", 4, 2),
            input("x", -1, 2, 2),
            output("y", -1, 2));
    assertThat(saved.chain().orElseThrow().widths()).containsExactly(4, 2);
  }

  @Test
  void read_answersReadOff_chain() throws IOException {
    SavedNetwork saved =
        read(
            node("Gemm", "x,W,b", "z"),
            node("Softmax", "z", "probabilities"),
            node("ArgMax", "probabilities", "class", attribute("axis", 1)),
            node("Cast", "class", "label", attribute("to", FLOAT)),
            weights("W", 4, 3),
            row("b", 3),
            input("x", -1, 4),
            output("label", -1),
            output("probabilities", -1, 3));
    assertThat(saved.chain().orElseThrow().head()).isEqualTo(Chain.Head.SOFTMAX);
  }

  static Stream<Arguments> activations() {
    var gelu = new Activation.Gelu();
    byte[] root = real("root", Math.sqrt(2));
    byte[] half = real("half", 0.5);
    byte[] one = real("one", 1);
    return Stream.of(
        arguments("Relu", new Activation.Relu(), new byte[][] {node("Relu", "h", "a")}),
        arguments(
            "Max",
            new Activation.Relu(),
            new byte[][] {node("Max", "h,zero", "a"), real("zero", 0)}),
        arguments(
            "leaky Max",
            new Activation.LeakyRelu(0.1f),
            new byte[][] {node("Mul", "h,k", "s"), node("Max", "s,h", "a"), real("k", 0.1f)}),
        arguments(
            "LeakyRelu",
            new Activation.LeakyRelu(0.01f),
            new byte[][] {node("LeakyRelu", "h", "a")}),
        arguments("Elu", new Activation.Elu(1), new byte[][] {node("Elu", "h", "a")}),
        arguments(
            "Elu alpha",
            new Activation.Elu(0.3f),
            new byte[][] {node("Elu", "h", "a", attribute("alpha", 0.3f))}),
        arguments("Selu", new Activation.Selu(), new byte[][] {node("Selu", "h", "a")}),
        arguments("Softsign", new Activation.Softsign(), new byte[][] {node("Softsign", "h", "a")}),
        arguments(
            "Softplus taken apart",
            new Activation.Softplus(),
            new byte[][] {
              node("Exp", "h", "e"), node("Add", "e,one", "s"), node("Log", "s", "a"), one
            }),
        arguments(
            "Sigmoid taken apart",
            new Activation.Sigmoid(),
            new byte[][] {
              node("Neg", "h", "n"),
              node("Exp", "n", "e"),
              node("Add", "one,e", "s"),
              node("Reciprocal", "s", "a"),
              one
            }),
        arguments(
            "Swish",
            new Activation.Silu(),
            new byte[][] {node("Sigmoid", "h", "s"), node("Mul", "h,s", "a")}),
        arguments(
            "GELU of Keras",
            gelu,
            new byte[][] {
              node("Mul", "half,h", "halved"),
              node("Div", "h,root", "scaled"),
              node("Erf", "scaled", "erf"),
              node("Add", "one,erf", "sum"),
              node("Mul", "halved,sum", "a"),
              root,
              half,
              one
            }),
        arguments(
            "GELU with a number in a node",
            gelu,
            new byte[][] {
              node("Constant", "", "number", attribute("value_float", 0.70710677f)),
              node("Mul", "h,number", "scaled"),
              node("Erf", "scaled", "erf"),
              node("Add", "erf,one", "sum"),
              node("Mul", "h,sum", "twice"),
              node("Mul", "twice,half", "a"),
              half,
              one
            }),
        arguments(
            "behind Dropout",
            new Activation.Tanh(),
            new byte[][] {node("Tanh", "h", "t"), node("Dropout", "t", "a")}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("activations")
  void read_activation_known(String name, Activation activation, byte[][] body)
      throws IOException, OrtException {
    SavedNetwork saved = agree(new long[] {4}, around(body));
    assertThat(saved.chain().orElseThrow().stages().getFirst().activation()).isEqualTo(activation);
  }

  @Test
  void read_hiddenLayerWithoutActivation_identity() throws IOException, OrtException {
    SavedNetwork saved = agree(new long[] {4}, around(node("Identity", "h", "a")));
    assertThat(saved.chain().orElseThrow().stages().getFirst().activation())
        .isEqualTo(new Activation.Identity());
  }

  @Test
  void read_lastTanh_linearHead() throws IOException, OrtException {
    SavedNetwork saved =
        agree(
            new long[] {4},
            node("Gemm", "x,W", "z"),
            node("Tanh", "z", "y"),
            weights("W", 4, 2),
            input("x", -1, 4),
            output("y", -1, 2));
    assertThat(saved.chain().orElseThrow().head()).isEqualTo(Chain.Head.LINEAR);
    assertThat(saved.chain().orElseThrow().stages().getFirst().activation())
        .isEqualTo(new Activation.Tanh());
  }

  private static Arguments other(String sentence, byte[]... body) {
    return arguments(sentence, around(body));
  }

  private static byte[][] only(String type, byte[]... attributes) {
    return new byte[][] {
      node(type, "x,W,b", "y", attributes),
      weights("W", 4, 4),
      row("b", 4),
      input("x", 4, 4),
      output("y", 4, 4)
    };
  }

  static Stream<Arguments> others() {
    byte[] through = node("Identity", "h", "a");
    byte[] rows = row("rows", 3);
    return Stream.of(
        other(
            "Seedbed cannot run these operators: LayerNormalization",
            node("LayerNormalization", "h,rows,rows", "a"),
            rows),
        other(
            "node 'a' (Add) joins two computed values",
            node("Relu", "h", "r"),
            input("v", -1, 3),
            node("Add", "r,v", "a")),
        other(
            "value 'h' goes more than one way: to node 'r' (Gemm) and to node 'a' (Add)",
            node("Gemm", "h,W3", "r"),
            node("Add", "h,r", "a"),
            weights("W3", 3, 3)),
        other(
            "node 'a' (Mul) works on each unit with a number of its own",
            node("Mul", "h,rows", "a"),
            rows),
        other(
            "node 's' (Pow) begins an activation that Seedbed does not have",
            node("Pow", "h,two", "s"),
            node("Identity", "s", "a"),
            real("two", 2)),
        other(
            "node 'a' (Min) begins an activation that Seedbed does not have",
            node("Relu", "h", "r"),
            node("Min", "r,bound", "a"),
            real("bound", 20)),
        other(
            "node 'a' (Gelu) begins an activation that Seedbed does not have",
            node("Gelu", "h", "a", Onnx.message(field(1, "approximate"), field(4, "tanh")))),
        other(
            "node 'a' (LeakyRelu) begins an activation that Seedbed does not have",
            node("LeakyRelu", "h", "a", attribute("alpha", 1.5f))),
        other(
            "node 'a' (Reshape) does more than flatten each row",
            node("Reshape", "h,shape", "a"),
            wholes("shape", -1, 1)),
        other(
            "node 'a' (Flatten) does more than flatten each row",
            node("Flatten", "h", "a", attribute("axis", 0))),
        other(
            "node 'y' (Gemm) takes 3 inputs, but gets 5",
            node("Gemm", "h,W3", "a"),
            weights("W3", 3, 5)),
        other("Seedbed cannot run these operators: If", node("If", "h", "a")),
        other(
            "node 'a' (Identity) uses 'c', which no node in front of it gives",
            node("Identity", "c", "a"),
            node("Identity", "a", "c")),
        other(
            "node 'a' (Identity) uses 'a', which no node in front of it gives",
            node("Identity", "a", "a")),
        other(
            "node 'h' (Identity) gives 'h', which is there already",
            node("Identity", "h", "h"),
            through),
        other(
            "output 'h' of the graph comes from its middle: node 'y' (Gemm) goes on behind it",
            through,
            output("h", -1, 3)),
        other("output 'b1' of the graph does not depend on its inputs", through, output("b1", 3)),
        arguments(
            "node 'y' (Gemm) exchanges rows and columns of its inputs",
            only("Gemm", attribute("transA", 1))),
        arguments(
            "node 'y' (Gemm) must have alpha and beta 1: 0.5 and 1.0",
            only("Gemm", attribute("alpha", 0.5f))),
        arguments(
            "node 'y' (Gemm) must have alpha and beta 1: 1.0 and 2.0",
            only("Gemm", attribute("beta", 2f))),
        arguments(
            "the graph has no dense layer",
            new byte[][] {node("Identity", "x", "y"), input("x", -1, 2), output("y", -1, 2)}),
        arguments(
            "the graph has no outputs",
            new byte[][] {node("Identity", "x", "y"), input("x", -1, 2)}),
        arguments(
            "node 'r' (Relu) stands in front of the first dense layer",
            new byte[][] {
              node("Relu", "x", "r"),
              node("MatMul", "r,W", "y"),
              weights("W", 4, 2),
              input("x", -1, 4),
              output("y", -1, 2)
            }),
        arguments(
            "node 'r' (BatchNormalization) stands in front of the first dense layer",
            new byte[][] {
              node("BatchNormalization", "x,v,v,v,v", "r"),
              node("MatMul", "r,W", "y"),
              row("v", 4),
              weights("W", 4, 2),
              input("x", -1, 4),
              output("y", -1, 2)
            }),
        arguments(
            "input 'x' has 3 axes, and nothing flattens them",
            new byte[][] {
              node("MatMul", "x,W", "y"),
              weights("W", 4, 2),
              input("x", -1, 5, 4),
              output("y", -1, 5, 2)
            }),
        arguments(
            "node 'y' (MatMul) takes 4 inputs, but gets 3",
            new byte[][] {
              node("MatMul", "x,W", "y"), weights("W", 4, 2), input("x", -1, 3), output("y", -1, 2)
            }),
        arguments(
            "node 'y' (MatMul) multiplies weights by rows, not rows by weights",
            new byte[][] {
              node("MatMul", "W,x", "y"), weights("W", 4, 2), input("x", 2, 3), output("y", 4, 3)
            }),
        arguments(
            "node 'y' (MatMul) multiplies two computed values",
            new byte[][] {
              node("MatMul", "x,z", "y"), input("x", 2, 2), input("z", 2, 2), output("y", 2, 2)
            }),
        arguments(
            "node 'y' (Gemm) must have a bias for each of 2 units: 'b'",
            new byte[][] {
              node("Gemm", "x,W,b", "y"),
              weights("W", 4, 2),
              row("b", 1),
              input("x", 2, 4),
              output("y", 2, 2)
            }),
        arguments(
            "node 'y' (MatMul) must have weights of two axes, none empty: [4]",
            new byte[][] {
              node("MatMul", "x,W", "y"), row("W", 4), input("x", 2, 4), output("y", 2)
            }),
        arguments(
            "node 'y' (MatMul) has weights that are no tensor of real numbers: 'V'",
            new byte[][] {
              node("Mul", "W,W", "V"),
              node("MatMul", "x,V", "y"),
              weights("W", 4, 2),
              input("x", 2, 4),
              output("y", 2, 2)
            }),
        arguments(
            "node 'z' (Relu) is beside the one path from the inputs to the outputs",
            new byte[][] {
              node("MatMul", "x,W", "y"),
              weights("W", 4, 2),
              node("Relu", "v", "z"),
              input("x", 2, 4),
              input("v", 2, 4),
              output("y", 2, 2),
              output("z", 2, 4)
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void read_other_noChain(String what, byte[][] graph) throws IOException {
    SavedNetwork saved = read(graph);
    assertThat(saved.chain()).isEmpty();
    assertThat(saved.start().isPresent()).isEqualTo(saved.obstacle().isEmpty());
    assertThat(saved.obstacle()).doesNotContain("\n");
    assertThat(saved.start().map(GraphStart::oddities).orElse(List.of())).isEmpty();
  }

  @Test
  void check_manyForeignKinds_firstTwelveAndACount() throws IOException {
    byte[] body = node("Op0", "h", "c0");
    for (int i = 1; i < 14; i++) {
      body = Onnx.message(body, node("Op" + i, "c" + (i - 1), "c" + i));
    }
    read(around(body, node("Identity", "c13", "a")));
    CheckResult result = SavedCheck.of(folder.resolve("model.onnx")).run();
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(((CheckResult.OfTensors) result).obstacles())
        .singleElement()
        .asString()
        .startsWith("the network has operators that Seedbed does not have: Op0, ")
        .endsWith(" and 2 other kinds");
  }

  static Stream<Arguments> oddities() {
    return Stream.of(
        arguments(
            "'a' (Sigmoid) is a second activation right behind tanh",
            around(node("Tanh", "h", "t"), node("Sigmoid", "t", "a"))),
        arguments(
            "'a' (Sigmoid) is a second activation right behind relu",
            around(node("Relu", "h", "t"), node("Dropout", "t", "d"), node("Sigmoid", "d", "a"))),
        arguments(
            "'s' (Softmax) stands in front of a hidden layer",
            around(node("Softmax", "h", "s"), node("Identity", "s", "a"))),
        arguments(
            "'s' (Softmax) stands in front of another softmax",
            around(node("Softmax", "h", "s"), node("Softmax", "s", "a"))),
        arguments(
            "'s' (Softmax) is a second activation right behind relu",
            around(node("Relu", "h", "t"), node("Softmax", "t", "s"), node("Identity", "s", "a"))),
        arguments(
            "'a' (Relu) is a second activation right behind softmax",
            around(node("Softmax", "h", "t"), node("Relu", "t", "a"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddities")
  void check_oddGraph_finding(String message, byte[][] graph) throws IOException {
    assertThat(read(graph).chain()).isEmpty();
    CheckResult result = SavedCheck.of(folder.resolve("model.onnx")).run();
    assertThat(result.findings())
        .filteredOn(finding -> finding.rule() == Rule.ARCHITECTURE)
        .satisfiesExactly(finding -> {
          assertThat(finding.severity()).isEqualTo(Severity.WARNING);
          assertThat(finding.layer()).isEqualTo("layer1");
          assertThat(finding.message()).contains(message);
        });
  }

  @Test
  void read_normalisationBehindABias_bothInTheChain() throws IOException, OrtException {
    SavedNetwork saved =
        agree(
            new long[] {4},
            around(
                node("BatchNormalization", "h,g,s,zero,one", "n", attribute("epsilon", 0.1f)),
                node("Relu", "n", "a"),
                row("g", 3),
                row("s", 3),
                floats("zero", new long[] {3}, new float[3]),
                floats("one", new long[] {3}, 1, 1, 1)));
    Chain.Stage stage = saved.chain().orElseThrow().stages().getFirst();
    assertThat(stage.biased()).isTrue();
    assertThat(stage.normalization().orElseThrow().epsilon()).isEqualTo(0.1f);
    assertThat(stage.normalization().orElseThrow().scale()).containsExactly(numbers(3, 1));
  }

  /// A small file must not ask for much memory: 4 MB of weights in a thousand layers would be 4 GB.
  @Test
  void read_oneMatrixInManyLayers_readOnce() throws IOException {
    assertReadOnce(100);
  }

  @Test
  @Tag("exhaustive")
  void read_oneMatrixInAThousandLayers_readOnce() throws IOException {
    assertReadOnce(1000);
  }

  private void assertReadOnce(int layers) throws IOException {
    byte[] body = node("MatMul", "x,W", "v0");
    for (int i = 0; i < layers - 1; i++) {
      body = Onnx.message(body, node("MatMul", "v" + i + ",W", "v" + (i + 1)));
    }
    SavedNetwork saved =
        read(
            body,
            weights("W", 1000, 1000),
            input("x", -1, 1000),
            output("v" + (layers - 1), -1, 1000));
    List<Chain.Stage> stages = saved.chain().orElseThrow().stages();
    assertThat(stages).hasSize(layers);
    assertThat(stages.getLast().layer().weight()).isSameAs(stages.getFirst().layer().weight());
  }

  /// As `torch.sigmoid(layer(x).squeeze(1))`.
  @ParameterizedTest
  @ValueSource(strings = {"Squeeze", "Reshape"})
  void read_oneNumberARow_axesDoNotMatter(String operator) throws IOException {
    SavedNetwork saved =
        read(
            node("Gemm", "x,W", "z"),
            node(operator, "z,axes", "flat"),
            node("Sigmoid", "flat", "y"),
            wholes("axes", operator.equals("Squeeze") ? 1 : -1),
            weights("W", 4, 1),
            input("x", -1, 4),
            output("y", -1));
    assertThat(saved.chain().orElseThrow().head()).isEqualTo(Chain.Head.SIGMOID);
  }

  /// A cast to whole numbers rounds: neither a constant nor a value passes it.
  @Test
  void read_castToWholeNumbers_noChain() throws IOException {
    SavedNetwork saved =
        read(around(node("Cast", "h", "c", attribute("to", 7)), node("Cast", "c", "a")));
    assertThat(saved.chain()).isEmpty();
  }

  @Test
  void read_layersOfOneName_eachItsOwn() throws IOException {
    SavedNetwork saved =
        read(
            node("MatMul", "x,fc.weight", "h"),
            node("MatMul", "h,fc.kernel", "k"),
            node("MatMul", "k,fc.weight", "y"),
            weights("fc.weight", 4, 4),
            weights("fc.kernel", 4, 4),
            input("x", -1, 4),
            output("y", -1, 4));
    assertThat(saved.chain().orElseThrow().stages())
        .extracting(Chain.Stage::name)
        .containsExactly("fc", "fc_2", "fc_3");
  }

  /// Every bit of a graph that has most of what a graph can have.
  @Test
  void read_damaged_neverFailsOtherwise() throws IOException {
    Path file = folder.resolve("model.onnx");
    byte[] sound =
        model(
            around(
                node("Shape", "x", "shape"),
                node("Gather", "shape,first", "counts"),
                node("Concat", "counts,rest", "flat", attribute("axis", 0)),
                node("BatchNormalization", "h,b1,b1,b1,b1", "n"),
                node("Sigmoid", "n", "s"),
                node("Mul", "n,s", "m"),
                node("Reshape", "m,flat", "a"),
                wholes("first", 0),
                wholes("rest", -1)));
    Files.write(file, sound);
    assertThat(SavedNetwork.read(file).chain()).isPresent();
    for (int i = 0; i < sound.length; i++) {
      SavedNetworkTest.tryToRead(file, Arrays.copyOf(sound, i));
      byte[] changed = sound.clone();
      changed[i] ^= (byte) (1 << i % Byte.SIZE);
      SavedNetworkTest.tryToRead(file, changed);
    }
  }

  @Test
  void read_longCircleOfConstants_obstacle() throws IOException {
    byte[] circle = node("Identity", "c0", "c1");
    for (int i = 1; i < 40; i++) {
      circle = Onnx.message(circle, node("Identity", "c" + i, "c" + (i + 1)));
    }
    SavedNetwork saved =
        read(
            circle,
            node("Identity", "c40", "c0"),
            node("MatMul", "x,c40", "y"),
            input("x", -1, 4),
            output("y", -1, 4));
    assertThat(saved.obstacle()).contains("circle");
  }
}

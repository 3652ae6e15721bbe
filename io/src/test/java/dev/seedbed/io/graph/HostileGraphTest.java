package dev.seedbed.io.graph;

import static dev.seedbed.io.weights.Onnx.INT64;
import static dev.seedbed.io.weights.Onnx.attribute;
import static dev.seedbed.io.weights.Onnx.field;
import static dev.seedbed.io.weights.Onnx.floats;
import static dev.seedbed.io.weights.Onnx.graphAttribute;
import static dev.seedbed.io.weights.Onnx.initializer;
import static dev.seedbed.io.weights.Onnx.input;
import static dev.seedbed.io.weights.Onnx.message;
import static dev.seedbed.io.weights.Onnx.model;
import static dev.seedbed.io.weights.Onnx.node;
import static dev.seedbed.io.weights.Onnx.output;
import static dev.seedbed.io.weights.Onnx.tensor;
import static dev.seedbed.io.weights.Onnx.wholes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.weights.ExternalNumbers;
import dev.seedbed.kernel.Team;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Graphs that must be refused in one line, before memory is asked for.
class HostileGraphTest {
  private static final FloatArray ROWS = FloatArray.of(TensorShape.of(2, 3));

  @TempDir private Path folder;

  private Graph read(byte[]... graph) throws IOException {
    return GraphFiles.read(Files.write(folder.resolve("model.onnx"), model(graph)));
  }

  /// The message by which reading or running the graph is refused.
  private String refusal(NdArray x, byte[]... graph) {
    return assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          Exception refused =
              assertThrows(
                  Exception.class, () -> Run.forward(read(graph), Map.of("x", x), Team.ALONE));
          assertTrue(
              refused instanceof MalformedModelException || refused instanceof InputException,
              refused.toString());
          String message = String.valueOf(refused.getMessage());
          assertFalse(message.contains("\n"), message);
          return message;
        });
  }

  @Test
  void circle() {
    assertEquals(
        "the graph must not go round in a circle: node 'a' (Add)",
        refusal(
            ROWS, input("x", 2, 3), node("Add", "x,b", "a"), node("Relu", "a", "b"), output("b")));
  }

  @Test
  void twoValuesOfOneName() {
    assertEquals(
        "two values of a graph must not have one name: 'y'",
        refusal(
            ROWS, input("x", 2, 3), node("Relu", "x", "y"), node("Exp", "x", "y"), output("y")));
  }

  @Test
  void valuesThatNobodyMakes() {
    assertEquals(
        "node 'y' (Add) takes 'missing', which no node before it makes",
        refusal(ROWS, input("x", 2, 3), node("Add", "x,missing", "y"), output("y")));
    assertEquals(
        "the network's output 'z' is made by no node",
        refusal(ROWS, input("x", 2, 3), node("Relu", "x", "y"), output("z")));
  }

  @Test
  void missingInputs() {
    assertEquals(
        "the network's input 'other' is missing",
        refusal(ROWS, input("x", 2, 3), input("other", 2, 3), node("Relu", "x", "y"), output("y")));
    assertEquals(
        "node 'y' (Add): input 1 is missing",
        refusal(ROWS, input("x", 2, 3), node("Add", "x", "y"), output("y")));
  }

  @Test
  void unknownOperators_areAllNamed() {
    assertEquals(
        "the network has operators that Seedbed does not have: Foo, StringSplit",
        refusal(
            ROWS,
            input("x", 2, 3),
            node("StringSplit", "x", "a"),
            node("Foo", "a", "y"),
            output("y")));
  }

  @Test
  void wrongTypes() {
    assertEquals(
        "node 'y' (Exp): expected real numbers, found whole numbers",
        refusal(LongArray.of(1, 2), input("x", 2), node("Exp", "x", "y"), output("y")));
  }

  @Test
  void expansionBeyondAllMemory() {
    assertEquals(
        "node 'y' (Expand): an array must hold fewer than 2^31 elements: 1000000x1000000",
        refusal(
            FloatArray.scalar(1),
            input("x"),
            wholes("shape", 1_000_000, 1_000_000),
            node("Expand", "x,shape", "y"),
            output("y")));
    assertEquals(
        "node 'y' (ConstantOfShape): an array must hold fewer than 2^31 elements:"
            + " 9223372036854775807x2",
        refusal(
            ROWS,
            input("x", 2, 3),
            wholes("shape", Long.MAX_VALUE, 2),
            node("ConstantOfShape", "shape", "y"),
            output("y")));
  }

  private static final String TOO_MANY = "must hold fewer than 2^31 elements: ";

  /// A whole number.
  private static byte[] scalar(String name, long value) {
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return initializer(tensor(name, INT64, new long[0], field(9, bytes)));
  }

  /// A million along each of two axes.
  private static byte[] million(String name) {
    return wholes(name, 1_000_000, 1_000_000);
  }

  @ParameterizedTest
  @CsvSource({
    "Expand, 'x,m', 1000000x1000000",
    "ConstantOfShape, m, 1000000x1000000",
    "Tile, 'x,m', 1000000x2x1000000x3",
    "Pad, 'x,p', 1000002x1000003",
    "Resize, 'x,,,m', 1000000x1000000",
    "Resize, 'x,,s', 2000000x3000000",
    "Upsample, 'x,s', 2000000x3000000",
    "Range, 'zero,trillion,one', 1000000000000",
    "OneHot, 'm,trillion,two', 2x1000000000000",
    "ConvTranspose, 'image,image', 1x1x1000002x1000002",
    "MatMul, 'column,row', 2000000x2000000",
    "Add, 'column,row', 2000000x2000000",
  })
  void resultsBeyondAllMemory(String operator, String inputs, String shape) {
    byte[][] strides = {attribute("strides", new long[] {1_000_000, 1_000_000})};
    String refused =
        refusal(
            ROWS,
            input("x", 2, 3),
            million("m"),
            wholes("p", 0, 0, 1_000_000, 1_000_000),
            floats("s", new long[] {2}, 1e6f, 1e6f),
            scalar("zero", 0),
            scalar("one", 1),
            scalar("trillion", 1_000_000_000_000L),
            floats("two", new long[] {2}, 0, 1),
            floats("unit", new long[] {1}, 1),
            wholes("tall", 2_000_000, 1),
            wholes("wide", 1, 2_000_000),
            floats("image", new long[] {1, 1, 2, 2}, 1, 2, 3, 4),
            node("Expand", "unit,tall", "column"),
            node("Expand", "unit,wide", "row"),
            node(operator, inputs, "y", operator.equals("ConvTranspose") ? strides : new byte[0][]),
            output("y"));
    assertThat(refused).startsWith("node 'y' (").contains(TOO_MANY).endsWith(shape);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Softmax",
        "LogSoftmax",
        "Hardmax",
        "Concat",
        "Split",
        "Flatten",
        "ArgMax",
        "ArgMin",
        "Gather",
        "GatherElements",
        "ScatterElements",
        "Compress",
        "LpNormalization",
        "LayerNormalization",
        "OneHot",
        "TopK"
      })
  void axesThatAreNone(String operator) {
    for (long axis : new long[] {-9, 9}) {
      String inputs =
          switch (operator) {
            case "Gather", "GatherElements" -> "x,i";
            case "ScatterElements" -> "x,i,x";
            case "Compress" -> "x,truths";
            case "LayerNormalization" -> "x,x";
            case "OneHot" -> "i,one,two";
            case "TopK" -> "x,i";
            default -> "x";
          };
      String refused =
          refusal(
              ROWS,
              input("x", 2, 3),
              wholes("i", 0),
              scalar("one", 1),
              floats("two", new long[] {2}, 0, 1),
              node("Greater", "x,x", "truths"),
              node(operator, inputs, "y", attribute("axis", axis)),
              output("y"));
      assertThat(refused)
          .startsWith("node 'y' (" + operator + "): axis must be from -")
          .endsWith(": " + axis);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Squeeze, 9",
    "Unsqueeze, -9",
    "ReduceSum, 2",
    "CumSum, -3",
    "Slice, 5",
    "Transpose, 7"
  })
  void listedAxesThatAreNone(String operator, long axis) {
    String inputs = operator.equals("Slice") ? "x,zero,zero,axes" : "x,axes";
    byte[][] attributes =
        operator.equals("Transpose")
            ? new byte[][] {attribute("perm", new long[] {0, axis})}
            : new byte[0][];
    String refused =
        refusal(
            ROWS,
            input("x", 2, 3),
            wholes("axes", axis),
            wholes("zero", 0),
            node(operator, operator.equals("Transpose") ? "x" : inputs, "y", attributes),
            output("y"));
    assertThat(refused).startsWith("node 'y' (" + operator + "): ").contains("" + axis);
  }

  @ParameterizedTest
  @CsvSource({
    "MatMul, 'x,i', 'expected real numbers, found whole numbers'",
    "Gather, 'x,x', 'expected whole numbers, found real numbers'",
    "Reshape, 'x,x', 'expected whole numbers, found real numbers'",
    "And, 'x,x', 'expected booleans, found real numbers'",
    "Where, 'i,x,x', 'expected booleans, found whole numbers'",
    "Conv, 'i,i', 'expected real numbers, found whole numbers'",
    "Add, 'x,i', 'expected real numbers, found whole numbers'",
    "Softmax, i, 'expected real numbers, found whole numbers'",
    "Not, i, 'expected booleans, found whole numbers'",
  })
  void elementsOfTheWrongType(String operator, String inputs, String rule) {
    assertThat(
            refusal(
                ROWS,
                input("x", 2, 3),
                wholes("i", 0, 1, 2),
                node(operator, inputs, "y"),
                output("y")))
        .isEqualTo("node 'y' (%s): %s".formatted(operator, rule));
  }

  @Test
  void loopsWithoutEnd() {
    byte[] always =
        graphAttribute("body", input("i"), input("go"), input("a"), output("go"), output("a"));
    byte[] times = scalar("times", Long.MAX_VALUE);
    assertThat(
            refusal(
                ROWS, input("x", 2, 3), times, node("Loop", "times,,x", "y", always), output("y")))
        .isEqualTo("node 'y' (Loop) repeats without end");
  }

  /// As without a file, in ControlFlowTest of core.
  @Test
  @Tag("exhaustive")
  void loopsThatCount_withoutEnd() {
    byte[] counting =
        graphAttribute(
            "body",
            input("i"),
            input("go"),
            input("a"),
            node("Less", "minus,i", "on"),
            node("Add", "a,a", "next"),
            output("on"),
            output("next"));
    byte[] times = scalar("times", Long.MAX_VALUE);
    byte[] minus = scalar("minus", -1);
    assertThat(
            refusal(
                ROWS,
                input("x", 2, 3),
                times,
                minus,
                node("Loop", "times,,x", "y", counting),
                output("y")))
        .isEqualTo("the network takes more than 2,000,000 steps");
  }

  @Test
  void bodiesInBodies() {
    byte[] branch = graphAttribute("then_branch", output("x"));
    for (int i = 0; i < 60; i++) {
      branch =
          graphAttribute(
              "then_branch",
              node("If", "c", "t", branch, graphAttribute("else_branch", output("x"))),
              output("t"));
    }
    assertThat(
            refusal(
                ROWS,
                input("x", 2, 3),
                node("If", "x", "y", branch, graphAttribute("else_branch", output("x"))),
                output("y")))
        .isEqualTo("messages must be nested at most 100 deep");
  }

  @Test
  void shapesThatDoNotFit() {
    String refused =
        refusal(
            ROWS,
            input("x", 2, 3),
            wholes("shape", 1_000_000, 1_000_000),
            node("Reshape", "x,shape", "y"),
            output("y"));
    assertTrue(refused.startsWith("node 'y' (Reshape): "), refused);
    refused =
        refusal(
            ROWS,
            input("x", 2, 3),
            wholes("axes", -9),
            node("Unsqueeze", "x,axes", "y"),
            output("y"));
    assertEquals("node 'y' (Unsqueeze): axis must be from -3 to 2: -9", refused);
  }

  @Test
  void manyNodes_run() throws IOException {
    byte[][] graph = new byte[100_002][];
    graph[0] = input("x", 2, 3);
    graph[1] = output("v100000");
    for (int i = 1; i <= 100_000; i++) {
      graph[i + 1] = node("Relu", i == 1 ? "x" : "v" + (i - 1), "v" + i);
    }
    Graph read = read(graph);
    assertTimeout(Duration.ofSeconds(20), () -> Run.forward(read, Map.of("x", ROWS), Team.ALONE));
  }

  @Test
  void functionsThatCallThemselves() throws IOException {
    byte[] function =
        message(
            field(1, "f"),
            field(4, "a"),
            field(5, "b"),
            field(7, message(field(1, "a"), field(2, "b"), field(4, "f"), field(7, "own"))),
            field(10, "own"));
    byte[] call = message(field(1, "x"), field(2, "y"), field(4, "f"), field(7, "own"));
    byte[] bytes =
        message(model(input("x", 2, 3), field(1, call), output("y")), field(25, function));
    Path file = Files.write(folder.resolve("model.onnx"), bytes);

    var refused = assertThrows(MalformedModelException.class, () -> GraphFiles.read(file));

    assertEquals("functions must be nested at most 64 deep: f", refused.getMessage());
  }

  @Test
  void whatIsNoOnnxFile() throws IOException {
    for (byte[] bytes : new byte[][] {{}, "no model".getBytes(UTF_8), {0x3a, 0x7f, 1}}) {
      Path file = Files.write(folder.resolve("model.onnx"), bytes);
      assertThrows(MalformedModelException.class, () -> GraphFiles.read(file));
    }
  }

  @Test
  void numbersOfTensors_areAsManyAsTheirShapeSays() {
    assertEquals(
        "tensor 'w' must have 12 bytes, as its shape says: 8",
        refusal(
            ROWS,
            input("x", 2, 3),
            floats("w", new long[] {3}, 1, 2),
            node("Add", "x,w", "y"),
            output("y")));
  }

  /// Versions of the format do not matter, and of the operators there is none that is so old or
  /// new.
  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 25, 1L << 31, (1L << 32) + 17, Long.MAX_VALUE})
  void versionsThatThereAreNot(long version) throws IOException {
    byte[] graph = message(input("x", 2, 3), node("Relu", "x", "y"), output("y"));
    byte[] known = field(8, message(field(1, ""), field(2, 17)));
    Path file = folder.resolve("model.onnx");
    Files.write(file, message(field(1, version), field(7, graph), known));
    assertEquals(1, GraphFiles.read(file).nodes().size());

    Files.write(file, message(field(1, 8), field(7, graph), field(8, message(field(2, version)))));
    var refused = assertThrows(MalformedModelException.class, () -> GraphFiles.read(file));
    assertEquals("the opset of a network must be from 1 to 24: " + version, refused.getMessage());
  }

  @Test
  void nodesInAFile_aMillion_moreRefused() throws IOException {
    byte[] nodes = new byte[2_000_000];
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = 0x0A;
    }
    ByteBuffer most = ByteBuffer.wrap(model(nodes));
    OnnxModel read = OnnxModelReader.read(most, ExternalNumbers.NONE);
    assertEquals(1_000_000, read.graph().calls().size());

    ByteBuffer more = ByteBuffer.wrap(model(nodes, node("Relu", "x", "y")));
    var refused =
        assertThrows(
            MalformedModelException.class, () -> OnnxModelReader.read(more, ExternalNumbers.NONE));
    assertEquals("a model must have at most 1,000,000 nodes", refused.getMessage());
  }

  /// 999 times a function that calls one a thousand times that does nothing, and one node more.
  @Test
  void nodesOfFunctions_aMillion_moreRefused() throws IOException {
    byte[] thousand = field(1, "thousand");
    for (int i = 0; i < 1000; i++) {
      thousand = message(thousand, field(7, call("none")));
    }
    byte[] functions =
        message(
            field(25, message(field(1, "none"), field(10, "own"))),
            field(25, message(thousand, field(10, "own"))));
    byte[] graph = message(input("x", 2, 3), node("Relu", "x", "y"), output("y"));
    for (int i = 0; i < 999; i++) {
      graph = message(graph, field(1, call("thousand")));
    }
    Path file = Files.write(folder.resolve("model.onnx"), message(model(graph), functions));
    assertEquals(1, GraphFiles.read(file).nodes().size());

    Files.write(file, message(model(graph, node("Relu", "x", "z")), functions));
    var refused = assertThrows(MalformedModelException.class, () -> GraphFiles.read(file));
    assertEquals("a network must have at most 1,000,000 nodes", refused.getMessage());
  }

  /// A node that calls a function.
  private static byte[] call(String function) {
    return message(field(4, function), field(7, "own"));
  }
}

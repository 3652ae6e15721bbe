package dev.seedbed.io.graph;

import static dev.seedbed.io.weights.Onnx.field;
import static dev.seedbed.io.weights.Onnx.floats;
import static dev.seedbed.io.weights.Onnx.input;
import static dev.seedbed.io.weights.Onnx.message;
import static dev.seedbed.io.weights.Onnx.model;
import static dev.seedbed.io.weights.Onnx.node;
import static dev.seedbed.io.weights.Onnx.output;
import static dev.seedbed.io.weights.Onnx.wholes;
import static java.nio.charset.StandardCharsets.UTF_8;
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
import dev.seedbed.kernel.Team;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}

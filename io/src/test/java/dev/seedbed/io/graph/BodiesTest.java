package dev.seedbed.io.graph;

import static dev.seedbed.io.weights.Onnx.attribute;
import static dev.seedbed.io.weights.Onnx.field;
import static dev.seedbed.io.weights.Onnx.floats;
import static dev.seedbed.io.weights.Onnx.graphAttribute;
import static dev.seedbed.io.weights.Onnx.initializer;
import static dev.seedbed.io.weights.Onnx.input;
import static dev.seedbed.io.weights.Onnx.model;
import static dev.seedbed.io.weights.Onnx.node;
import static dev.seedbed.io.weights.Onnx.output;
import static dev.seedbed.io.weights.Onnx.tensor;
import static dev.seedbed.io.weights.Onnx.wholes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Run;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.kernel.Team;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bodies of branches, loops and scans, and the tensors that stand in them.
class BodiesTest {
  private static final int BOOLEAN = 9;
  private static final FloatArray ROW = FloatArray.of(1, 2, 3);

  @TempDir private Path folder;

  private Graph read(byte[]... graph) throws IOException {
    return GraphFiles.read(Files.write(folder.resolve("model.onnx"), model(graph)));
  }

  private static Run run(Graph graph) {
    Run run = Run.forBackward(graph, Map.of("x", ROW), Team.ALONE, Run.Observer.NONE);
    run.backward(List.of(Optional.of(FloatArray.of(1, 1, 1))));
    return run;
  }

  private static float[] gradient(Run run, String name) {
    return run.gradient(name).orElseThrow().data();
  }

  private static byte[] truth(String name, int value) {
    return initializer(tensor(name, BOOLEAN, new long[0], field(9, new byte[] {(byte) value})));
  }

  /// A fork of two branches, each with a tensor `w` and a value `t` of its own.
  private static byte[] fork(String condition, String result) {
    return node(
        "If",
        condition,
        result,
        graphAttribute(
            "then_branch",
            floats("w", new long[] {1}, 3),
            node("Mul", "x,w", "t"),
            node("Mul", "t,w", "then"),
            output("then")),
        graphAttribute(
            "else_branch", floats("w", new long[] {1}, 5), node("Mul", "x,w", "t"), output("t")));
  }

  @Test
  void branchOfConstantCondition_isTakenWhenRead() throws IOException {
    for (int condition = 0; condition < 2; condition++) {
      Graph graph =
          read(
              input("x", 3),
              truth("c", condition),
              fork("c", "a"),
              fork("c", "b"),
              node("Add", "a,b", "y"),
              output("y"));
      assertEquals(
          condition == 1
              ? List.of("Mul", "Mul", "Identity", "Mul", "Mul", "Identity", "Add")
              : List.of("Mul", "Identity", "Mul", "Identity", "Add"),
          graph.nodes().stream().map(Node::type).toList());
      assertEquals(Set.of("w", "w_2"), graph.parameters());

      Run run = run(graph);

      float slope = condition == 1 ? 9 : 5;
      assertArrayEquals(
          new float[] {2 * slope, 4 * slope, 6 * slope},
          run.outputs().getFirst().asFloats().data());
      // The derivative of x·w² is 2·x·w, and that of x·w is x.
      float byWeight = condition == 1 ? 2 * 6 * 3 : 6;
      assertArrayEquals(new float[] {byWeight}, gradient(run, "w"));
      assertArrayEquals(new float[] {byWeight}, gradient(run, "w_2"));
    }
  }

  @Test
  void branchThatIsTakenInARun_hasGradientsOfItsTensors() throws IOException {
    Graph graph =
        read(
            input("x", 3),
            wholes("three", 3),
            node("Shape", "x", "shape"),
            node("Equal", "shape,three", "c"),
            fork("c", "y"),
            output("y"));
    assertEquals(Set.of("w", "w_2"), graph.parameters());

    Run run = run(graph);

    assertArrayEquals(new float[] {2 * 6 * 3}, gradient(run, "w"));
    assertEquals(Optional.empty(), run.gradient("w_2"));
  }

  @Test
  void tensorsInALoop_haveTheSumOfAllRepetitions() throws IOException {
    Graph graph =
        read(
            input("x", 3),
            wholes("times", 3),
            node(
                "Loop",
                "times,,x",
                "y",
                graphAttribute(
                    "body",
                    input("i"),
                    input("go"),
                    input("a", 3),
                    floats("w", new long[] {3}, 2, 3, 0.5f),
                    node("Mul", "a,w", "next"),
                    output("go"),
                    output("next", 3))),
            output("y", 3));

    Run run = run(graph);

    assertArrayEquals(
        new float[] {8, 2 * 27, 3 * 0.125f}, run.outputs().getFirst().asFloats().data());
    // The derivative of x·w³ is 3·x·w².
    assertArrayEquals(new float[] {3 * 4, 3 * 2 * 9, 3 * 3 * 0.25f}, gradient(run, "w"));
  }

  @Test
  void constantsInBodies_areNoParameters() throws IOException {
    Graph graph =
        read(
            input("x", 3),
            truth("c", 1),
            node(
                "If",
                "c",
                "y",
                graphAttribute(
                    "then_branch",
                    node("Constant", "", "two", attribute("value_float", 2f)),
                    node("Mul", "x,two", "t"),
                    output("t")),
                graphAttribute("else_branch", output("x"))),
            output("y"));
    assertEquals(Set.of(), graph.parameters());
    assertArrayEquals(
        new float[] {2, 4, 6},
        Run.forward(graph, Map.of("x", ROW), Team.ALONE).outputs().getFirst().asFloats().data());
  }

  private String refusal(byte[]... graph) {
    Exception refused = assertThrows(Exception.class, () -> run(read(graph)));
    assertEquals(
        true, refused instanceof MalformedModelException || refused instanceof InputException);
    return String.valueOf(refused.getMessage());
  }

  private static byte[] scan(String inputs, byte[]... more) {
    byte[][] attributes = new byte[more.length + 1][];
    attributes[0] =
        graphAttribute(
            "body",
            input("s"),
            input("e"),
            node("Add", "s,e", "next"),
            output("next"),
            output("next"));
    System.arraycopy(more, 0, attributes, 1, more.length);
    return node("Scan", inputs, "y,all", attributes);
  }

  @Test
  void malformedScansAndBranches_areRefused() {
    byte[] x = input("x", 3);
    byte[] zero = floats("zero", new long[0], 0);
    byte[] y = output("y");
    byte[] one = attribute("num_scan_inputs", 1L);
    assertEquals(
        "node 'y' (Scan): num_scan_inputs must be from 1 to 2: 0",
        refusal(x, zero, scan("zero,x"), y));
    assertEquals(
        "node 'y' (Scan): num_scan_inputs must be from 1 to 2: 9223372036854775807",
        refusal(x, zero, scan("zero,x", attribute("num_scan_inputs", Long.MAX_VALUE)), y));
    assertEquals(
        "node 'y' (Scan) takes 1 values of which it cuts 1, but its body takes 2 and gives 2",
        refusal(x, scan("x", one), y));
    assertEquals(
        "node 'y' (Scan) must be given all that it carries on", refusal(x, scan(",x", one), y));
    assertEquals(
        "node 'y' (Scan): a scalar has no axis 0", refusal(x, zero, scan("x,zero", one), y));
    assertEquals(
        "node 'y' (Scan): axis must be from -1 to 0: 7",
        refusal(x, zero, scan("zero,x", one, attribute("scan_input_axes", new long[] {7})), y));
    assertEquals(
        "node 'y' (Scan): a scan must have an axis and a direction for each of 1 values:"
            + " 2 axes, 0 directions",
        refusal(x, zero, scan("zero,x", one, attribute("scan_input_axes", new long[] {0, 0})), y));
    assertEquals(
        "node 'y' (Scan): axis must be from -1 to 0: 5",
        refusal(x, zero, scan("zero,x", one, attribute("scan_output_axes", new long[] {5})), y));
    assertEquals(
        "node 'y' (Scan) does not repeat at all, so the shape of its outputs is unknown",
        refusal(x, floats("none", new long[] {0}), zero, scan("zero,none", one), y));
    assertEquals(
        "node 'y' (Scan) must have the graph 'body'", refusal(x, node("Scan", "x", "y"), y));
    assertEquals(
        "node 'y' (If) must have at most 1 outputs: 2",
        refusal(
            x,
            truth("c", 1),
            node(
                "If",
                "c",
                "y,z",
                graphAttribute("then_branch", output("x")),
                graphAttribute("else_branch", output("x"))),
            y));
  }
}

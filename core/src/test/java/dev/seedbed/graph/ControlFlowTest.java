package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.seedbed.data.InputException;
import dev.seedbed.kernel.Team;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Branches and loops of a graph, with their gradients.
class ControlFlowTest {
  private static final Operator ADD = new BinaryFunction.Add();
  private static final Operator MUL = new BinaryFunction.Mul();

  private static Node apply(Operator operator, String output, String... inputs) {
    return new Node("", new Node.Apply(operator), List.of(inputs), List.of(output));
  }

  private static List<Graph.Input> inputs(String... names) {
    return List.of(names).stream()
        .map(name -> new Graph.Input(name, Graph.ElementType.FLOAT, List.of(), false))
        .toList();
  }

  private static Graph graph(Map<String, NdArray> tensors, List<Node> nodes, String... outputs) {
    return new Graph(List.of(), tensors, tensors.keySet(), nodes, List.of(outputs));
  }

  /// The body of a loop that multiplies what it carries on by `w`, and gives each product, too.
  private static Graph powers() {
    return new Graph(
        inputs("i", "go", "a"),
        Map.of(),
        Set.of(),
        List.of(apply(MUL, "next", "a", "w"), apply(new Passage.Identity(), "on", "go")),
        List.of("on", "next", "next"));
  }

  private static Graph loop(Graph body, NdArray times, String... outputs) {
    return graph(
        Map.of(
            "times", times,
            "a0", FloatArray.of(1, 2),
            "w", FloatArray.of(3, 0.5f),
            "yes", BooleanArray.scalar(true)),
        List.of(
            new Node(
                "loop",
                new Node.Loop(body),
                List.of("times", "yes", "a0"),
                List.of("last", "all").subList(0, body.outputs().size() - 1))),
        outputs);
  }

  private static Run run(Graph graph, Map<String, NdArray> inputs) {
    return Run.forBackward(graph, inputs, Team.ALONE, Run.Observer.NONE);
  }

  private static float[] floats(NdArray array) {
    return array.asFloats().data();
  }

  private static String refusal(Graph graph, Map<String, NdArray> inputs) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            String.valueOf(
                assertThrows(InputException.class, () -> run(graph, inputs)).getMessage()));
  }

  @Test
  void loop_carriesOnStacksAndHasGradients() {
    Run run = run(loop(powers(), LongArray.scalar(3), "last", "all"), Map.of());
    assertArrayEquals(new float[] {27, 0.25f}, floats(run.outputs().get(0)));
    assertArrayEquals(new float[] {3, 1, 9, 0.5f, 27, 0.25f}, floats(run.outputs().get(1)));
    assertEquals(TensorShape.of(3, 2), run.outputs().get(1).shape());
    run.backward(
        List.of(
            Optional.of(FloatArray.of(1, 1)),
            Optional.of(new FloatArray(TensorShape.of(3, 2), new float[] {1, 1, 1, 1, 0, 0}))));
    // last = a·w³, all = a·w, a·w², so the loss is a·(w + w² + w³).
    assertArrayEquals(
        new float[] {1 + 2 * 3 + 3 * 9, 2 * (1 + 2 * 0.5f + 3 * 0.25f)},
        floats(run.gradient("w").orElseThrow()));
    assertArrayEquals(
        new float[] {3 + 9 + 27, 0.5f + 0.25f + 0.125f}, floats(run.gradient("a0").orElseThrow()));
  }

  @Test
  void loop_withoutRepetitionsGivesWhatItWasGiven() {
    Graph body =
        new Graph(
            inputs("i", "go", "a"),
            Map.of(),
            Set.of(),
            List.of(apply(MUL, "next", "a", "w"), apply(new Passage.Identity(), "on", "go")),
            List.of("on", "next"));
    Graph inner = loop(body, LongArray.scalar(0), "y");
    // What it was given is let go after the loop, and its result is still there.
    Graph graph =
        graph(
            inner.tensors(),
            List.of(
                apply(ADD, "sum", "a0", "w"),
                new Node(
                    "loop", new Node.Loop(body), List.of("times", "yes", "sum"), List.of("last")),
                apply(ADD, "y", "last", "w")),
            "y");
    Run run = run(graph, Map.of());
    assertArrayEquals(new float[] {7, 3}, floats(run.outputs().getFirst()));
    run.backward(List.of(Optional.of(FloatArray.of(1, 1))));
    assertArrayEquals(new float[] {2, 2}, floats(run.gradient("w").orElseThrow()));
    assertEquals(
        "node 'loop' (Loop) does not repeat at all, so the shape of its outputs is unknown",
        refusal(loop(powers(), LongArray.scalar(0), "last", "all"), Map.of()));
  }

  @Test
  void branchInLoop_isTakenByItsConditionAndHasGradients() {
    // Doubles in the first repetition, and adds w in the others.
    Graph first = graph(Map.of(), List.of(apply(ADD, "b", "a", "a")), "b");
    Graph others = graph(Map.of(), List.of(apply(ADD, "b", "a", "w")), "b");
    Graph body =
        new Graph(
            inputs("i", "go", "a"),
            Map.of("one", LongArray.scalar(1)),
            Set.of(),
            List.of(
                apply(new ComparisonFunction.Less(), "isFirst", "i", "one"),
                new Node("", new Node.If(first, others), List.of("isFirst"), List.of("next")),
                apply(new Passage.Identity(), "on", "go")),
            List.of("on", "next"));
    Run run = run(loop(body, LongArray.scalar(3), "last"), Map.of());
    assertArrayEquals(new float[] {8, 5}, floats(run.outputs().getFirst()));
    run.backward(List.of(Optional.of(FloatArray.of(1, 1))));
    assertArrayEquals(new float[] {2, 2}, floats(run.gradient("w").orElseThrow()));
    assertArrayEquals(new float[] {2, 2}, floats(run.gradient("a0").orElseThrow()));
  }

  @Test
  void loop_endsByItsCondition() {
    Graph body =
        new Graph(
            inputs("i", "go", "a"),
            Map.of("three", LongArray.scalar(3)),
            Set.of(),
            List.of(
                apply(new ComparisonFunction.Less(), "on", "i", "three"),
                apply(ADD, "next", "a", "w")),
            List.of("on", "next"));
    // Repetitions 0 to 3: in the last, the condition is false.
    Run run = run(loop(body, LongArray.scalar(Long.MAX_VALUE), "last"), Map.of());
    assertArrayEquals(new float[] {13, 4}, floats(run.outputs().getFirst()));
  }

  @Test
  void branch_mayDependOnShapesOfInputs() {
    Graph same = graph(Map.of(), List.of(), "x");
    Graph doubled = graph(Map.of(), List.of(apply(ADD, "b", "x", "x")), "b");
    Graph graph =
        new Graph(
            inputs("x"),
            Map.of("three", LongArray.scalar(3)),
            Set.of(),
            List.of(
                apply(new Generating.Size(), "size", "x"),
                apply(new ComparisonFunction.Less(), "small", "size", "three"),
                new Node("", new Node.If(same, doubled), List.of("small"), List.of("y"))),
            List.of("y"));
    assertArrayEquals(
        new float[] {1, 2},
        floats(run(graph, Map.of("x", FloatArray.of(1, 2))).outputs().getFirst()));
    assertArrayEquals(
        new float[] {2, 4, 6},
        floats(run(graph, Map.of("x", FloatArray.of(1, 2, 3))).outputs().getFirst()));
  }

  @Test
  void branchesWithTensorsOfOneName_haveTheirOwn() {
    Graph then = graph(Map.of("c", FloatArray.of(1, 1)), List.of(apply(ADD, "b", "a", "c")), "b");
    Graph otherwise =
        graph(Map.of("c", FloatArray.of(5, 5)), List.of(apply(ADD, "b", "a", "c")), "b");
    for (boolean condition : new boolean[] {true, false}) {
      Graph graph =
          graph(
              Map.of("a", FloatArray.of(0, 0), "if", BooleanArray.scalar(condition)),
              List.of(new Node("", new Node.If(then, otherwise), List.of("if"), List.of("y"))),
              "y");
      float expected = condition ? 1 : 5;
      assertArrayEquals(
          new float[] {expected, expected}, floats(run(graph, Map.of()).outputs().getFirst()));
    }
  }

  /// y = w x if x < 0, else w (x + c), by a fork within the fork.
  ///
  /// @param result the name of the result in the inner fork
  private static Graph forked(String result) {
    Graph inner = graph(Map.of(), List.of(apply(MUL, result, "sum", "w")), result);
    Graph then = graph(Map.of(), List.of(apply(MUL, "product", "x", "w")), "product");
    Graph otherwise =
        graph(
            Map.of("c", FloatArray.of(5)),
            List.of(
                apply(ADD, "sum", "x", "c"),
                apply(new ComparisonFunction.Less(), "less", "sum", "c"),
                new Node("inner", new Node.If(then, inner), List.of("less"), List.of("result"))),
            "result");
    return new Graph(
        inputs("x"),
        Map.of("zero", FloatArray.scalar(0), "w", FloatArray.of(3)),
        Set.of("w"),
        List.of(
            apply(new ComparisonFunction.Less(), "negative", "x", "zero"),
            new Node("fork", new Node.If(then, otherwise), List.of("negative"), List.of("y"))),
        List.of("y"));
  }

  @Test
  void conditionThatDependsOnElementsOfInputs_isFollowed() {
    for (float x : new float[] {-2, 4}) {
      Run run = run(forked("doubled"), Map.of("x", FloatArray.of(x)));
      assertArrayEquals(
          new float[] {x < 0 ? 3 * x : 3 * (x + 5)}, floats(run.outputs().getFirst()));
      run.backward(List.of(Optional.of(FloatArray.of(1))));
      assertArrayEquals(new float[] {x < 0 ? x : x + 5}, floats(run.gradient("w").orElseThrow()));
    }
  }

  @Test
  void wayThrough_hasTheNodesThatRan_andTheSameNumbers() {
    for (float x : new float[] {-2, 4}) {
      Map<String, NdArray> inputs = Map.of("x", FloatArray.of(x));
      WayThrough way = WayThrough.of(forked("doubled"), inputs, Team.ALONE);
      assertEquals(
          x < 0
              ? List.of("Less", "Mul", "Identity")
              : List.of("Less", "Add", "Less", "Mul", "Identity", "Identity"),
          way.graph().nodes().stream().map(Node::type).toList());
      assertEquals(
          x < 0 ? List.of("node 'fork' (If)") : List.of("node 'fork' (If)", "node 'inner' (If)"),
          way.decided());
      Run run = run(way.graph(), inputs);
      assertArrayEquals(
          new float[] {x < 0 ? 3 * x : 3 * (x + 5)}, floats(run.outputs().getFirst()));
      run.backward(List.of(Optional.of(FloatArray.of(1))));
      assertArrayEquals(new float[] {x < 0 ? x : x + 5}, floats(run.gradient("w").orElseThrow()));
    }
  }

  /// A fork stays where its branch has a name that stands for something else around it.
  @Test
  void wayThrough_namesThatAreTaken_areNotMixedUp() {
    Map<String, NdArray> inputs = Map.of("x", FloatArray.of(4));
    WayThrough way = WayThrough.of(forked("sum"), inputs, Team.ALONE);
    assertEquals(
        List.of("Less", "Add", "Less", "If", "Identity"),
        way.graph().nodes().stream().map(Node::type).toList());
    assertArrayEquals(new float[] {27}, floats(run(way.graph(), inputs).outputs().getFirst()));
  }

  @Test
  void wayThrough_loops_stay() {
    Graph loop = loop(powers(), LongArray.scalar(3), "last");
    WayThrough way = WayThrough.of(loop, Map.of(), Team.ALONE);
    assertEquals(loop, way.graph());
    assertEquals(List.of(), way.decided());
  }

  @Test
  void loopsWithoutEnd_areRefused() {
    NdArray most = LongArray.scalar(Long.MAX_VALUE);
    assertEquals(
        "node 'loop' (Loop) repeats without end", refusal(loop(powers(), most, "last"), Map.of()));
    // The condition looks at the repetition, and still never becomes false.
    Graph body =
        new Graph(
            inputs("i", "go", "a"),
            Map.of("minus", LongArray.scalar(-1)),
            Set.of(),
            List.of(apply(new ComparisonFunction.Less(), "on", "minus", "i")),
            List.of("on", "a"));
    assertEquals(
        "the network takes more than 2,000,000 steps", refusal(loop(body, most, "last"), Map.of()));
    Graph empty =
        new Graph(inputs("i", "go", "a"), Map.of(), Set.of(), List.of(), List.of("go", "a"));
    assertEquals(
        "the network takes more than 2,000,000 steps",
        refusal(loop(empty, LongArray.scalar(2_000_000), "last"), Map.of()));
  }

  @Test
  void malformedLoops_areRefused() {
    Graph body = new Graph(inputs("i", "go"), Map.of(), Set.of(), List.of(), List.of("go", "w"));
    assertEquals(
        "node 'loop' (Loop) carries on 1 values, but its body takes 0 and gives 1",
        refusal(loop(body, LongArray.scalar(1), "last"), Map.of()));
    assertEquals(
        "node 'loop' (Loop) must be decided by one element: 0",
        refusal(loop(powers(), LongArray.of(), "last"), Map.of()));
    assertEquals(
        "the repetitions of node 'loop' (Loop) must be a whole number",
        refusal(loop(powers(), FloatArray.scalar(3), "last"), Map.of()));
  }
}

package dev.seedbed.check.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Gathering.Gather;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.Graph.ElementType;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.TensorShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What goes through a network where nobody gives rows.
class GraphRowsTest {
  private static final Map<String, NdArray> TABLE =
      Map.of("table", FloatArray.of(TensorShape.of(10, 3)));

  private static GraphStart start(Graph.Input... inputs) {
    var gather =
        new Node("", new Node.Apply(new Gather(0)), List.of("table", "tokens"), List.of("y"));
    return GraphStart.of(
        new Graph(List.of(inputs), TABLE, Set.of("table"), List.of(gather), List.of("y")));
  }

  private static Graph.Input input(String name, ElementType type, Long... axes) {
    return new Graph.Input(name, type, List.of(axes), true);
  }

  private static GraphRows rows(GraphStart start) {
    return GraphRows.of(start, Map.of(), Optional.empty(), Map.of());
  }

  private static NdArray array(GraphRows rows, String input) {
    return Objects.requireNonNull(rows.inputs().get(input), input);
  }

  @Test
  void wholeNumbersThatIndexATable_areUniformOverIt() {
    GraphRows rows = rows(start(input("tokens", ElementType.LONG, -1L, 50L)));
    long[] tokens = array(rows, "tokens").asLongs().data();
    assertThat(tokens).hasSize(64 * 50);
    assertThat(LongStream.of(tokens).min()).hasValue(0);
    assertThat(LongStream.of(tokens).max()).hasValue(9);
    assertThat(LongStream.of(tokens).average().orElseThrow()).isCloseTo(4.5, within(0.3));
    assertThat(rows.given()).isFalse();
    assertThat(rows.assumed()).isEmpty();
  }

  @Test
  void openAxes_areFilled_andSaid() {
    GraphRows rows =
        rows(
            start(
                input("tokens", ElementType.LONG, -1L, -1L),
                input("image", ElementType.FLOAT, -1L, 3L, -1L, -1L)));
    assertThat(array(rows, "tokens").shape().lengths()).endsWith(16);
    assertThat(array(rows, "image").shape().lengths()).endsWith(3, 32, 32);
    assertThat(rows.assumed())
        .hasSize(2)
        .last()
        .asString()
        .matches("input 'image' is \\d+x3x32x32 where the file leaves \\?x3x\\?x\\? open");
  }

  private static Graph.Input named(String name, List<Long> axes, String... symbols) {
    return new Graph.Input(name, ElementType.FLOAT, axes, List.of(symbols), true);
  }

  private static int[] lengths(GraphRows rows, String input) {
    return array(rows, input).shape().lengths();
  }

  /// As in networks that are given the state of a recurrent layer.
  @Test
  void axesOfOneSymbol_haveOneLength() {
    GraphStart start =
        start(
            input("tokens", ElementType.LONG, 4L),
            named("x", List.of(-1L, -1L), "batch", "time"),
            named("state", List.of(2L, -1L, 8L), "", "batch", ""),
            named("mask", List.of(-1L, -1L), "time", "heads"));
    GraphRows rows = rows(start);
    assertThat(lengths(rows, "x")).containsExactly(64, 16);
    assertThat(lengths(rows, "state")).containsExactly(2, 64, 8);
    assertThat(lengths(rows, "mask")).containsExactly(16, 16);
    // What is given, or asked for, has it.
    var given = Map.of("state", FloatArray.of(TensorShape.of(2, 3, 8)));
    rows = GraphRows.of(start, given, Optional.empty(), Map.of("mask", TensorShape.of(5, 4)));
    assertThat(lengths(rows, "x")).containsExactly(3, 5);
  }

  /// Exporters that trace call it "s0" and the like.
  @Test
  void firstAxisOfAnySymbol_hasRows_whereverElseItIs() {
    GraphStart start =
        start(
            input("tokens", ElementType.LONG, 4L),
            named("state", List.of(2L, -1L, 8L), "", "s0", ""),
            named("x", List.of(-1L, -1L), "s0", "s1"),
            named("y", List.of(-1L, 5L), "batch", ""));
    GraphRows rows = rows(start);
    assertThat(lengths(rows, "state")).containsExactly(2, 64, 8);
    assertThat(lengths(rows, "x")).containsExactly(64, 16);
  }

  /// "None" and "?" of some exporters are no symbols.
  @Test
  void oneSymbolOnAllAxes_saysNothing() {
    GraphStart start =
        start(
            input("tokens", ElementType.LONG, 4L),
            named("image", List.of(-1L, 3L, -1L, -1L), "?", "", "?", "?"));
    assertThat(lengths(rows(start), "image")).containsExactly(64, 3, 32, 32);
  }

  @Test
  void batchOnTheSecondAxis_rowsAreThere() {
    GraphStart start =
        start(
            input("tokens", ElementType.LONG, 4L),
            named("x", List.of(-1L, -1L, 8L), "steps", "batch_size", ""));
    assertThat(lengths(rows(start), "x")).containsExactly(16, 64, 8);
  }

  @Test
  void largerSizes_lengthenWhatIsOpen() {
    GraphStart start =
        start(
            input("tokens", ElementType.LONG, 4L, -1L),
            input("image", ElementType.FLOAT, -1L, 3L, -1L, 7L));
    for (int size = 0; size < GraphRows.SIZES; size++) {
      GraphRows rows = GraphRows.of(start, Map.of(), Optional.empty(), Map.of(), size);
      assertThat(lengths(rows, "image")).endsWith(3, List.of(32, 64, 128, 224, 256).get(size), 7);
      assertThat(lengths(rows, "tokens"))
          .containsExactly(4, List.of(16, 64, 256, 512, 1024).get(size));
      assertThat(rows.hasShapesOf(rows(start))).isEqualTo(size == 0);
    }
  }

  @Test
  void masksAndBooleans_areOne() {
    GraphRows rows =
        rows(
            start(
                input("tokens", ElementType.LONG, 2L, 4L),
                input("attention_mask", ElementType.FLOAT, 2L, 4L),
                input("kind", ElementType.LONG, 2L, 4L),
                input("causal", ElementType.BOOLEAN, 2L, 4L)));
    float[] mask = array(rows, "attention_mask").asFloats().data();
    float[] ones = new float[8];
    Arrays.fill(ones, 1);
    assertThat(mask).isEqualTo(ones);
    assertThat(array(rows, "kind").asLongs().data()).containsOnly(1);
    assertThat(array(rows, "causal").asBooleans().data()).containsOnly(true);
    assertThat(rows.assumed()).containsExactly("input 'kind' is 1 everywhere");
  }

  @Test
  void realNumbers_areStandardNormal_andTheSameEachTime() {
    GraphStart start =
        start(input("tokens", ElementType.LONG, 4L), input("x", ElementType.FLOAT, 8L, 4096L));
    float[] x = array(rows(start), "x").asFloats().data();
    double squares = 0;
    for (float value : x) {
      squares += (double) value * value / x.length;
    }
    // Its standard error is √(2/32768).
    assertThat(squares).isCloseTo(1, within(5 * Math.sqrt(2.0 / x.length)));
    assertThat(array(rows(start), "x").asFloats().data()).isEqualTo(x);
  }

  @Test
  void given_setsTheRowsOfTheRest() {
    GraphStart start =
        start(input("tokens", ElementType.LONG, -1L, 5L), input("x", ElementType.FLOAT, -1L, 4L));
    var given = Map.of("x", FloatArray.of(TensorShape.of(3, 4)));
    GraphRows rows = GraphRows.of(start, given, Optional.empty(), Map.of());
    assertThat(rows.given()).isTrue();
    assertThat(array(rows, "tokens").shape()).isEqualTo(TensorShape.of(3, 5));
  }

  @Test
  void wrongTypeOrAxes_oneLine() {
    GraphStart start = start(input("tokens", ElementType.LONG, -1L, 5L));
    for (NdArray wrong :
        List.of(
            FloatArray.of(TensorShape.of(3, 5)),
            LongArray.of(TensorShape.of(3, 4)),
            LongArray.of(TensorShape.of(15)),
            new BooleanArray(TensorShape.of(3, 5), new boolean[15]))) {
      assertThatThrownBy(
              () -> GraphRows.of(start, Map.of("tokens", wrong), Optional.empty(), Map.of()))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("input 'tokens' must be whole numbers of ?x5: ");
    }
    assertThatThrownBy(() ->
            GraphRows.of(start, Map.of(), Optional.empty(), Map.of("token", TensorShape.of(3, 5))))
        .isInstanceOf(InputException.class)
        .hasMessage("the network has no input 'token'; it has tokens");
  }

  @Test
  void unknownShape_asksForIt() {
    GraphStart start = start(new Graph.Input("tokens", ElementType.LONG, List.of(), false));
    assertThatThrownBy(() -> rows(start))
        .isInstanceOf(InputException.class)
        .hasMessage("the file does not say the shape of input 'tokens': give it");
    GraphRows rows =
        GraphRows.of(start, Map.of(), Optional.empty(), Map.of("tokens", TensorShape.of(2, 7)));
    assertThat(array(rows, "tokens").shape()).isEqualTo(TensorShape.of(2, 7));
  }
}

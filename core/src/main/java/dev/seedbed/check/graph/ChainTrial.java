package dev.seedbed.check.graph;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.init.Law;
import dev.seedbed.kernel.Team;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs a network and the chain that it seems to be on the same few rows.
///
/// @param value of the graph: the rows that the chain takes
record ChainTrial(Graph graph, String value, Chain chain) {
  private static final int ROWS = 3;

  /// Rows of more numbers than this are not tried.
  private static final double MOST_ELEMENTS = 1 << 26;

  /// How far the outputs of both may be apart, relative to the largest: both compute in float32,
  /// and sums of thousands of terms in another order differ by less.
  private static final double NEAR = 1e-4;

  /// Whether the first layer gets one row of numbers for each row of the network's inputs.
  boolean takesRows() {
    Graph inFront = graph.only(List.of(value));
    boolean foreign =
        inFront.nodes().stream().anyMatch(node -> node.step() instanceof Node.Foreign);
    Map<String, NdArray> inputs = samples();
    if (foreign || inputs.size() < graph.inputs().size()) {
      return foreign && graph.inputs().stream().allMatch(input -> input.axes().size() <= 2);
    }
    try {
      TensorShape shape = Run.forward(inFront, inputs, Team.ALONE).outputs().getFirst().shape();
      return shape.rank() == 2
          && shape.length(1) == chain.inputs()
          && inputs.values().stream().allMatch(array -> array.shape().length(0) == shape.length(0));
    } catch (InputException e) {
      return false;
    }
  }

  /// Arrays for the inputs, as far as their shapes are known.
  private Map<String, NdArray> samples() {
    var samples = new LinkedHashMap<String, NdArray>();
    for (Graph.Input input : graph.inputs()) {
      sample(input, chain.inputs()).ifPresent(array -> samples.put(input.name(), array));
    }
    return samples;
  }

  private static Optional<NdArray> sample(Graph.Input input, int width) {
    long[] axes = {ROWS, width};
    if (input.known()) {
      if (input.axes().isEmpty()) {
        return Optional.empty();
      }
      axes = input.axes().stream().mapToLong(Long::longValue).toArray();
      axes[0] = axes[0] < 0 ? ROWS : axes[0];
      if (axes.length == 2) {
        axes[1] = axes[1] < 0 ? width : axes[1];
      }
    }
    double elements = Arrays.stream(axes).asDoubleStream().reduce(1, (one, other) -> one * other);
    boolean open = Arrays.stream(axes).anyMatch(length -> length < 0);
    return open || elements > MOST_ELEMENTS || input.type() != Graph.ElementType.FLOAT
        ? Optional.empty()
        : Optional.of(FloatArray.of(TensorShape.of(axes)));
  }

  /// Whether the chain gives the network's outputs for a few rows.
  boolean computes() {
    Graph behind = behind();
    FloatArray x = FloatArray.of(TensorShape.of(ROWS, chain.inputs()));
    new Law.Normal(0, 1).draw(new Seed(0).stream("check/chain"), 0, x.data());
    GraphStart other = GraphStart.of(chain);
    try {
      Map<String, NdArray> inputs = samples();
      inputs.put(value, x);
      float[] wanted =
          Run.forward(behind, inputs, Team.ALONE).outputs().getFirst().asFloats().data();
      float[] found =
          Run.forward(other.graph(), Map.of(GraphStart.CHAIN_INPUT, x), Team.ALONE)
              .outputs()
              .getFirst()
              .asFloats()
              .data();
      return areNear(wanted, found);
    } catch (InputException e) {
      return false;
    }
  }

  /// The network from a value on.
  private Graph behind() {
    List<Node> nodes =
        graph.nodes().stream().filter(node -> !node.outputs().contains(value)).toList();
    var inputs = new ArrayList<>(graph.inputs());
    inputs.removeIf(input -> input.name().equals(value) || sample(input, chain.inputs()).isEmpty());
    inputs.add(
        new Graph.Input(value, Graph.ElementType.FLOAT, List.of(-1L, (long) chain.inputs()), true));
    return new Graph(inputs, graph.tensors(), graph.parameters(), nodes, graph.outputs())
        .only(graph.outputs());
  }

  private static boolean areNear(float[] wanted, float[] found) {
    double largest = 0;
    for (float value : wanted) {
      largest = Float.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
    }
    boolean near = wanted.length == found.length;
    for (int i = 0; i < wanted.length && near; i++) {
      near =
          Math.abs((double) wanted[i] - found[i]) <= NEAR * largest
              || (!Float.isFinite(wanted[i]) && !Float.isFinite(found[i]));
    }
    return near;
  }
}

package dev.seedbed.check.graph;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Run;
import dev.seedbed.kernel.Team;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Values of a graph that are made of tensors alone, as exporters make them: transposed, reshaped,
/// cast.
final class ConstantValues {
  private final Graph graph;
  private final Makers makers;
  private final Map<String, Optional<FloatArray>> values = new HashMap<>();

  ConstantValues(Graph graph, Makers makers) {
    this.graph = graph;
    this.makers = makers;
  }

  /// The array of real numbers that a value always is; empty if it is none.
  Optional<FloatArray> of(String value) {
    return values.computeIfAbsent(value, this::evaluated);
  }

  private Optional<FloatArray> evaluated(String value) {
    Optional<NdArray> array =
        makers.isComputed(value) ? Optional.empty() : made(value, graph.tensors());
    return array.filter(FloatArray.class::isInstance).map(NdArray::asFloats);
  }

  private Optional<NdArray> made(String value, Map<String, NdArray> tensors) {
    if (tensors.containsKey(value)) {
      return Optional.ofNullable(tensors.get(value));
    }
    if (makers.of(value).isEmpty()) {
      return Optional.empty();
    }
    var constant =
        new Graph(List.of(), tensors, Set.of(), graph.nodes(), List.of(value)).only(List.of(value));
    try {
      return Optional.of(Run.forward(constant, Map.of(), Team.ALONE).outputs().getFirst());
    } catch (InputException e) {
      return Optional.empty();
    }
  }

  /// The order in which a tensor holds the elements of a matrix that is made of it.
  enum Order {
    SAME,
    TRANSPOSED,
    /// Not all of the tensor, or more than it.
    OTHER
  }

  /// The order of a matrix in the tensor that it is made of.
  Order order(String matrix, String tensor) {
    if (matrix.equals(tensor)) {
      return Order.SAME;
    }
    LongArray numbers = LongArray.of(graph.tensor(tensor).orElseThrow().shape());
    for (int i = 0; i < numbers.data().length; i++) {
      numbers.data()[i] = i;
    }
    Map<String, NdArray> numbered = new HashMap<>(graph.tensors());
    numbered.put(tensor, numbers);
    return made(matrix, numbered)
        .filter(made -> made.shape().rank() == 2)
        .filter(made -> made.shape().elements() == numbers.data().length)
        .map(ConstantValues::order)
        .orElse(Order.OTHER);
  }

  /// @param numbered a matrix of the numbers of elements in their tensor
  private static Order order(NdArray numbered) {
    int rows = numbered.shape().length(0);
    int columns = numbered.shape().length(1);
    boolean same = true;
    boolean transposed = true;
    for (int i = 0; i < rows * columns; i++) {
      long from =
          numbered instanceof LongArray whole
              ? whole.data()[i]
              : (long) numbered.asFloats().data()[i];
      same &= from == i;
      transposed &= from == (long) (i % columns) * rows + i / columns;
    }
    return same ? Order.SAME : transposed ? Order.TRANSPOSED : Order.OTHER;
  }
}

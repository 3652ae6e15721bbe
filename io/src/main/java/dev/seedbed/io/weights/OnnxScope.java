package dev.seedbed.io.weights;

import dev.seedbed.io.MalformedModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names of one graph: the tensors that it defines, and which operators use which names.
final class OnnxScope {
  private static final Set<String> TELLING =
      Set.of("Gemm", "MatMul", "Conv", "ConvTranspose", "Gather", "LSTM", "GRU", "RNN");

  /// Operators that a tensor passes on its way to the one that uses it, at most.
  private static final int LONGEST_WAY = 16;

  private final Optional<OnnxScope> outer;
  private final List<OnnxScope> inner = new ArrayList<>();
  private final List<OnnxNode> nodes = new ArrayList<>();

  /// The values of nodes `Constant`, of whatever type.
  private final Set<String> constants = new HashSet<>();

  private final Map<String, OnnxTensor> tensors = new HashMap<>();
  private final Map<String, TensorUse> uses = new HashMap<>();
  private final List<NamedUse> named = new ArrayList<>();
  private final Map<String, Passage> passages = new HashMap<>();

  private record NamedUse(String name, TensorUse use) {}

  /// A value that is `source` but for the order of the last two axes.
  private record Passage(String source, boolean transposed) {}

  /// @param outer the graph that has this one inside
  OnnxScope(Optional<OnnxScope> outer) {
    this.outer = outer;
    outer.ifPresent(scope -> scope.inner.add(this));
  }

  Optional<OnnxScope> outer() {
    return outer;
  }

  List<OnnxScope> inner() {
    return inner;
  }

  /// In the file's order, without nodes `Constant`.
  List<OnnxNode> nodes() {
    return nodes;
  }

  boolean hasInitializers() {
    return !constants.containsAll(tensors.keySet());
  }

  /// Whether it is the value of a node `Constant`.
  boolean isNode(String name) {
    return constants.contains(name);
  }

  /// Whether it is the value of a node `Constant`, or an initializer.
  boolean isConstant(String name) {
    return constants.contains(name) || tensors.containsKey(name);
  }

  void addConstant(String name) {
    constants.add(name);
  }

  void define(String name, OnnxTensor tensor) throws MalformedModelException {
    if (name.isEmpty()) {
      throw new MalformedModelException("every tensor of a graph must have a name");
    }
    if (tensors.putIfAbsent(name, tensor) != null) {
      throw new MalformedModelException(
          "two tensors of a graph must not have one name: '%s'".formatted(Quoted.of(name)));
    }
  }

  void add(OnnxNode node) {
    nodes.add(node);
    if (node.inputs().size() == 1 && !node.outputs().isEmpty()) {
      Optional<Boolean> transposed = node.transposition();
      if (transposed.isPresent()) {
        passages.put(
            node.outputs().getFirst(), new Passage(node.inputs().getFirst(), transposed.get()));
        return;
      }
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      String name = node.inputs().get(i);
      if (!name.isEmpty()) {
        named.add(new NamedUse(name, node.use(i)));
      }
    }
  }

  /// Finds out what uses which tensor, when all nodes are known. What is not a name of this graph
  /// is one of the graph around it.
  void close() {
    for (NamedUse each : named) {
      NamedUse use = atTheSource(each);
      if (tensors.containsKey(use.name())) {
        uses.merge(use.name(), use.use(), OnnxScope::better);
      } else {
        outer.ifPresent(scope -> scope.named.add(use));
      }
    }
    named.clear();
    passages.clear();
  }

  private NamedUse atTheSource(NamedUse named) {
    NamedUse use = named;
    // A hostile graph may go round in circles.
    for (int i = 0; i < LONGEST_WAY && passages.containsKey(use.name()); i++) {
      Passage passage = passages.getOrDefault(use.name(), new Passage(use.name(), false));
      use =
          new NamedUse(passage.source(), passage.transposed() ? use.use().transpose() : use.use());
    }
    return use;
  }

  private static TensorUse better(TensorUse first, TensorUse second) {
    return !TELLING.contains(first.operator()) && TELLING.contains(second.operator())
        ? second
        : first;
  }

  Optional<TensorUse> use(String name) {
    return Optional.ofNullable(uses.get(name));
  }
}

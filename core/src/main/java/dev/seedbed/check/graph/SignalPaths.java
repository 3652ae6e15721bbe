package dev.seedbed.check.graph;

import dev.seedbed.graph.BinaryFunction;
import dev.seedbed.graph.Conversion;
import dev.seedbed.graph.Einsum;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.MatMul;
import dev.seedbed.graph.MatrixProduct;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Passage;
import dev.seedbed.graph.Reshaping;
import dev.seedbed.graph.SoftmaxFunction;
import dev.seedbed.graph.VariadicFunction;
import dev.seedbed.graph.Viewing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The ways of the signal from the inputs of a graph to its outputs.
///
/// The *trunk* is the way through the fewest operators with weights: the skip connections of a
/// residual network, all layers of one without. What the trunk loses, no other way keeps.
public final class SignalPaths {
  /// Operators between the product of queries and keys and its softmax, at most: factors, masks,
  /// changes of shape.
  private static final int BEFORE_SOFTMAX = 32;

  private final Graph graph;
  private final Map<String, Node> makers = new HashMap<>();
  private final IdentityHashMap<Node, WeightedNode> weighted = new IdentityHashMap<>();

  /// Operators with weights on the shortest way to a value, of values that depend on elements of
  /// the inputs.
  private final Map<String, Integer> costs = new HashMap<>();

  /// Which of its inputs a node has from the shortest way.
  private final IdentityHashMap<Node, String> nearest = new IdentityHashMap<>();

  /// The input of the graph where the shortest way to a value begins.
  private final Map<String, String> roots = new HashMap<>();

  private final List<WeightedNode> trunk;
  private final IdentityHashMap<Node, Join> joins = new IdentityHashMap<>();
  private final Set<Node> attentions;

  /// A sum that brings a branch back to where it began: x + f(x).
  ///
  /// @param sum the node
  /// @param last the last operator with weights on the branch
  /// @param skip which of the sum's inputs is x, or the shorter way from it
  /// @param branch which of the sum's inputs has gone through more operators with weights
  public record Join(Node sum, WeightedNode last, int skip, int branch) {}

  private SignalPaths(GraphStart start) {
    graph = start.graph();
    start.weighted().forEach(node -> weighted.putIfAbsent(node.node(), node));
    for (Graph.Input input : graph.inputs()) {
      costs.put(input.name(), 0);
      roots.put(input.name(), input.name());
    }
    graph.nodes().forEach(this::visit);
    trunk = graph.outputs().isEmpty() ? List.of() : way(graph.outputs().getFirst());
    attentions = findAttentions();
  }

  public static SignalPaths of(GraphStart start) {
    return new SignalPaths(start);
  }

  private void visit(Node node) {
    node.outputs().forEach(output -> makers.put(output, node));
    if (node.operator().filter(operator -> !operator.looksAtElements()).isPresent()) {
      return;
    }
    // What comes later wins a tie among factors: in attention, values and not queries.
    boolean later = node.operator().orElse(null) instanceof MatrixProduct;
    int least = Integer.MAX_VALUE;
    for (String input : Graph.uses(node)) {
      int cost = costs.getOrDefault(input, Integer.MAX_VALUE);
      if (cost < least || (later && cost == least && cost < Integer.MAX_VALUE)) {
        least = cost;
        nearest.put(node, input);
      }
    }
    if (least < Integer.MAX_VALUE) {
      int cost = least + (weighted.containsKey(node) ? 1 : 0);
      String root = Objects.requireNonNull(roots.get(nearest.get(node)));
      for (String output : node.outputs()) {
        costs.put(output, cost);
        roots.put(output, root);
      }
      join(node).ifPresent(join -> joins.put(node, join));
    }
  }

  private Optional<Join> join(Node node) {
    boolean sums =
        node.operator().orElse(null) instanceof BinaryFunction.Add
            || node.operator().orElse(null) instanceof VariadicFunction.Sum;
    if (!sums || node.inputs().size() != 2) {
      return Optional.empty();
    }
    int first = costs.getOrDefault(node.inputs().get(0), -1);
    int second = costs.getOrDefault(node.inputs().get(1), -1);
    int branch = first > second ? 0 : 1;
    String skip = node.inputs().get(1 - branch);
    String longer = node.inputs().get(branch);
    // Masks that are added to scores come from nowhere near, or from no weights.
    boolean fromNear =
        Objects.equals(roots.get(skip), roots.get(longer))
            && (Math.min(first, second) > 0 || passes(longer, skip));
    return Math.min(first, second) < 0 || first == second || !fromNear
        ? Optional.empty()
        : last(longer).map(it -> new Join(node, it, 1 - branch, branch));
  }

  /// Whether the shortest way to a value goes through another.
  private boolean passes(String value, String through) {
    Optional<String> at = Optional.of(value);
    while (at.isPresent() && !at.get().equals(through)) {
      at = at.flatMap(this::maker).map(nearest::get);
    }
    return at.isPresent();
  }

  /// The last operator with weights on the shortest way to a value.
  private Optional<WeightedNode> last(String value) {
    Optional<Node> at = maker(value);
    while (at.isPresent() && !weighted.containsKey(at.get())) {
      at = Optional.ofNullable(nearest.get(at.get())).flatMap(this::maker);
    }
    return at.map(weighted::get);
  }

  /// The operators with weights on the shortest way to a value.
  private List<WeightedNode> way(String value) {
    var found = new ArrayList<WeightedNode>();
    Optional<Node> at = maker(value);
    while (at.isPresent()) {
      Optional.ofNullable(weighted.get(at.get())).ifPresent(found::add);
      at = Optional.ofNullable(nearest.get(at.get())).flatMap(this::maker);
    }
    return found.reversed();
  }

  private Optional<Node> maker(String value) {
    return Optional.ofNullable(makers.get(value));
  }

  /// Every softmax of products of two values that is a factor of a third: the weights of attention.
  private Set<Node> findAttentions() {
    Set<Node> found = Collections.newSetFromMap(new IdentityHashMap<>());
    var softmaxes = new HashMap<String, Node>();
    for (Node node : graph.nodes()) {
      Optional<Operator> operator = node.operator();
      if (operator.orElse(null) instanceof SoftmaxFunction.Softmax) {
        node.outputs().forEach(output -> softmaxes.put(output, node));
      } else if (operator.filter(SignalPaths::keepsWeights).isPresent()
          && softmaxes.containsKey(node.inputs().getFirst())) {
        softmaxes.put(node.outputs().getFirst(), softmaxes.get(node.inputs().getFirst()));
      } else if (operator.filter(SignalPaths::multiplies).isPresent()) {
        for (String input : node.inputs()) {
          if (softmaxes.containsKey(input)) {
            found.add(softmaxes.get(input));
          }
        }
      }
    }
    return found;
  }

  private static boolean keepsWeights(Operator operator) {
    return operator instanceof Passage
        || operator instanceof Conversion
        || operator instanceof Reshaping
        || operator instanceof Viewing;
  }

  private static boolean multiplies(Operator operator) {
    return operator instanceof MatMul || operator instanceof Einsum;
  }

  /// The parameters that a value is made of, in the order in which they are found.
  public List<String> parametersOf(String value) {
    var found = new LinkedHashSet<String>();
    var seen = new HashSet<>(List.of(value));
    var open = new ArrayDeque<>(List.of(value));
    while (!open.isEmpty()) {
      String name = open.remove();
      if (graph.parameters().contains(name)) {
        found.add(name);
      }
      maker(name).stream()
          .flatMap(node -> node.inputs().stream())
          .filter(seen::add)
          .forEach(open::add);
    }
    return List.copyOf(found);
  }

  /// The operators with weights that the trunk goes through, in the order of the signal.
  public List<WeightedNode> trunk() {
    return trunk;
  }

  /// The join that a node is, if it is one.
  public Optional<Join> joinAt(Node node) {
    return Optional.ofNullable(joins.get(node));
  }

  /// Whether every way from the inputs to the outputs goes through a node.
  public boolean isOnlyWay(Node node) {
    var reached = new HashSet<>(roots.values());
    for (Node other : graph.nodes()) {
      if (!other.equals(node)
          && costs.keySet().containsAll(other.outputs())
          && Graph.uses(other).stream().anyMatch(reached::contains)) {
        reached.addAll(other.outputs());
      }
    }
    return graph.outputs().stream().noneMatch(reached::contains);
  }

  /// The tensors that make the queries and keys of attention.
  public List<String> scoring(Node softmax) {
    var open = new ArrayDeque<Node>();
    maker(softmax.inputs().getFirst()).ifPresent(open::add);
    for (int looked = 0; looked < BEFORE_SOFTMAX && !open.isEmpty(); looked++) {
      Node node = open.remove();
      if (isProductOfValues(node)) {
        return node.inputs().stream()
            .flatMap(input -> last(input).stream())
            .map(WeightedNode::weight)
            .distinct()
            .toList();
      }
      node.inputs().forEach(input -> maker(input).ifPresent(open::add));
    }
    return List.of();
  }

  private boolean isProductOfValues(Node node) {
    return node.operator().filter(SignalPaths::multiplies).isPresent()
        && node.inputs().stream().allMatch(costs::containsKey);
  }

  /// Whether a node is a softmax that weighs values by attention.
  public boolean isAttention(Node node) {
    return attentions.contains(node);
  }
}

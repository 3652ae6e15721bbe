package dev.seedbed.check.graph;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.BatchNormalization;
import dev.seedbed.graph.BinaryFunction;
import dev.seedbed.graph.Concat;
import dev.seedbed.graph.Conversion;
import dev.seedbed.graph.Convolution;
import dev.seedbed.graph.Gathering.Gather;
import dev.seedbed.graph.Gemm;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.MatMul;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Passage;
import dev.seedbed.graph.Recurrence;
import dev.seedbed.graph.Reshaping;
import dev.seedbed.graph.RowNormalization;
import dev.seedbed.graph.Selection;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.graph.UnaryFunction;
import dev.seedbed.graph.VariadicFunction;
import dev.seedbed.graph.Viewing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the weighted operators of a graph, and what follows each.
final class WeightedNodes {
  /// A function of single elements takes no more operators than this: GELU by tanh takes eight.
  private static final int MOST_OPERATORS = 16;

  /// Weights are put together of no more tensors than this: both directions of a recurrent layer
  /// are two.
  private static final int MOST_TENSORS = 64;

  private final Graph graph;

  /// What values are made of that are made of parameters alone.
  private final Map<String, Set<String>> sources = new HashMap<>();

  private final Map<String, List<Node>> users = new HashMap<>();
  private final LayerNames names = new LayerNames();

  private WeightedNodes(Graph graph) {
    this.graph = graph;
    graph.parameters().forEach(name -> sources.put(name, Set.of(name)));
    for (Node node : graph.nodes()) {
      Set<String> made = sources(node);
      node.outputs().forEach(output -> sources.put(output, made));
      for (String name : new HashSet<>(Graph.uses(node))) {
        users.computeIfAbsent(name, _ -> new ArrayList<>()).add(node);
      }
    }
  }

  /// The weighted operators in the order in which they run; those within branches and loops are not
  /// among them.
  static List<WeightedNode> of(Graph graph) {
    var finder = new WeightedNodes(graph);
    var found = new ArrayList<WeightedNode>();
    for (Node node : graph.nodes()) {
      for (int input : finder.weightInputs(node)) {
        for (String weight : finder.parameters(node.inputs().get(input))) {
          found.add(finder.weighted(node, input, weight));
        }
      }
    }
    return found;
  }

  /// The inputs that are weights if they are made of a parameter alone.
  private List<Integer> weightInputs(Node node) {
    if (node.inputs().size() < 2) {
      return List.of();
    }
    return switch (node.operator().orElse(null)) {
      case Gemm _, MatMul _ -> {
        boolean left = parameter(node.inputs().get(0)).isPresent();
        boolean right = parameter(node.inputs().get(1)).isPresent();
        yield left == right ? List.of() : left ? List.of(0) : List.of(1);
      }
      case Convolution _ -> parameter(node.inputs().get(0)).isPresent() ? List.of() : List.of(1);
      case Gather _ -> isTable(node) ? List.of(0) : List.of();
      case Recurrence _ -> node.inputs().size() < 3 ? List.of() : List.of(1, 2);
      case null, default -> List.of();
    };
  }

  private boolean isTable(Node gather) {
    return parameter(gather.inputs().getFirst())
        .flatMap(graph::tensor)
        .filter(table -> table.shape().rank() == 2 && table.shape().length(0) > 1)
        .isPresent();
  }

  /// The tensor that a value is, or is made of by changes of type, shape and order alone; the first
  /// of them if it is made of several.
  private Optional<String> parameter(String value) {
    return parameters(value).stream().findFirst();
  }

  private Set<String> parameters(String value) {
    return sources.getOrDefault(value, Set.of());
  }

  /// The tensors that the output of a node is made of, if it is made of nothing else: PyTorch cuts
  /// the gates of recurrent weights apart to put them in another order.
  private Set<String> sources(Node node) {
    Optional<Operator> operator = node.operator().filter(WeightedNodes::keepsNumbers);
    if (operator.isEmpty() || node.inputs().isEmpty()) {
      return Set.of();
    }
    Set<String> all = new LinkedHashSet<>();
    boolean joins = operator.get() instanceof Concat;
    for (String input : joins ? node.inputs() : node.inputs().subList(0, 1)) {
      Set<String> some = parameters(input);
      all.addAll(some);
      if (some.isEmpty() || all.size() > MOST_TENSORS) {
        return Set.of();
      }
    }
    return all;
  }

  private static boolean keepsNumbers(Operator operator) {
    return operator instanceof Passage
        || operator instanceof Conversion
        || operator instanceof Reshaping
        || operator instanceof Concat
        || operator instanceof Viewing.Slice
        || operator instanceof Viewing.Transpose;
  }

  private WeightedNode weighted(Node node, int input, String weight) {
    Operator operator = node.operator().orElseThrow();
    String z = node.outputs().getFirst();
    Optional<String> bias = Optional.empty();
    if (operator instanceof Gemm || operator instanceof Convolution) {
      bias = node.inputs().size() > 2 ? parameter(node.inputs().get(2)) : bias;
    }
    Optional<String> scale = Optional.empty();
    ElementFunction function = ElementFunction.IDENTITY;
    String a = z;
    if (!(operator instanceof Recurrence || operator instanceof Gather)) {
      if (bias.isEmpty()) {
        Optional<Node> addition = only(z).filter(this::addsBias);
        bias = addition.flatMap(this::addedParameter);
        z = addition.map(next -> next.outputs().getFirst()).orElse(z);
      }
      Optional<Node> normalization = only(z).filter(WeightedNodes::normalizes);
      scale = normalization.flatMap(next -> parameter(next.inputs().get(1)));
      z = normalization.map(next -> next.outputs().getFirst()).orElse(z);
      Optional<Following> following = following(z);
      a = following.map(Following::a).orElse(z);
      function = following.map(Following::function).orElse(function);
    }
    String x = node.inputs().get(input == 0 ? 1 : 0);
    // The weights' own name is the best, but exporters drop it where they fold a transposition.
    String name = names.next(weight, bias.map(WeightedNodes::stem).orElse(""), node.name());
    return new WeightedNode(name, node, input, weight, bias, scale, x, z, a, function);
  }

  private static String stem(String bias) {
    return bias.replaceFirst("[./_](bias|b)$", "");
  }

  /// The only node that uses a value, if nothing else does.
  private Optional<Node> only(String value) {
    List<Node> all = users.getOrDefault(value, List.of());
    return all.size() == 1 && !graph.outputs().contains(value)
        ? Optional.of(all.getFirst())
        : Optional.empty();
  }

  private boolean addsBias(Node node) {
    return node.operator().orElse(null) instanceof BinaryFunction.Add
        && addedParameter(node).isPresent();
  }

  /// The parameter that an addition adds, if it has a number for each unit at most.
  private Optional<String> addedParameter(Node add) {
    return add.inputs().stream()
        .map(this::parameter)
        .flatMap(Optional::stream)
        .filter(name -> graph.tensor(name).map(WeightedNodes::longAxes).orElse(0) <= 1)
        .findFirst();
  }

  private static int longAxes(NdArray array) {
    int axes = 0;
    for (int length : array.shape().lengths()) {
      axes += length > 1 ? 1 : 0;
    }
    return axes;
  }

  private static boolean normalizes(Node node) {
    return switch (node.operator().orElse(null)) {
      case BatchNormalization _, RowNormalization _ -> node.inputs().size() > 1;
      case null, default -> false;
    };
  }

  /// What follows a value: a function of its single elements.
  private record Following(String a, ElementFunction function) {}

  /// The first value after `z` that is a function of its single elements, and the only one that is
  /// used of all that `z` is used for.
  private Optional<Following> following(String z) {
    Set<String> inside = new LinkedHashSet<>(Set.of(z));
    List<Node> nodes = new ArrayList<>();
    Map<String, NdArray> constants = new HashMap<>();
    Optional<Following> found = Optional.empty();
    String last = z;
    while (nodes.size() < MOST_OPERATORS) {
      Optional<Node> next = next(inside, nodes, constants);
      if (next.isEmpty()) {
        break;
      }
      last = next.get().outputs().getFirst();
      nodes.add(next.get());
      inside.add(last);
      if (!closes(inside, nodes, last)) {
        continue;
      }
      Optional<ElementFunction> function = function(nodes, constants, z, last);
      if (function.isEmpty()) {
        break;
      }
      // Factors before and after belong to the function: GELU ends in one half.
      boolean begins =
          found.map(Following::function).filter(f -> !f.equals(ElementFunction.IDENTITY)).isEmpty();
      if (begins || function.get().known().isPresent() || scales(next.get())) {
        found = Optional.of(new Following(last, function.get()));
      }
      boolean known = function.get().known().filter(f -> !f.name().equals("identity")).isPresent();
      if (known) {
        break;
      }
    }
    return found.filter(following -> !following.function().equals(ElementFunction.IDENTITY));
  }

  private boolean scales(Node node) {
    return (node.operator().orElse(null) instanceof BinaryFunction.Mul
            || node.operator().orElse(null) instanceof BinaryFunction.Div)
        && node.inputs().stream().anyMatch(graph.tensors()::containsKey);
  }

  private static Optional<ElementFunction> function(
      List<Node> nodes, Map<String, NdArray> constants, String z, String a) {
    try {
      return Optional.of(ElementFunction.of(nodes, constants, z, a));
    } catch (InputException | IllegalArgumentException e) {
      // Such as one whose values are whole numbers.
      return Optional.empty();
    }
  }

  /// The next node all of whose inputs are inside or single constants.
  private Optional<Node> next(
      Set<String> inside, List<Node> nodes, Map<String, NdArray> constants) {
    for (String value : List.copyOf(inside)) {
      for (Node user : users.getOrDefault(value, List.of())) {
        if (!nodes.contains(user) && isElementwise(user) && takes(user, inside, constants)) {
          return Optional.of(user);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isElementwise(Node node) {
    return switch (node.operator().orElse(null)) {
      case UnaryFunction _, BinaryFunction _, Selection.Clip _, VariadicFunction _ -> true;
      case Passage _, Conversion.Cast _ -> true;
      case null, default -> false;
    };
  }

  private boolean takes(Node node, Set<String> inside, Map<String, NdArray> constants) {
    var used = new HashMap<String, NdArray>();
    for (String input : node.inputs()) {
      Optional<NdArray> single =
          graph.tensor(input).filter(constant -> constant.shape().elements() == 1);
      if (single.isPresent()) {
        used.put(input, single.get().reshaped(TensorShape.SCALAR));
      } else if (!input.isEmpty() && !inside.contains(input)) {
        return false;
      }
    }
    constants.putAll(used);
    return true;
  }

  /// Whether nothing but nodes of the function uses what is inside, but for its result.
  private boolean closes(Set<String> inside, List<Node> nodes, String result) {
    for (String value : inside) {
      boolean open =
          graph.outputs().contains(value)
              || !nodes.containsAll(users.getOrDefault(value, List.of()));
      if (!value.equals(result) && open) {
        return false;
      }
    }
    return true;
  }
}

package dev.seedbed.io.weights;

import dev.seedbed.io.weights.Role.Constant;
import dev.seedbed.io.weights.Role.Parameter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The roles of an ONNX model's tensors, by the operators that use them. See [Role].
final class OnnxRoles {
  static final Constant UNUSED = new Constant("no operator uses it");

  private static final Constant NODE = new Constant("a node Constant");

  /// Operators between a tensor and the one that tells, at most.
  private static final int LONGEST_WAY = 16;

  /// Uses of one tensor that are looked at, at most.
  private static final int MOST_USES = 256;

  /// Their first output is their first input in another type, shape or order, or a part of it.
  private static final Set<String> PASSAGES =
      Set.of(
          "Identity",
          "Cast",
          "CastLike",
          "Transpose",
          "Reshape",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Expand",
          "Tile",
          "Slice",
          "Split",
          "Dropout",
          "QuantizeLinear",
          "DequantizeLinear");

  private static final Set<String> PRODUCTS =
      Set.of("Gemm", "MatMul", "Einsum", "Conv", "ConvTranspose", "DeformConv");

  private static final Set<String> NORMALISATIONS =
      Set.of(
          "BatchNormalization",
          "InstanceNormalization",
          "LayerNormalization",
          "GroupNormalization",
          "RMSNormalization",
          "MeanVarianceNormalization",
          "LpNormalization");

  private static final Set<String> ARITHMETIC =
      Set.of("Add", "Sub", "Mul", "Div", "Sum", "Concat", "Where");

  /// A name in the graph that defines it.
  record Value(OnnxScope scope, String name) {}

  /// One input of a node.
  private record Place(OnnxNode node, int input, OnnxScope scope) {}

  private record Maker(OnnxNode node, OnnxScope scope) {}

  private final Map<Value, List<Place>> users = new HashMap<>();
  private final Map<Value, Maker> makers = new HashMap<>();

  /// Values that depend on no input of the network.
  private final Set<Value> fixed = new HashSet<>();

  /// Whether there are initializers: where all is in nodes `Constant`, so are the parameters.
  private final boolean initialized;

  /// The biases that were found, by their weights.
  private final Map<Value, Value> biases = new LinkedHashMap<>();

  /// @param main the outermost graph; all are read to their ends
  OnnxRoles(OnnxScope main) {
    List<OnnxScope> scopes = new ArrayList<>(List.of(main));
    for (int i = 0; i < scopes.size(); i++) {
      scopes.addAll(scopes.get(i).inner());
    }
    initialized = scopes.stream().anyMatch(OnnxScope::hasInitializers);
    for (OnnxScope scope : scopes) {
      for (OnnxNode node : scope.nodes()) {
        node.outputs().forEach(it -> makers.put(new Value(scope, it), new Maker(node, scope)));
      }
    }
    for (OnnxScope scope : scopes) {
      scope.nodes().forEach(node -> add(node, scope));
    }
  }

  private void add(OnnxNode node, OnnxScope scope) {
    boolean allFixed = !node.inputs().isEmpty();
    for (int i = 0; i < node.inputs().size(); i++) {
      String input = node.inputs().get(i);
      if (!input.isEmpty()) {
        Value value = resolved(scope, input);
        users.computeIfAbsent(value, _ -> new ArrayList<>()).add(new Place(node, i, scope));
        allFixed &= isFixed(value);
      }
    }
    if (allFixed) {
      node.outputs().forEach(output -> fixed.add(new Value(scope, output)));
    }
  }

  private boolean isFixed(Value value) {
    return fixed.contains(value) || value.scope().isConstant(value.name());
  }

  /// A name belongs to the innermost graph that defines it.
  private Value resolved(OnnxScope scope, String name) {
    for (Optional<OnnxScope> at = Optional.of(scope); at.isPresent(); at = at.get().outer()) {
      var value = new Value(at.get(), name);
      if (at.get().isConstant(name) || makers.containsKey(value)) {
        return value;
      }
    }
    return new Value(scope, name);
  }

  /// A value on the way from a tensor to the operators that tell.
  ///
  /// @param changed whether it went through arithmetic with other constants
  private record Step(Value value, int length, boolean changed) {}

  /// The tensor's role.
  ///
  /// @param name in its graph
  /// @param named what its name in the file says
  Role role(StoredTensor tensor, OnnxScope scope, String name, Role named) {
    Role best = UNUSED;
    int uses = 0;
    var seen = new HashSet<Value>();
    var open = new ArrayDeque<>(List.of(new Step(new Value(scope, name), 0, false)));
    while (!open.isEmpty()) {
      Step step = open.remove();
      for (Place place : users.getOrDefault(step.value(), List.of())) {
        if (uses++ == MOST_USES) {
          return best;
        }
        Optional<Role> role = role(place, tensor, initialized && scope.isNode(name), named);
        if (role.equals(Optional.of(Parameter.BIAS))) {
          weights(place).ifPresent(weights -> biases.putIfAbsent(weights, new Value(scope, name)));
        }
        if (role.isPresent()) {
          best = better(best, asChanged(role.get(), step, tensor));
        } else if (step.length() < LONGEST_WAY) {
          boolean changed = step.changed() || ARITHMETIC.contains(place.node().type());
          boolean joined = place.node().type().equals("Concat");
          for (String output : place.node().outputs()) {
            var value = new Value(place.scope(), output);
            if (seen.add(value)) {
              open.add(new Step(value, step.length() + 1, joined ? step.changed() : changed));
            }
          }
        }
      }
    }
    return best;
  }

  /// The biases of all tensors whose role was asked for, by the names of their weights.
  ///
  /// @param names of all tensors
  Map<String, String> biases(Map<Value, String> names) {
    var named = new LinkedHashMap<String, String>();
    biases.forEach((weights, bias) -> {
      String name = names.get(weights);
      String other = names.get(bias);
      if (name != null && other != null) {
        named.putIfAbsent(name, other);
      }
    });
    return named;
  }

  /// The tensor whose product gets the bias at that place.
  private Optional<Value> weights(Place place) {
    Optional<Maker> product =
        ARITHMETIC.contains(place.node().type())
            ? maker(other(place))
            : Optional.of(new Maker(place.node(), place.scope()));
    return product
        .flatMap(maker -> inputs(maker).stream().skip(1).findFirst())
        .filter(this::isFixed)
        .or(() ->
            product.flatMap(maker -> inputs(maker).stream().findFirst()).filter(this::isFixed))
        .flatMap(this::source);
  }

  /// The tensor that a value is, or begins with, but for its shape.
  private Optional<Value> source(Value value) {
    Value at = value;
    for (int way = 0; way < LONGEST_WAY && !at.scope().isConstant(at.name()); way++) {
      Maker maker = makers.get(at);
      if (maker == null || maker.node().inputs().isEmpty()) {
        return Optional.empty();
      }
      at = resolved(maker.scope(), maker.node().inputs().getFirst());
    }
    return Optional.of(at);
  }

  /// Among numbers that are transformed into a parameter, only a matrix is likely to hold the
  /// weights themselves.
  private static Role asChanged(Role role, Step step, StoredTensor tensor) {
    boolean itself = !step.changed() || (role == Parameter.WEIGHT && tensor.longAxes() > 1);
    return itself || role instanceof Constant ? role : Parameter.OTHER;
  }

  private static Role better(Role first, Role second) {
    return switch (second) {
      case Parameter parameter ->
          first instanceof Parameter other && other.compareTo(parameter) < 0 ? first : second;
      case Constant _ -> first.equals(UNUSED) ? second : first;
    };
  }

  /// Whether what comes out of a node is fixed; damaged ones have no outputs.
  private boolean isFixed(Place place) {
    List<String> outputs = place.node().outputs();
    return !outputs.isEmpty() && isFixed(new Value(place.scope(), outputs.getFirst()));
  }

  /// The role that this use gives; empty if it depends on the uses of the output.
  private Optional<Role> role(Place place, StoredTensor tensor, boolean isNode, Role named) {
    OnnxNode node = place.node();
    if (PASSAGES.contains(node.type()) && place.input() == 0) {
      return Optional.empty();
    }
    if (node.type().contains(".")) {
      return Optional.of(named);
    }
    Optional<Role> told = OnnxInputs.role(node.type(), place.input(), tensor.longAxes());
    if (told.isPresent()) {
      // Exporters write the ones and zeros of a normalisation that learns nothing.
      return isNode && NORMALISATIONS.contains(node.type()) ? Optional.of(NODE) : told;
    }
    if (ARITHMETIC.contains(node.type())) {
      return isFixed(place) ? Optional.empty() : Optional.of(ofArithmetic(place, tensor, isNode));
    }
    return OnnxInputs.isFunction(node.type()) && isFixed(place)
        ? Optional.empty()
        : Optional.of(at(place));
  }

  private static Constant at(Place place) {
    return new Constant("input %d of %s".formatted(place.input(), place.node().type()));
  }

  /// Used in arithmetic with computed values.
  private Role ofArithmetic(Place place, StoredTensor tensor, boolean isNode) {
    if (tensor.floatType().isEmpty()) {
      return new Constant("of type " + tensor.dataType());
    }
    String type = place.node().type();
    boolean one = tensor.elements() == 1;
    boolean row = tensor.longAxes() < 2 && tensor.shape().length > 0;
    if (type.equals("Add") && row && !(one && isNode) && isProduct(other(place))) {
      return Parameter.BIAS;
    }
    if (row && !one && type.equals("Mul") && isNormalised(other(place))) {
      return Parameter.SCALE;
    }
    if (row && !one && type.equals("Add") && isScaled(other(place))) {
      return Parameter.SHIFT;
    }
    if (isNode) {
      return NODE;
    }
    if (one || type.equals("Sub") || type.equals("Div")) {
      return at(place);
    }
    return NamedRoles.isBuffer(tensor.name())
        ? new Constant("a buffer, by its name")
        : Parameter.OTHER;
  }

  /// The other input of a node that has two.
  private Value other(Place place) {
    List<String> inputs = place.node().inputs();
    String name = inputs.size() == 2 ? inputs.get(1 - place.input()) : "";
    return resolved(place.scope(), name);
  }

  /// The node that computes a value, but for passages.
  private Optional<Maker> maker(Value value) {
    Value at = value;
    for (int way = 0; way < LONGEST_WAY; way++) {
      Maker maker = makers.get(at);
      if (maker == null || maker.node().inputs().isEmpty()) {
        return Optional.empty();
      }
      if (!PASSAGES.contains(maker.node().type())) {
        return Optional.of(maker);
      }
      at = resolved(maker.scope(), maker.node().inputs().getFirst());
    }
    return Optional.empty();
  }

  private List<Value> inputs(Maker maker) {
    return maker.node().inputs().stream().map(it -> resolved(maker.scope(), it)).toList();
  }

  /// Whether the value is a product with weights.
  private boolean isProduct(Value value) {
    return maker(value)
        .filter(maker -> PRODUCTS.contains(maker.node().type()))
        .filter(maker -> inputs(maker).stream().anyMatch(this::isFixed))
        .isPresent();
  }

  /// Whether the value is divided by a root: (x − mean) / √(variance + ε) or x · 1 / √….
  private boolean isNormalised(Value value) {
    Optional<Maker> maker = maker(value);
    if (maker.isEmpty()) {
      return false;
    }
    List<Value> inputs = inputs(maker.get());
    return switch (maker.get().node().type()) {
      case "Div" -> inputs.size() == 2 && isRoot(inputs.get(1), 0);
      case "Mul" -> inputs.stream().anyMatch(this::isReciprocal);
      default -> NORMALISATIONS.contains(maker.get().node().type());
    };
  }

  private boolean isReciprocal(Value value) {
    return maker(value)
        .filter(maker ->
            switch (maker.node().type()) {
              case "Reciprocal" -> isRoot(inputs(maker).getFirst(), 0);
              case "Div" -> isFixed(inputs(maker).getFirst()) && isRoot(inputs(maker).getLast(), 0);
              case "Pow" -> !isFixed(inputs(maker).getFirst());
              default -> false;
            })
        .isPresent();
  }

  private boolean isRoot(Value value, int way) {
    Optional<Maker> maker = maker(value);
    if (maker.isEmpty() || way > 2) {
      return false;
    }
    return switch (maker.get().node().type()) {
      case "Sqrt", "ReduceL2" -> !isFixed(value);
      case "Add", "Clip", "Max" -> inputs(maker.get()).stream().anyMatch(it -> isRoot(it, way + 1));
      default -> false;
    };
  }

  /// Whether the value is normalised, or that times a scale.
  private boolean isScaled(Value value) {
    return isNormalised(value)
        || maker(value)
            .filter(maker -> maker.node().type().equals("Mul"))
            .filter(maker -> inputs(maker).stream().anyMatch(this::isNormalised))
            .isPresent();
  }
}

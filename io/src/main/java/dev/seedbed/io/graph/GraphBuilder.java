package dev.seedbed.io.graph;

import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.graph.OnnxModel.Body;
import dev.seedbed.io.graph.OnnxModel.Call;
import dev.seedbed.io.graph.OnnxModel.Function;
import dev.seedbed.io.graph.OnnxModel.Reference;
import dev.seedbed.io.graph.OperatorTable.Moved;
import dev.seedbed.io.weights.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Makes a graph that can run of a model as its file says it: functions are put in where they are
/// called, operators are brought to their newest form, nodes to an order in which they can run.
final class GraphBuilder {
  private static final int OLDEST = 6;
  private static final int NEWEST = 24;
  private static final int DEEPEST = 64;
  private static final int MOST_NODES = 1_000_000;

  private final OperatorTable table;
  private final Map<String, Function> functions = new HashMap<>();
  private final Set<String> unsupported = new TreeSet<>();
  private int calls;
  private int nodes;

  private GraphBuilder(OperatorTable table) {
    this.table = table;
  }

  /// Makes the graph.
  ///
  /// @throws MalformedModelException if it has operators that we do not have, all of which are
  ///   named, or breaks a rule of the format
  static Graph build(OnnxModel model) throws MalformedModelException {
    var builder = new GraphBuilder(OperatorTable.ALL);
    for (Function function : model.functions()) {
      builder.functions.put(function.domain() + "." + function.name(), function);
    }
    Scope scope = Scope.main(opset(model.opsets()));
    Graph graph = builder.graph(model.graph(), scope);
    if (!builder.unsupported.isEmpty()) {
      throw new MalformedModelException(
          "the network has operators that Seedbed does not have: "
              + Quoted.of(String.join(", ", builder.unsupported)));
    }
    return graph;
  }

  private static int opset(Map<String, Integer> opsets) throws MalformedModelException {
    int opset = opsets.getOrDefault("", 1);
    if (opset < OLDEST || opset > NEWEST) {
      throw new MalformedModelException(
          "the opset of a network must be from %d to %d: %d".formatted(OLDEST, NEWEST, opset));
    }
    return opset;
  }

  /// Where nodes stand: in the main graph, or in a function that is called.
  ///
  /// @param names what values of a function are called in the graph around the call; those that
  ///   have no entry get the prefix
  /// @param attributes of the call
  private record Scope(
      int opset,
      String prefix,
      Map<String, String> names,
      Map<String, Object> attributes,
      int depth) {
    static Scope main(int opset) {
      return new Scope(opset, "", Map.of(), Map.of(), 0);
    }

    String name(String given) {
      if (given.isEmpty()) {
        return given;
      }
      return names.getOrDefault(given, prefix + given);
    }

    List<String> names(List<String> given) {
      return given.stream().map(this::name).toList();
    }
  }

  private Graph graph(Body body, Scope scope) throws MalformedModelException {
    var tensors = new LinkedHashMap<String, NdArray>();
    body.tensors().forEach((name, array) -> tensors.put(scope.name(name), array));
    Set<String> parameters = new LinkedHashSet<>();
    tensors.forEach((name, array) -> {
      if (array instanceof FloatArray) {
        parameters.add(name);
      }
    });
    var made = new ArrayList<Node>();
    for (Call call : body.calls()) {
      add(call, scope, made, tensors);
    }
    List<Graph.Input> inputs =
        body.inputs().stream()
            .filter(input -> !body.tensors().containsKey(input.name()))
            .map(input ->
                new Graph.Input(
                    scope.name(input.name()), input.type(), input.axes(), input.known()))
            .toList();
    List<String> outputs = scope.names(body.outputs());
    return new Graph(inputs, tensors, parameters, sorted(made, inputs, tensors), outputs);
  }

  private void add(Call call, Scope scope, List<Node> made, Map<String, NdArray> tensors)
      throws MalformedModelException {
    if (++nodes > MOST_NODES) {
      throw new MalformedModelException(
          "a network must have at most %,d nodes".formatted(MOST_NODES));
    }
    Map<String, Object> attributes = resolved(call, scope);
    Function function = functions.get(call.domain() + "." + call.type());
    if (function != null) {
      inline(call, function, attributes, scope, made, tensors);
      return;
    }
    if (!call.domain().isEmpty()) {
      unsupported.add(call.domain() + "." + call.type());
      return;
    }
    try {
      switch (call.type()) {
        case "Constant" -> constant(call, attributes, scope, tensors);
        case "If" ->
            made.add(
                new Node(
                    call.name(),
                    new Node.If(
                        inner(call, attributes, "then_branch", scope),
                        inner(call, attributes, "else_branch", scope)),
                    scope.names(call.inputs()),
                    scope.names(call.outputs())));
        case "Loop" ->
            made.add(
                new Node(
                    call.name(),
                    new Node.Loop(inner(call, attributes, "body", scope)),
                    scope.names(call.inputs()),
                    scope.names(call.outputs())));
        default -> apply(call, attributes, scope, made, tensors);
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(
          "%s: %s".formatted(Quoted.of(call.title()), e.getMessage()));
    }
  }

  /// The attributes of a call, with those of the function around it put in.
  private static Map<String, Object> resolved(Call call, Scope scope) {
    var resolved = new LinkedHashMap<String, Object>();
    call.attributes()
        .forEach((name, value) -> {
          if (value instanceof Reference(String attribute)) {
            Object given = scope.attributes().get(attribute);
            if (given != null) {
              resolved.put(name, given);
            }
          } else {
            resolved.put(name, value);
          }
        });
    return resolved;
  }

  private Graph inner(Call call, Map<String, Object> attributes, String name, Scope scope)
      throws MalformedModelException {
    if (attributes.get(name) instanceof Body body) {
      return graph(body, scope);
    }
    throw new MalformedModelException(
        "%s must have the graph '%s'".formatted(Quoted.of(call.title()), name));
  }

  private void inline(
      Call call,
      Function function,
      Map<String, Object> attributes,
      Scope scope,
      List<Node> made,
      Map<String, NdArray> tensors)
      throws MalformedModelException {
    if (scope.depth() == DEEPEST) {
      throw new MalformedModelException(
          "functions must be nested at most %d deep: %s"
              .formatted(DEEPEST, Quoted.of(function.name())));
    }
    if (call.inputs().size() > function.inputs().size()
        || call.outputs().size() > function.outputs().size()) {
      throw new MalformedModelException(
          "%s must have at most %d inputs and %d outputs"
              .formatted(
                  Quoted.of(call.title()), function.inputs().size(), function.outputs().size()));
    }
    var names = new HashMap<String, String>();
    for (int i = 0; i < function.inputs().size(); i++) {
      String given = i < call.inputs().size() ? call.inputs().get(i) : "";
      names.put(function.inputs().get(i), scope.name(given));
    }
    for (int i = 0; i < call.outputs().size(); i++) {
      if (!call.outputs().get(i).isEmpty()) {
        names.put(function.outputs().get(i), scope.name(call.outputs().get(i)));
      }
    }
    var values = new HashMap<>(function.defaults());
    values.putAll(attributes);
    String prefix = scope.prefix() + function.name() + "_" + ++calls + "/";
    int opset = function.opsets().isEmpty() ? scope.opset() : opset(function.opsets(), scope);
    var inside = new Scope(opset, prefix, names, values, scope.depth() + 1);
    for (Call each : function.calls()) {
      add(each, inside, made, tensors);
    }
  }

  private static int opset(Map<String, Integer> opsets, Scope around)
      throws MalformedModelException {
    return opsets.containsKey("") ? opset(opsets) : around.opset();
  }

  private static void constant(
      Call call, Map<String, Object> attributes, Scope scope, Map<String, NdArray> tensors)
      throws MalformedModelException {
    if (call.outputs().size() != 1 || attributes.size() != 1) {
      throw new MalformedModelException(
          "%s must have one value and one output".formatted(Quoted.of(call.title())));
    }
    tensors.put(
        scope.name(call.outputs().getFirst()), array(attributes.values().iterator().next()));
  }

  /// An attribute as an array.
  ///
  /// @throws IllegalArgumentException if it is of texts, or otherwise none
  private static NdArray array(Object value) {
    return switch (value) {
      case NdArray array -> array;
      case Float real -> FloatArray.scalar(real);
      case Long whole -> LongArray.scalar(whole);
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof Float -> {
        FloatArray array = FloatArray.of(TensorShape.of(list.size()));
        for (int i = 0; i < list.size(); i++) {
          array.data()[i] = (Float) list.get(i);
        }
        yield array;
      }
      case List<?> list when list.stream().allMatch(Long.class::isInstance) ->
          LongArray.of(list.stream().mapToLong(each -> (Long) each).toArray());
      default -> throw new IllegalArgumentException("its value must be of numbers");
    };
  }

  private void apply(
      Call call,
      Map<String, Object> attributes,
      Scope scope,
      List<Node> made,
      Map<String, NdArray> tensors) {
    Optional<OperatorTable.Row> found = table.find(call.type());
    if (found.isEmpty()) {
      unsupported.add(call.type());
      return;
    }
    OperatorTable.Row row = found.get();
    if (scope.opset() < row.since()) {
      throw new IllegalArgumentException(
          "opset %d is too old for it; it must be %d or later"
              .formatted(scope.opset(), row.since()));
    }
    var inputs = new ArrayList<>(scope.names(call.inputs()));
    var left = new LinkedHashMap<>(attributes);
    for (Moved moved : row.moved()) {
      Object value = left.get(moved.attribute());
      if (value != null && scope.opset() < moved.before()) {
        left.remove(moved.attribute());
        while (inputs.size() <= moved.input()) {
          inputs.add("");
        }
        String name =
            scope.name(
                    call.outputs().getFirst().isEmpty() ? call.name() : call.outputs().getFirst())
                + "/"
                + moved.attribute();
        tensors.put(name, array(value));
        inputs.set(moved.input(), name);
      }
    }
    made.add(
        new Node(
            scope.prefix() + call.name(),
            new Node.Apply(row.reader().read(new OnnxAttributes(left), scope.opset())),
            inputs,
            scope.names(call.outputs())));
  }

  /// The nodes in an order in which each comes after those whose outputs it takes: the file's, if
  /// it is one.
  ///
  /// @throws MalformedModelException if there is none
  private static List<Node> sorted(
      List<Node> nodes, List<Graph.Input> inputs, Map<String, NdArray> tensors)
      throws MalformedModelException {
    var maker = new HashMap<String, Integer>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String name : nodes.get(i).outputs()) {
        boolean taken =
            !name.isEmpty() && (maker.put(name, i) != null || tensors.containsKey(name));
        if (taken) {
          throw new MalformedModelException(
              "two values of a graph must not have one name: '%s'".formatted(Quoted.of(name)));
        }
      }
    }
    inputs.forEach(input -> maker.remove(input.name()));
    var users = new HashMap<Integer, List<Integer>>();
    int[] waitsFor = new int[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      for (String name : new HashSet<>(Graph.uses(nodes.get(i)))) {
        Integer before = maker.get(name);
        if (before != null) {
          users.computeIfAbsent(before, _ -> new ArrayList<>()).add(i);
          waitsFor[i]++;
        }
      }
    }
    var ready = new TreeSet<Integer>();
    for (int i = 0; i < waitsFor.length; i++) {
      if (waitsFor[i] == 0) {
        ready.add(i);
      }
    }
    var sorted = new ArrayList<Node>();
    while (!ready.isEmpty()) {
      int next = ready.removeFirst();
      sorted.add(nodes.get(next));
      for (int user : users.getOrDefault(next, List.of())) {
        if (--waitsFor[user] == 0) {
          ready.add(user);
        }
      }
    }
    if (sorted.size() < nodes.size()) {
      for (int i = 0; i < waitsFor.length; i++) {
        if (waitsFor[i] > 0) {
          throw new MalformedModelException(
              "the graph must not go round in a circle: " + Quoted.of(nodes.get(i).title()));
        }
      }
    }
    return sorted;
  }
}

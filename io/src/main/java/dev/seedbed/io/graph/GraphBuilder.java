package dev.seedbed.io.graph;

import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Passage;
import dev.seedbed.graph.Reshaping;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.graph.OnnxModel.Body;
import dev.seedbed.io.graph.OnnxModel.Call;
import dev.seedbed.io.graph.OnnxModel.Function;
import dev.seedbed.io.graph.OnnxModel.Reference;
import dev.seedbed.io.graph.OperatorTable.Aligned;
import dev.seedbed.io.graph.OperatorTable.Moved;
import dev.seedbed.io.weights.OnnxType;
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
import org.jspecify.annotations.Nullable;

/// Makes a graph that can run of a model as its file says it: functions are put in where they are
/// called, operators are brought to their newest form, nodes to an order in which they can run.
final class GraphBuilder {
  private static final int OLDEST = 1;
  private static final int NEWEST = 24;
  private static final int DEEPEST = 64;
  private static final int MOST_NODES = 1_000_000;

  private final OperatorTable table;
  private final Map<String, Function> functions = new HashMap<>();

  /// The tensors of the network: those of the bodies of branches and loops stand among them, too,
  /// so that there is one of each however often a body is run.
  private final Map<String, NdArray> tensors = new LinkedHashMap<>();

  private final Set<String> parameters = new LinkedHashSet<>();

  /// The names of the main graph, and those that were given since.
  private final Set<String> taken = new HashSet<>();

  private int calls;
  private int nodes;

  private GraphBuilder(OperatorTable table) {
    this.table = table;
  }

  /// Makes the graph.
  ///
  /// @throws MalformedModelException if it breaks a rule of the format
  static Graph build(OnnxModel model) throws MalformedModelException {
    var builder = new GraphBuilder(OperatorTable.ALL);
    for (Function function : model.functions()) {
      builder.functions.put(function.domain() + "." + function.name(), function);
    }
    return builder.main(model.graph(), Scope.main(opset(model.opsets())));
  }

  private static int opset(Map<String, Long> opsets) throws MalformedModelException {
    long opset = opsets.getOrDefault("", 1L);
    if (opset < OLDEST || opset > NEWEST) {
      throw new MalformedModelException(
          "the opset of a network must be from %d to %d: %d".formatted(OLDEST, NEWEST, opset));
    }
    return (int) opset;
  }

  /// Where nodes stand: in the main graph, in the body of a branch or a loop, or in a function that
  /// is called.
  ///
  /// @param names what values are called in the graph that is built; those that have no entry get
  ///   the prefix
  /// @param attributes of the call of the function
  private record Scope(
      int opset,
      String prefix,
      Map<String, String> names,
      Map<String, Object> attributes,
      int depth) {
    static Scope main(int opset) {
      return new Scope(opset, "", Map.of(), Map.of(), 0);
    }

    /// With other names of some values.
    Scope renamed(Map<String, String> more) {
      var all = new HashMap<>(names);
      all.putAll(more);
      return new Scope(opset, prefix, all, attributes, depth);
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

  /// A graph that is being built.
  ///
  /// @param tensors those that it has of its own
  private record Section(Scope scope, List<Node> nodes, Map<String, NdArray> tensors) {
    Section(Scope scope) {
      this(scope, new ArrayList<>(), new LinkedHashMap<>());
    }

    String name(String given) {
      return scope.name(given);
    }

    Section in(Scope inside) {
      return new Section(inside, nodes, tensors);
    }

    void add(Call call, Node.Step step, List<String> inputs) {
      nodes.add(new Node(scope.prefix() + call.name(), step, inputs, scope.names(call.outputs())));
    }

    Graph graph(Body body, Set<String> parameters) throws MalformedModelException {
      List<Graph.Input> inputs =
          body.inputs().stream()
              .filter(input -> !body.tensors().containsKey(input.name()))
              .map(input -> input.named(scope.name(input.name())))
              .toList();
      List<Node> sorted = NodeOrder.sorted(nodes, inputs, tensors);
      return new Graph(inputs, tensors, parameters, sorted, scope.names(body.outputs()));
    }
  }

  private Graph main(Body body, Scope scope) throws MalformedModelException {
    taken.addAll(body.tensors().keySet());
    body.inputs().forEach(input -> taken.add(input.name()));
    body.calls().forEach(call -> taken.addAll(call.outputs()));
    body.tensors().forEach(this::addTensor);
    var section = new Section(scope, new ArrayList<>(), tensors);
    for (Call call : body.calls()) {
      add(call, section);
    }
    if (parameters.isEmpty()) {
      tensors.forEach((name, array) -> {
        if (Graph.mayLearn(array)) {
          parameters.add(name);
        }
      });
    }
    return section.graph(body, parameters);
  }

  private void addTensor(String name, NdArray array) {
    tensors.put(name, array);
    if (array instanceof FloatArray) {
      parameters.add(name);
    }
  }

  /// A name of the network that nothing has yet.
  private String free(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /// Adds the tensors of a body to the network's.
  ///
  /// @return the names of these, and of the values that the body makes: no other value of the
  ///   network has them
  private Scope withNames(Body body, Scope scope) {
    var names = new HashMap<String, String>();
    body.tensors()
        .forEach((name, array) -> {
          String there = free(scope.prefix() + name);
          addTensor(there, array);
          names.put(name, there);
        });
    for (Call each : body.calls()) {
      for (String output : each.outputs()) {
        if (!output.isEmpty()) {
          names.put(output, free(scope.prefix() + output));
        }
      }
    }
    return scope.renamed(names);
  }

  private void add(Call call, Section section) throws MalformedModelException {
    if (++nodes > MOST_NODES) {
      throw new MalformedModelException(
          "a network must have at most %,d nodes".formatted(MOST_NODES));
    }
    Map<String, Object> attributes = resolved(call, section.scope());
    Function function = functions.get(call.domain() + "." + call.type());
    if (function != null) {
      inline(call, function, attributes, section);
      return;
    }
    if (!call.domain().isEmpty()) {
      foreign(call, call.domain() + "." + call.type(), section);
      return;
    }
    if (call.type().equals("Cast") && isText(attributes.get("to"))) {
      foreign(call, "Cast to texts", section);
      return;
    }
    try {
      switch (call.type()) {
        case "Constant" -> constant(call, attributes, section);
        case "If" -> branch(call, attributes, section);
        case "Loop" -> {
          var loop = new Node.Loop(inner(call, attributes, "body", section.scope()));
          section.add(call, loop, section.scope().names(call.inputs()));
        }
        case "Scan" -> scan(call, attributes, section);
        default -> apply(call, attributes, section);
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

  private static Body body(Call call, Map<String, Object> attributes, String name)
      throws MalformedModelException {
    if (attributes.get(name) instanceof Body body) {
      return body;
    }
    throw new MalformedModelException(
        "%s must have the graph '%s'".formatted(Quoted.of(call.title()), name));
  }

  private Graph inner(Call call, Map<String, Object> attributes, String name, Scope scope)
      throws MalformedModelException {
    Body body = body(call, attributes, name);
    var section = new Section(withNames(body, scope));
    for (Call each : body.calls()) {
      add(each, section);
    }
    return section.graph(body, Set.of());
  }

  /// Adds a branch: the nodes that are taken if the condition is a constant, else a fork.
  private void branch(Call call, Map<String, Object> attributes, Section section)
      throws MalformedModelException {
    Scope scope = section.scope();
    String condition = call.inputs().isEmpty() ? "" : section.name(call.inputs().getFirst());
    if (section.tensors().get(condition) instanceof BooleanArray(TensorShape _, boolean[] data)
        && data.length == 1) {
      take(call, body(call, attributes, data[0] ? "then_branch" : "else_branch"), section);
      return;
    }
    var fork =
        new Node.If(
            inner(call, attributes, "then_branch", scope),
            inner(call, attributes, "else_branch", scope));
    section.add(call, fork, scope.names(call.inputs()));
  }

  private void scan(Call call, Map<String, Object> attributes, Section section)
      throws MalformedModelException {
    Graph body = inner(call, attributes, "body", section.scope());
    OnnxAttributes given = given(call, attributes, section);
    List<String> inputs = section.scope().names(call.inputs());
    if (section.scope().opset() >= 9) {
      section.add(call, ScanAttributes.read(given, body), inputs);
      return;
    }
    if (!inputs.isEmpty() && !inputs.getFirst().isEmpty()) {
      throw new IllegalArgumentException("lengths of sequences are not supported");
    }
    Node.Scan rows = ScanAttributes.ofRows(given, body, own(call, section, "row"));
    section.add(call, rows, inputs.subList(Math.min(1, inputs.size()), inputs.size()));
  }

  private void take(Call call, Body body, Section section) throws MalformedModelException {
    if (call.outputs().size() > body.outputs().size()) {
      throw new MalformedModelException(
          "%s must have at most %d outputs: %d"
              .formatted(Quoted.of(call.title()), body.outputs().size(), call.outputs().size()));
    }
    Section inside = section.in(withNames(body, section.scope()));
    for (Call each : body.calls()) {
      add(each, inside);
    }
    for (int i = 0; i < call.outputs().size(); i++) {
      section
          .nodes()
          .add(
              new Node(
                  section.scope().prefix() + call.name(),
                  new Node.Apply(new Passage.Identity()),
                  List.of(inside.name(body.outputs().get(i))),
                  List.of(section.name(call.outputs().get(i)))));
    }
  }

  private void inline(Call call, Function function, Map<String, Object> attributes, Section section)
      throws MalformedModelException {
    Scope scope = section.scope();
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
      add(each, section.in(inside));
    }
  }

  private static int opset(Map<String, Long> opsets, Scope around) throws MalformedModelException {
    return opsets.containsKey("") ? opset(opsets) : around.opset();
  }

  private static void constant(Call call, Map<String, Object> attributes, Section section)
      throws MalformedModelException {
    if (call.outputs().size() != 1 || attributes.size() != 1) {
      throw new MalformedModelException(
          "%s must have one value and one output".formatted(Quoted.of(call.title())));
    }
    section
        .tensors()
        .put(section.name(call.outputs().getFirst()), array(attributes.values().iterator().next()));
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

  private static boolean isText(@Nullable Object type) {
    return type instanceof Long number && number == OnnxType.STRING;
  }

  private static void foreign(Call call, String type, Section section) {
    section.add(call, new Node.Foreign(Quoted.of(type)), section.scope().names(call.inputs()));
  }

  private void apply(Call call, Map<String, Object> attributes, Section section) {
    Optional<OperatorTable.Row> found = table.find(call.type());
    if (found.isEmpty()) {
      foreign(call, call.type(), section);
      return;
    }
    OperatorTable.Row row = found.get();
    int opset = section.scope().opset();
    if (opset < row.since()) {
      throw new IllegalArgumentException(
          "opset %d is too old for it; it must be %d or later".formatted(opset, row.since()));
    }
    var inputs = new ArrayList<>(section.scope().names(call.inputs()));
    var left = new LinkedHashMap<>(attributes);
    for (OperatorTable.Change change : row.changes()) {
      switch (change) {
        case Moved moved when opset < moved.before() -> move(call, moved, left, inputs, section);
        case Aligned aligned when opset < aligned.before() ->
            align(call, aligned, left, inputs, section);
        case Moved _, Aligned _ -> {}
      }
    }
    var operator = row.reader().read(given(call, left, section), opset);
    section.add(call, new Node.Apply(operator), inputs);
  }

  private static OnnxAttributes given(Call call, Map<String, Object> attributes, Section section) {
    String output = call.outputs().isEmpty() ? "" : call.outputs().getFirst();
    return new OnnxAttributes(attributes, section.name(output));
  }

  /// A name for what a call needs and does not have in the file.
  private static String own(Call call, Section section, String what) {
    String output = call.outputs().isEmpty() ? "" : call.outputs().getFirst();
    return section.name(output.isEmpty() ? call.name() : output) + "/" + what;
  }

  private static void move(
      Call call, Moved moved, Map<String, Object> left, List<String> inputs, Section section) {
    Object value = left.remove(moved.attribute());
    if (value == null) {
      return;
    }
    while (inputs.size() <= moved.input()) {
      inputs.add("");
    }
    String name = own(call, section, moved.attribute());
    section.tensors().put(name, array(value));
    inputs.set(moved.input(), name);
  }

  private static void align(
      Call call, Aligned aligned, Map<String, Object> left, List<String> inputs, Section section) {
    OnnxAttributes attributes = given(call, left, section);
    boolean given = attributes.has(aligned.attribute());
    if (inputs.size() < 2 || !(given || aligned.usual().isPresent())) {
      return;
    }
    int axis = attributes.axis(aligned.attribute(), aligned.usual().orElse(0));
    String name = own(call, section, "aligned");
    section
        .nodes()
        .add(
            new Node(
                section.scope().prefix() + call.name(),
                new Node.Apply(new Reshaping.AlignedAt(axis)),
                List.of(inputs.get(1), inputs.get(0)),
                List.of(name)));
    inputs.set(1, name);
  }
}

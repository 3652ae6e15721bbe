package dev.seedbed.graph;

import dev.seedbed.data.InputException;
import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One run of a graph: forward, and then backward if that is wanted. The way forward is recorded
/// step by step, with the branches that were taken and the repetitions of loops, and the way back
/// follows that record in reverse. Arrays are kept only as long as it needs them.
///
/// Results do not depend on the number of threads.
public final class Run {
  /// More steps than this are refused: a loop that does not end, or as good as.
  private static final int MOST_STEPS = 2_000_000;

  /// Kinds of operators that a message names, at most.
  private static final int MOST_NAMED = 12;

  private static final Pattern QUANTISED = Pattern.compile("[Qq]uantize|QLinear|Integer$");

  private final Graph graph;
  private final Team team;
  private final Observer observer;
  private final boolean backward;
  private final boolean byInputs;
  private final Map<String, Value> tensors = new LinkedHashMap<>();
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<Taken> tape = new ArrayList<>();
  private final IdentityHashMap<Graph, Uses> uses = new IdentityHashMap<>();

  /// By nodes that are forks.
  private final IdentityHashMap<Node, Graph> branches = new IdentityHashMap<>();

  private final Set<String> decided = new LinkedHashSet<>();
  private int steps;

  /// Looks at a run while it goes on. Arrays may be let go afterwards, so what is wanted of them is
  /// measured at once.
  public interface Observer {
    /// After a step forward.
    ///
    /// @param inputs empty where one is left out
    default void forward(Node node, List<Optional<NdArray>> inputs, List<NdArray> outputs) {}

    /// After a step backward.
    ///
    /// @param outputs the gradients of the loss by the node's outputs, all of them added up; empty
    ///   where the loss does not depend on one
    default void backward(Node node, List<Optional<FloatArray>> outputs) {}

    /// One that doesn't look.
    Observer NONE = new Observer() {};
  }

  /// A step that was taken.
  private record Taken(
      Node node,
      Operator operator,
      Operands operands,
      List<Optional<Value>> inputs,
      List<Value> outputs) {}

  /// Who uses the values of a graph.
  ///
  /// @param names that each node uses
  /// @param counts how many uses a name has
  /// @param passing the names of values that only nodes of this graph take
  private record Uses(
      Map<Node, List<String>> names, Map<String, Integer> counts, Set<String> passing) {
    static Uses of(Graph some) {
      var names = new IdentityHashMap<Node, List<String>>();
      var counts = new HashMap<String, Integer>();
      var passing = new HashSet<String>();
      for (Node node : some.nodes()) {
        List<String> used = Graph.uses(node);
        names.put(node, used);
        used.forEach(name -> counts.merge(name, 1, Integer::sum));
        passing.addAll(node.outputs());
      }
      some.outputs().forEach(passing::remove);
      passing.remove("");
      return new Uses(names, counts, passing);
    }

    List<String> of(Node node) {
      return names.getOrDefault(node, List.of());
    }
  }

  private Run(Graph graph, Team team, Observer observer, boolean backward, boolean byInputs) {
    this.graph = graph;
    this.team = team;
    this.observer = observer;
    this.backward = backward;
    this.byInputs = byInputs;
  }

  /// Runs a graph forward.
  ///
  /// @param inputs by name; all that the graph has
  /// @throws InputException if an input is missing or of another type, or a node cannot run
  public static Run forward(Graph graph, Map<String, ? extends NdArray> inputs, Team team) {
    return forward(graph, inputs, team, Observer.NONE);
  }

  /// As [#forward(Graph, Map, Team)], looked at while it runs.
  public static Run forward(
      Graph graph, Map<String, ? extends NdArray> inputs, Team team, Observer observer) {
    var run = new Run(graph, team, observer, false, false);
    run.forward(inputs);
    return run;
  }

  /// Runs a graph forward and keeps what [#backward] needs.
  ///
  /// @param inputs by name; all that the graph has
  /// @throws InputException if an input is missing or of another type, or a node cannot run
  public static Run forBackward(
      Graph graph, Map<String, ? extends NdArray> inputs, Team team, Observer observer) {
    var run = new Run(graph, team, observer, true, false);
    run.forward(inputs);
    return run;
  }

  /// As [#forBackward], with gradients by the inputs of real numbers, too.
  public static Run forBackwardToInputs(
      Graph graph, Map<String, ? extends NdArray> inputs, Team team, Observer observer) {
    var run = new Run(graph, team, observer, true, true);
    run.forward(inputs);
    return run;
  }

  /// The branch that a node took when it ran last; empty if it did not run, or is no fork.
  Optional<Graph> branch(Node fork) {
    return Optional.ofNullable(branches.get(fork));
  }

  /// The titles of branches and loops whose way elements of the inputs decided.
  Set<String> decided() {
    return Collections.unmodifiableSet(decided);
  }

  /// The outputs, in the graph's order.
  public List<NdArray> outputs() {
    return outputs.stream().map(value -> value.array().orElseThrow()).toList();
  }

  private void forward(Map<String, ? extends NdArray> given) {
    refuseForeign();
    var scope = new Scope();
    graph
        .tensors()
        .forEach((name, array) -> {
          boolean differentiable = backward && graph.parameters().contains(name);
          tensors.put(name, new Value(array, differentiable, false));
        });
    tensors.values().forEach(Value::keep);
    tensors.forEach(scope::put);
    for (Graph.Input input : graph.inputs()) {
      NdArray array = given.get(input.name());
      if (array == null) {
        throw new InputException("the network's input '%s' is missing".formatted(input.name()));
      }
      var value = new Value(array, byInputs && array instanceof FloatArray, true);
      value.keep();
      inputs.put(input.name(), value);
    }
    inputs.forEach(scope::put);
    outputs.addAll(run(graph, scope));
    outputs.forEach(Value::keep);
  }

  private void refuseForeign() {
    Set<String> foreign = graph.foreign();
    if (!foreign.isEmpty()) {
      String named = foreign.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
      int more = foreign.size() - MOST_NAMED;
      boolean quantised = foreign.stream().anyMatch(type -> QUANTISED.matcher(type).find());
      throw new InputException(
          "the network has operators that Seedbed does not have: "
              + named
              + (more > 0 ? " and %d other kinds".formatted(more) : "")
              + (quantised ? "; it is quantised: take the network that it was made from" : ""));
    }
  }

  /// Runs the nodes of a graph.
  ///
  /// @param scope the values that it sees; gets those that it makes
  private List<Value> run(Graph some, Scope scope) {
    Uses uses = this.uses.computeIfAbsent(some, Uses::of);
    var left = new HashMap<>(uses.counts());
    for (Node node : some.nodes()) {
      run(node, scope);
      for (String name : uses.of(node)) {
        if (left.merge(name, -1, Integer::sum) == 0 && uses.passing().contains(name)) {
          scope.lookUp(name, node).releaseUnlessKept();
          scope.remove(name);
        }
      }
    }
    return some.outputs().stream().map(scope::find).toList();
  }

  private void run(Node node, Scope scope) {
    countStep();
    List<Optional<Value>> in =
        node.inputs().stream()
            .map(name ->
                name.isEmpty() ? Optional.<Value>empty() : Optional.of(scope.lookUp(name, node)))
            .toList();
    List<Value> out =
        switch (node.step()) {
          case Node.Apply(Operator operator) -> apply(node, operator, in);
          case Node.If(Graph then, Graph otherwise) -> {
            Graph taken = condition(node, in, 0) ? then : otherwise;
            branches.put(node, taken);
            yield ownValues(node, run(taken, scope.inner(taken)), scope);
          }
          case Node.Loop(Graph body) -> ownValues(node, repeat(node, body, in, scope), scope);
          case Node.Scan scan -> ownValues(node, scan(node, scan, in, scope), scope);
          case Node.Foreign _ -> throw new IllegalStateException(node.title());
        };
    if (out.size() < node.outputs().size()) {
      throw new InputException(
          "%s must have at most %d outputs: %d"
              .formatted(node.title(), out.size(), node.outputs().size()));
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      if (!node.outputs().get(i).isEmpty()) {
        scope.put(node.outputs().get(i), out.get(i));
      }
    }
  }

  private void countStep() {
    if (++steps > MOST_STEPS) {
      throw new InputException("the network takes more than %,d steps".formatted(MOST_STEPS));
    }
  }

  /// The results of a branch or a loop, copied where they are values that have another name, too:
  /// each value is let go when nobody uses its one name any more.
  private List<Value> ownValues(Node node, List<Value> results, Scope scope) {
    Set<Value> known = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Value> own = new ArrayList<>();
    for (Value value : results) {
      own.add(
          known.add(value) && !scope.holds(value)
              ? value
              : apply(node, new Passage.Identity(), List.of(Optional.of(value))).getFirst());
    }
    return own;
  }

  /// An input of one element, which decides what is run.
  ///
  /// @throws InputException if it does not have one element
  private NdArray decisive(Node node, Value value) {
    if (value.dependsOnInputs) {
      decided.add(node.title());
    }
    NdArray array = value.array().orElseThrow();
    if (array.shape().elements() != 1) {
      throw new InputException(
          "%s must be decided by one element: %s".formatted(node.title(), array.shape()));
    }
    return array;
  }

  private boolean condition(Node node, List<Optional<Value>> in, int i) {
    if (i >= in.size() || in.get(i).isEmpty()) {
      throw new InputException("%s needs a condition".formatted(node.title()));
    }
    return condition(node, in.get(i).get());
  }

  private boolean condition(Node node, Value value) {
    if (decisive(node, value) instanceof BooleanArray condition) {
      return condition.data()[0];
    }
    throw new InputException("the condition of %s must be a boolean".formatted(node.title()));
  }

  private long repetitions(Node node, List<Optional<Value>> in) {
    if (in.isEmpty() || in.getFirst().isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (decisive(node, in.getFirst().get()) instanceof LongArray count) {
      return count.data()[0];
    }
    throw new InputException(
        "the repetitions of %s must be a whole number".formatted(node.title()));
  }

  private List<Value> repeat(Node node, Graph body, List<Optional<Value>> in, Scope scope) {
    long times = repetitions(node, in);
    boolean go = in.size() < 2 || in.get(1).isEmpty() || condition(node, in, 1);
    List<Value> carried = given(node, in.subList(Math.min(2, in.size()), in.size()));
    int scanned = body.outputs().size() - 1 - carried.size();
    if (body.inputs().size() != 2 + carried.size() || scanned < 0) {
      throw new InputException(
          "%s carries on %d values, but its body takes %d and gives %d"
              .formatted(
                  node.title(),
                  carried.size(),
                  body.inputs().size() - 2,
                  body.outputs().size() - 1));
    }
    var scans = new ArrayList<List<Value>>();
    for (int i = 0; i < scanned; i++) {
      scans.add(new ArrayList<>());
    }
    boolean endless = times > MOST_STEPS && !body.changing().contains(body.outputs().getFirst());
    for (long i = 0; i < times && go; i++) {
      countStep();
      Scope inner = scope.inner(body);
      inner.put(body.inputs().get(0).name(), new Value(LongArray.scalar(i), false, false));
      inner.put(body.inputs().get(1).name(), new Value(BooleanArray.scalar(true), false, false));
      for (int k = 0; k < carried.size(); k++) {
        inner.put(body.inputs().get(2 + k).name(), carried.get(k));
      }
      List<Value> out = run(body, inner);
      go = condition(node, out.getFirst());
      if (go && endless) {
        throw new InputException("%s repeats without end".formatted(node.title()));
      }
      carried = new ArrayList<>(out.subList(1, 1 + carried.size()));
      for (int k = 0; k < scanned; k++) {
        scans.get(k).add(out.get(1 + carried.size() + k));
      }
    }
    var results = new ArrayList<>(carried);
    for (List<Value> scan : scans) {
      results.add(stacked(node, scan, 0));
    }
    return results;
  }

  private static List<Value> given(Node node, List<Optional<Value>> in) {
    List<Value> given = new ArrayList<>();
    for (Optional<Value> value : in) {
      given.add(
          value.orElseThrow(() ->
              new InputException(
                  "%s must be given all that it carries on".formatted(node.title()))));
    }
    return given;
  }

  private List<Value> scan(Node node, Node.Scan scan, List<Optional<Value>> in, Scope scope) {
    Graph body = scan.body();
    List<Value> given = given(node, in);
    int states = given.size() - scan.inputs().size();
    if (states < 0
        || body.inputs().size() != given.size()
        || body.outputs().size() != states + scan.outputs().size()) {
      throw new InputException(
          "%s takes %d values of which it cuts %d, but its body takes %d and gives %d"
              .formatted(
                  node.title(),
                  given.size(),
                  scan.inputs().size(),
                  body.inputs().size(),
                  body.outputs().size()));
    }
    List<List<Value>> slices = new ArrayList<>();
    for (int k = 0; k < scan.inputs().size(); k++) {
      slices.add(slices(node, given.get(states + k), scan.inputs().get(k)));
      if (slices.get(k).size() != slices.getFirst().size()) {
        throw new InputException(
            "%s must cut all arrays into as many slices: %d and %d"
                .formatted(node.title(), slices.getFirst().size(), slices.get(k).size()));
      }
    }
    List<Value> carried = given.subList(0, states);
    List<List<Value>> stacks = new ArrayList<>();
    scan.outputs().forEach(_ -> stacks.add(new ArrayList<>()));
    for (int i = 0; i < slices.getFirst().size(); i++) {
      countStep();
      Scope inner = scope.inner(body);
      for (int k = 0; k < given.size(); k++) {
        Value value = k < states ? carried.get(k) : slices.get(k - states).get(i);
        inner.put(body.inputs().get(k).name(), value);
      }
      List<Value> out = run(body, inner);
      carried = out.subList(0, states);
      for (int k = 0; k < stacks.size(); k++) {
        stacks.get(k).add(out.get(states + k));
      }
    }
    var results = new ArrayList<>(carried);
    for (int k = 0; k < stacks.size(); k++) {
      Node.Along along = scan.outputs().get(k);
      List<Value> stack = stacks.get(k);
      results.add(stacked(node, along.backwards() ? stack.reversed() : stack, along.axis()));
    }
    return results;
  }

  /// The slices of an array, in the order in which they are taken.
  private List<Value> slices(Node node, Value array, Node.Along along) {
    int axis;
    try {
      axis = Lengths.axis(along.axis(), array.shape());
    } catch (IllegalArgumentException e) {
      throw new InputException("%s: %s".formatted(node.title(), e.getMessage()));
    }
    int count = array.shape().length(axis);
    if (count > MOST_STEPS) {
      throw new InputException("the network takes more than %,d steps".formatted(MOST_STEPS));
    }
    var slices = new ArrayList<Value>();
    if (count > 0) {
      var at = Optional.of(new Value(LongArray.of(axis), false, false));
      for (Value part : apply(node, new SplitAlong(axis), List.of(Optional.of(array)), count)) {
        slices.add(apply(node, new Reshaping.Squeeze(), List.of(Optional.of(part), at)).getFirst());
      }
    }
    return along.backwards() ? slices.reversed() : slices;
  }

  /// Values of one shape, one after the other along a new axis.
  private Value stacked(Node node, List<Value> values, int axis) {
    if (values.isEmpty()) {
      throw new InputException(
          "%s does not repeat at all, so the shape of its outputs is unknown"
              .formatted(node.title()));
    }
    List<Optional<Value>> rows = new ArrayList<>();
    for (Value value : values) {
      Operator unsqueeze = new Reshaping.Unsqueeze();
      var at = new Value(LongArray.of(axis), false, false);
      rows.add(
          Optional.of(
              apply(node, unsqueeze, List.of(Optional.of(value), Optional.of(at))).getFirst()));
    }
    return apply(node, new Concat(axis), rows).getFirst();
  }

  private List<Value> apply(Node node, Operator operator, List<Optional<Value>> in) {
    return apply(node, operator, in, Math.max(1, node.outputs().size()));
  }

  private List<Value> apply(
      Node node, Operator operator, List<Optional<Value>> in, int outputCount) {
    List<Optional<NdArray>> arrays =
        in.stream().map(value -> value.map(it -> it.array().orElseThrow())).toList();
    var operands = new Operands(arrays, outputCount, team);
    List<NdArray> made;
    try {
      made = operator.outputs(operands);
    } catch (IllegalArgumentException e) {
      throw new InputException("%s: %s".formatted(node.title(), e.getMessage()));
    }
    boolean differentiable =
        backward && in.stream().anyMatch(value -> value.isPresent() && value.get().differentiable);
    boolean dependsOnInputs =
        operator.looksAtElements()
            && in.stream().anyMatch(value -> value.isPresent() && value.get().dependsOnInputs);
    List<Value> out =
        made.stream().map(array -> new Value(array, differentiable, dependsOnInputs)).toList();
    if (differentiable) {
      record(node, operator, operands, in, out);
    }
    observer.forward(node, arrays, made);
    return out;
  }

  private void record(
      Node node, Operator operator, Operands operands, List<Optional<Value>> in, List<Value> out) {
    List<Optional<NdArray>> left = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      if (operator.keeps().input(i)) {
        in.get(i).ifPresent(Value::keep);
        left.add(operands.find(i));
      } else {
        left.add(operands.find(i).filter(array -> !(array instanceof FloatArray)));
      }
    }
    if (operator.keeps().outputs()) {
      out.forEach(Value::keep);
    }
    tape.add(new Taken(node, operator, new Operands(left, operands.outputCount(), team), in, out));
  }

  /// Runs backward, and adds up the gradients of the loss by parameters.
  ///
  /// @param byOutputs the gradients of the loss by the graph's outputs; empty for those that it
  ///   does not depend on
  public void backward(List<Optional<FloatArray>> byOutputs) {
    for (int i = 0; i < byOutputs.size(); i++) {
      Value value = outputs.get(i);
      byOutputs.get(i).ifPresent(gradient -> value.add(gradient, team));
    }
    while (!tape.isEmpty()) {
      Taken taken = tape.removeLast();
      if (taken.outputs().stream().anyMatch(value -> value.gradient().isPresent())) {
        taken.operator().gradients(new Way(taken));
        observer.backward(taken.node(), taken.outputs().stream().map(Value::gradient).toList());
      }
      for (Value value : taken.outputs()) {
        if (!outputs.contains(value)) {
          value.release();
          value.releaseGradient();
        }
      }
    }
  }

  /// The gradient of the loss by a parameter; empty if the loss does not depend on it.
  public Optional<FloatArray> gradient(String name) {
    return Optional.ofNullable(tensors.get(name)).flatMap(Value::gradient);
  }

  /// The gradient of the loss by an input, after [#forBackwardToInputs]; empty if the loss does not
  /// depend on it.
  public Optional<FloatArray> inputGradient(String name) {
    return Optional.ofNullable(inputs.get(name)).flatMap(Value::gradient);
  }

  private record Way(Taken taken) implements Backward {
    @Override
    public Operands operands() {
      return taken.operands();
    }

    @Override
    public TensorShape inputShape(int i) {
      return taken.inputs().get(i).orElseThrow().shape();
    }

    @Override
    public int outputCount() {
      return taken.outputs().size();
    }

    @Override
    public TensorShape outputShape(int i) {
      return taken.outputs().get(i).shape();
    }

    @Override
    public FloatArray output(int i) {
      return taken.outputs().get(i).array().orElseThrow().asFloats();
    }

    @Override
    public LongArray longOutput(int i) {
      return taken.outputs().get(i).array().orElseThrow().asLongs();
    }

    @Override
    public Optional<FloatArray> gradient(int i) {
      return i < taken.outputs().size() ? taken.outputs().get(i).gradient() : Optional.empty();
    }

    @Override
    public boolean wants(int i) {
      return i < taken.inputs().size()
          && taken.inputs().get(i).filter(value -> value.differentiable).isPresent();
    }

    @Override
    public void add(int i, FloatArray gradient) {
      taken.inputs().get(i).orElseThrow().add(gradient, team());
    }
  }
}

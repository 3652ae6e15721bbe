package dev.seedbed.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A network as a graph: values with names, and nodes in an order in which they can run.
///
/// @param inputs that must be given
/// @param tensors parameters and constants, by name
/// @param parameters the names of those tensors that have a gradient
/// @param nodes each after those whose outputs it takes
/// @param outputs names of values
public record Graph(
    List<Input> inputs,
    Map<String, NdArray> tensors,
    Set<String> parameters,
    List<Node> nodes,
    List<String> outputs) {

  /// An input.
  ///
  /// @param type of its elements
  /// @param axes their lengths; -1 where the file leaves one open
  /// @param symbols what the file calls each axis that it leaves open, such as "batch": those of
  ///   one symbol have one length, in all inputs. Empty texts for all others
  /// @param known whether the file says the shape at all
  public record Input(
      String name, ElementType type, List<Long> axes, List<String> symbols, boolean known) {
    public Input {
      axes = List.copyOf(axes);
      symbols = List.copyOf(symbols);
      if (symbols.size() != axes.size()) {
        throw new IllegalArgumentException(
            "%d axes have %d symbols".formatted(axes.size(), symbols.size()));
      }
    }

    /// Without symbols.
    public Input(String name, ElementType type, List<Long> axes, boolean known) {
      this(name, type, axes, Collections.nCopies(axes.size(), ""), known);
    }

    /// The same by another name.
    public Input named(String other) {
      return new Input(other, type, axes, symbols, known);
    }
  }

  /// The type of the elements of an input.
  public enum ElementType {
    FLOAT,
    LONG,
    BOOLEAN
  }

  public Graph {
    inputs = List.copyOf(inputs);
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    parameters = Set.copyOf(parameters);
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
  }

  /// Whether a tensor of a file that names no parameters is one: some exporters have no
  /// initializers, but nodes Constant.
  public static boolean mayLearn(NdArray array) {
    return array instanceof FloatArray && array.shape().elements() > 1;
  }

  /// The parameter or constant of a name; empty if a value has it, or nothing.
  public Optional<NdArray> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /// The same for these outputs alone, without nodes that they do not need.
  ///
  /// @param outputs names of values
  public Graph only(List<String> outputs) {
    var needed = new HashSet<>(outputs);
    var kept = new ArrayList<Node>();
    for (Node node : nodes.reversed()) {
      if (node.outputs().stream().anyMatch(needed::contains)) {
        kept.add(node);
        needed.addAll(uses(node));
      }
    }
    return new Graph(inputs, tensors, parameters, kept.reversed(), outputs);
  }

  /// The types of operators that we do not have, those in branches and loops too.
  Set<String> foreign() {
    var types = new TreeSet<String>();
    for (Node node : nodes) {
      switch (node.step()) {
        case Node.Apply _ -> {}
        case Node.Foreign(String type) -> types.add(type);
        case Node.If(Graph then, Graph otherwise) -> {
          types.addAll(then.foreign());
          types.addAll(otherwise.foreign());
        }
        case Node.Loop(Graph body) -> types.addAll(body.foreign());
        case Node.Scan scan -> types.addAll(scan.body().foreign());
      }
    }
    return types;
  }

  /// The names of values that this graph uses and does not make: those of the graph around it.
  Set<String> free() {
    var made = new HashSet<>(tensors.keySet());
    inputs.forEach(input -> made.add(input.name()));
    var free = new HashSet<String>();
    for (Node node : nodes) {
      for (String name : uses(node)) {
        if (!name.isEmpty() && !made.contains(name)) {
          free.add(name);
        }
      }
      made.addAll(node.outputs());
    }
    for (String name : outputs) {
      if (!made.contains(name)) {
        free.add(name);
      }
    }
    return free;
  }

  /// The names of values that may differ from one repetition of this graph, the body of a loop, to
  /// the next: all that depends on the repetition's number and on what is carried on.
  Set<String> changing() {
    var changing = new HashSet<String>();
    for (int i = 0; i < inputs.size(); i++) {
      // The second is the condition, which is true in each. What comes back as it went in stays.
      boolean stays = i == 1 || (i > 1 && outputs.indexOf(inputs.get(i).name()) == i - 1);
      if (!stays) {
        changing.add(inputs.get(i).name());
      }
    }
    for (Node node : nodes) {
      if (uses(node).stream().anyMatch(changing::contains)) {
        changing.addAll(node.outputs());
      }
    }
    return changing;
  }

  /// The names of all values that a node needs: its inputs, and what graphs in it use of this one.
  public static List<String> uses(Node node) {
    var names = new ArrayList<>(node.inputs());
    switch (node.step()) {
      case Node.Apply _, Node.Foreign _ -> {}
      case Node.If(Graph then, Graph otherwise) -> {
        names.addAll(then.free());
        names.addAll(otherwise.free());
      }
      case Node.Loop(Graph body) -> names.addAll(body.free());
      case Node.Scan scan -> names.addAll(scan.body().free());
    }
    return names;
  }
}

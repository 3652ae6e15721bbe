package dev.seedbed.graph;

import dev.seedbed.data.InputException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values that the nodes of a graph see in a run: those of the graph, and those around it.
final class Scope {
  private final @Nullable Scope around;
  private final Map<String, Value> values = new HashMap<>();

  Scope() {
    this(null);
  }

  private Scope(@Nullable Scope around) {
    this.around = around;
  }

  /// That of a graph inside, with its tensors.
  Scope inner(Graph inside) {
    var inner = new Scope(this);
    inside
        .tensors()
        .forEach((name, array) -> {
          var value = new Value(array, false, false);
          value.keep();
          inner.put(name, value);
        });
    return inner;
  }

  void put(String name, Value value) {
    values.put(name, value);
  }

  void remove(String name) {
    values.remove(name);
  }

  private @Nullable Value get(String name) {
    Scope scope = this;
    while (scope != null) {
      Value value = scope.values.get(name);
      if (value != null) {
        return value;
      }
      scope = scope.around;
    }
    return null;
  }

  /// An output of the graph.
  ///
  /// @throws InputException if there is none of this name
  Value find(String name) {
    Value value = get(name);
    if (value == null) {
      throw new InputException("the network's output '%s' is made by no node".formatted(name));
    }
    return value;
  }

  /// What a node takes.
  ///
  /// @throws InputException if there is no value of this name
  Value lookUp(String name, Node node) {
    Value value = get(name);
    if (value == null) {
      throw new InputException(
          "%s takes '%s', which no node before it makes".formatted(node.title(), name));
    }
    return value;
  }

  /// Whether a value has a name here or around.
  boolean holds(Value value) {
    Scope scope = this;
    while (scope != null) {
      if (scope.values.containsValue(value)) {
        return true;
      }
      scope = scope.around;
    }
    return false;
  }
}

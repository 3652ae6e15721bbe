package dev.seedbed.graph;

import java.util.List;
import java.util.Optional;

/// A step of a graph. Values have names; of the inputs that are left out, the name is empty.
///
/// @param name of the node, for messages and reports: its path in the network, if the file says so
public record Node(String name, Step step, List<String> inputs, List<String> outputs) {
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /// What a node does.
  public sealed interface Step {}

  /// Applies an operator.
  public record Apply(Operator operator) implements Step {}

  /// Runs one of two graphs, which see the values around them. The condition is the only input.
  public record If(Graph then, Graph otherwise) implements Step {}

  /// Repeats a graph. Inputs are the number of repetitions and the condition, either of which may
  /// be left out, and the values that are carried on from one to the next.
  public record Loop(Graph body) implements Step {}

  /// Runs a graph for each slice of some arrays. Inputs are the values that are carried on from one
  /// to the next, and then the arrays; outputs likewise.
  ///
  /// @param inputs how each array is cut
  /// @param outputs how what each run gives is put together
  public record Scan(Graph body, List<Along> inputs, List<Along> outputs) implements Step {
    public Scan {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /// Which way slices of an array lie.
  ///
  /// @param axis from the end if negative
  /// @param backwards whether the last comes first
  public record Along(int axis, boolean backwards) {}

  /// An operator that we do not have. What needs it cannot run; what stands before and behind can.
  public record Foreign(String type) implements Step {}

  /// ONNX's name of the operator.
  public String type() {
    return switch (step) {
      case Apply(Operator operator) -> operator.name();
      case If _ -> "If";
      case Loop _ -> "Loop";
      case Scan _ -> "Scan";
      case Foreign(String type) -> type;
    };
  }

  /// Which node is meant, in a message.
  public String title() {
    String title = name.isEmpty() && !outputs.isEmpty() ? outputs.getFirst() : name;
    return "node '%s' (%s)".formatted(title, type());
  }

  /// The operator, if the node applies one.
  public Optional<Operator> operator() {
    return step instanceof Apply(Operator operator) ? Optional.of(operator) : Optional.empty();
  }
}

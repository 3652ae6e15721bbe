package dev.seedbed.io.graph;

import dev.seedbed.graph.Operator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How the operators of a file become ours: the only place that knows of opsets.
final class OperatorTable {
  /// All operators that we have.
  static final OperatorTable ALL = new OperatorTable();

  static {
    ElementwiseOperators.addTo(ALL);
    ReductionOperators.addTo(ALL);
    NormalizationOperators.addTo(ALL);
    ShapeOperators.addTo(ALL);
    ProductOperators.addTo(ALL);
    ConvolutionOperators.addTo(ALL);
    RecurrentOperators.addTo(ALL);
    IndexingOperators.addTo(ALL);
  }

  private final Map<String, Row> rows = new TreeMap<>();

  /// All rows, by name.
  List<Row> rows() {
    return List.copyOf(rows.values());
  }

  /// Makes an operator of its attributes.
  interface Reader {
    /// The operator with these attributes.
    ///
    /// @param opset the version of the operator set that the file uses
    /// @throws IllegalArgumentException if they are none that we have; the message says which
    Operator read(OnnxAttributes attributes, int opset);
  }

  /// What was otherwise in older versions.
  sealed interface Change {}

  /// An attribute of older versions that has become an input.
  ///
  /// @param before the opset from which on it is an input
  /// @param input which
  record Moved(String attribute, int before, int input) implements Change {}

  /// Older versions said by an attribute at which axis of the first input the first axis of the
  /// second one stands; later ones align axes at the end.
  ///
  /// @param before the opset from which on they do
  /// @param usual the axis where the attribute is left out; empty for alignment at the end
  record Aligned(String attribute, int before, Optional<Integer> usual) implements Change {}

  /// An operator.
  ///
  /// @param since the first opset that has it
  record Row(String type, Reader reader, int since, List<Change> changes) {
    Row {
      changes = List.copyOf(changes);
    }
  }

  /// Adds an operator.
  void add(String type, int since, Reader reader, Change... changes) {
    if (rows.put(type, new Row(type, reader, since, List.of(changes))) != null) {
      throw new IllegalStateException("twice in the table: " + type);
    }
  }

  /// The row of an operator; empty if we do not have it.
  Optional<Row> find(String type) {
    return Optional.ofNullable(rows.get(type));
  }
}

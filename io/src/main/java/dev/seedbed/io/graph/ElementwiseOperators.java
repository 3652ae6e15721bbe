package dev.seedbed.io.graph;

import dev.seedbed.graph.BinaryFunction;
import dev.seedbed.graph.UnaryFunction;

/// The rows of functions of single elements.
final class ElementwiseOperators {
  private ElementwiseOperators() {}

  static void addTo(OperatorTable table) {
    table.add("Relu", 1, (_, _) -> new UnaryFunction.Relu());
    table.add("Exp", 1, (_, _) -> new UnaryFunction.Exp());
    table.add("Add", 1, (_, _) -> new BinaryFunction.Add());
  }
}

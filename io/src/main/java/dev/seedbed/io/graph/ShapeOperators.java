package dev.seedbed.io.graph;

import dev.seedbed.graph.Concat;
import dev.seedbed.graph.Unsqueeze;
import dev.seedbed.io.graph.OperatorTable.Moved;

/// The rows of operators that put elements in another order or shape.
final class ShapeOperators {
  private ShapeOperators() {}

  static void addTo(OperatorTable table) {
    table.add("Concat", 1, (attributes, _) -> new Concat((int) attributes.integer("axis", 1)));
    table.add("Unsqueeze", 1, (_, _) -> new Unsqueeze(), new Moved("axes", 13, 1));
  }
}

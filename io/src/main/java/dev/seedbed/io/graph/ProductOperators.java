package dev.seedbed.io.graph;

import dev.seedbed.graph.Gemm;
import dev.seedbed.graph.MatMul;

/// The rows of products of matrices.
final class ProductOperators {
  private ProductOperators() {}

  static void addTo(OperatorTable table) {
    table.add("MatMul", 1, (_, _) -> new MatMul());
    table.add(
        "Gemm",
        7,
        (attributes, _) ->
            new Gemm(
                attributes.real("alpha", 1),
                attributes.real("beta", 1),
                attributes.flag("transA", false),
                attributes.flag("transB", false)));
  }
}

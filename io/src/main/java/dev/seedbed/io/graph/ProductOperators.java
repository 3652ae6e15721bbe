package dev.seedbed.io.graph;

import dev.seedbed.graph.Attention;
import dev.seedbed.graph.Det;
import dev.seedbed.graph.Einsum;
import dev.seedbed.graph.Gemm;
import dev.seedbed.graph.MatMul;
import dev.seedbed.graph.RotaryEmbedding;

/// The rows of products of matrices.
final class ProductOperators {
  private ProductOperators() {}

  static void addTo(OperatorTable table) {
    table.add("Det", 11, (_, _) -> new Det());
    table.add("MatMul", 1, (_, _) -> new MatMul());
    table.add(
        "Gemm",
        1,
        (attributes, _) ->
            new Gemm(
                attributes.real("alpha", 1),
                attributes.real("beta", 1),
                attributes.flag("transA", false),
                attributes.flag("transB", false)));
    table.add("Einsum", 12, (attributes, _) -> new Einsum(attributes.text("equation", "")));
    table.add(
        "Attention",
        23,
        (attributes, _) ->
            new Attention(
                attributes.real("scale", 0),
                attributes.real("softcap", 0),
                attributes.flag("is_causal", false),
                count(attributes, "q_num_heads"),
                count(attributes, "kv_num_heads"),
                scores(attributes.integer("qk_matmul_output_mode", 0))));
    table.add(
        "RotaryEmbedding",
        23,
        (attributes, _) ->
            new RotaryEmbedding(
                attributes.flag("interleaved", false),
                count(attributes, "rotary_embedding_dim"),
                count(attributes, "num_heads")));
  }

  private static Attention.Scores scores(long mode) {
    return switch (Math.clamp(mode, -1, 4)) {
      case 0 -> Attention.Scores.PRODUCTS;
      case 1 -> Attention.Scores.CAPPED;
      case 2 -> Attention.Scores.MASKED;
      case 3 -> Attention.Scores.WEIGHTS;
      default ->
          throw new IllegalArgumentException("qk_matmul_output_mode must be from 0 to 3: " + mode);
    };
  }

  private static int count(OnnxAttributes attributes, String name) {
    return Math.clamp(attributes.integer(name, 0), -1, Integer.MAX_VALUE);
  }
}

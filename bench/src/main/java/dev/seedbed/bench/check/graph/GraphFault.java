package dev.seedbed.bench.check.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is believed to be wrong with a start, if anything is. It decides which rules are right to
/// say so; both as the protocol has them, written before any label.
enum GraphFault {
  /// Equal or no weights.
  EQUAL,
  /// The signal or the gradient vanishes.
  SMALL,
  /// It explodes.
  LARGE,
  /// Units that are 0 on every row.
  DEAD,
  /// Scales of normalisations.
  SCALE,
  /// Residual branches add up.
  DEPTH,
  /// Each place looks at one other alone.
  ATTENTION,
  /// Tables of symbols and places.
  EMBEDDING,
  /// Recurrent weights.
  RECURRENT,
  /// Biases of gates.
  GATES,
  /// Believed sound: should training contradict, any rule is right.
  NONE;

  private static final Set<String> RIGHT_OF_SMALL =
      Set.of(
          "FORWARD_GAIN",
          "BACKWARD_GAIN",
          "GRADIENT_SIZE",
          "WEIGHT_SCALE",
          "ZERO_LAYER",
          "RANK_COLLAPSE",
          "RECURRENT_GAIN",
          "EMBEDDING_SCALE",
          "SADDLE",
          "UNEQUAL_SPEEDS");
  private static final Set<String> RIGHT_OF_LARGE =
      Set.of(
          "FORWARD_GAIN",
          "BACKWARD_GAIN",
          "GRADIENT_SIZE",
          "WEIGHT_SCALE",
          "START_LOSS",
          "SATURATION",
          "ATTENTION_ENTROPY",
          "EMBEDDING_SCALE",
          "RECURRENT_GAIN",
          "RESIDUAL_GROWTH",
          "UPDATE_RATIO",
          "UNEQUAL_SPEEDS",
          "NON_FINITE");

  /// Whether a rule of this name is right to find something. Some of those of the protocol may not
  /// be there yet.
  boolean isFoundBy(String rule) {
    return switch (this) {
      case EQUAL ->
          Set.of(
                  "SADDLE",
                  "SYMMETRY",
                  "ZERO_LAYER",
                  "EQUAL_TENSORS",
                  "SAME_SIGN",
                  "RANK_COLLAPSE",
                  "FORWARD_GAIN",
                  "GRADIENT_SIZE")
              .contains(rule);
      case SMALL -> RIGHT_OF_SMALL.contains(rule);
      case LARGE -> RIGHT_OF_LARGE.contains(rule);
      case DEAD ->
          Set.of(
                  "DEAD_UNITS",
                  "ZERO_FRACTION",
                  "HIDDEN_BIAS",
                  "SPARSE_START",
                  "SATURATION",
                  "FORWARD_GAIN",
                  "BACKWARD_GAIN",
                  "GRADIENT_SIZE",
                  "SADDLE",
                  "RANK_COLLAPSE")
              .contains(rule);
      case SCALE -> either(List.of("ZERO_SCALE", "SADDLE")).contains(rule);
      case DEPTH -> either(List.of("RESIDUAL_GROWTH", "RANK_COLLAPSE")).contains(rule);
      case ATTENTION -> rule.equals("ATTENTION_ENTROPY") || RIGHT_OF_LARGE.contains(rule);
      case EMBEDDING -> either(List.of("EMBEDDING_SCALE", "START_LOSS")).contains(rule);
      case RECURRENT -> either(List.of("RECURRENT_GAIN")).contains(rule);
      case GATES ->
          Set.of("GATE_BIAS", "RECURRENT_GAIN", "HIDDEN_BIAS", "SATURATION").contains(rule)
              || RIGHT_OF_SMALL.contains(rule);
      case NONE -> !rule.equals("INPUTS");
    };
  }

  /// These, and what is right of too small and of too large numbers.
  private static Set<String> either(List<String> rules) {
    var all = new HashSet<>(rules);
    all.addAll(RIGHT_OF_SMALL);
    all.addAll(RIGHT_OF_LARGE);
    return all;
  }
}

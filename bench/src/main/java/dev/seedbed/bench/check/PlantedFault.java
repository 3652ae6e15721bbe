package dev.seedbed.bench.check;

import dev.seedbed.check.result.Rule;

/// What is wrong with a start, if anything is, and which rules are right to say so. As the protocol
/// has it: written with the cases, before any label.
enum PlantedFault {
  /// Equal or no weights.
  CONSTANT,
  /// The signal or the gradient vanishes.
  SMALL,
  /// It explodes, or outputs start far off.
  LARGE,
  /// Units that are 0 on every row.
  DEAD,
  /// Weights of one sign.
  ONE_SIDED,
  /// Hidden biases far off.
  HIDDEN_BIAS,
  /// Outputs start at the wrong level.
  OUTPUT_BIAS,
  /// Believed sound: should training contradict, any rule is right.
  NONE;

  /// Whether that rule is right to find something.
  boolean isFoundBy(Rule rule) {
    return switch (this) {
      case CONSTANT ->
          switch (rule) {
            case SADDLE, SYMMETRY, ZERO_LAYER, RANK -> true;
            default -> false;
          };
      case SMALL ->
          switch (rule) {
            case FORWARD_GAIN,
                BACKWARD_GAIN,
                GRADIENT_SIZE,
                WEIGHT_SCALE,
                UNEQUAL_SPEEDS,
                ACTIVATION_SPREAD,
                ZERO_LAYER ->
                true;
            default -> false;
          };
      case LARGE ->
          switch (rule) {
            case WEIGHT_SCALE,
                FORWARD_GAIN,
                BACKWARD_GAIN,
                GRADIENT_SIZE,
                START_LOSS,
                SATURATION,
                UNEQUAL_SPEEDS,
                ACTIVATION_SPREAD,
                UPDATE_RATIO,
                NON_FINITE ->
                true;
            default -> false;
          };
      case DEAD ->
          switch (rule) {
            case DEAD_UNITS, ZERO_FRACTION, FORWARD_GAIN, SEED_SENSITIVITY -> true;
            default -> false;
          };
      case ONE_SIDED ->
          switch (rule) {
            case SAME_SIGN, RANK, SYMMETRY -> true;
            default -> LARGE.isFoundBy(rule);
          };
      case HIDDEN_BIAS ->
          switch (rule) {
            case HIDDEN_BIAS,
                SPARSE_START,
                SATURATION,
                DEAD_UNITS,
                ZERO_FRACTION,
                FORWARD_GAIN,
                BACKWARD_GAIN,
                GRADIENT_SIZE,
                START_LOSS,
                RANK ->
                true;
            default -> false;
          };
      case OUTPUT_BIAS -> rule == Rule.OUTPUT_BIAS || rule == Rule.START_LOSS;
      case NONE -> rule != Rule.INPUTS;
    };
  }
}

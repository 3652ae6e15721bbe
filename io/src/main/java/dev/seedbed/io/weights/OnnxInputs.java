package dev.seedbed.io.weights;

import dev.seedbed.io.weights.Role.Constant;
import dev.seedbed.io.weights.Role.Parameter;
import java.util.Optional;
import java.util.Set;

/// The meaning of the inputs of ONNX operators.
final class OnnxInputs {
  /// Functions of one value, which change its numbers one by one.
  private static final Set<String> FUNCTIONS =
      Set.of("Abs", "Exp", "Log", "Neg", "Reciprocal", "Sigmoid", "Softplus", "Sqrt", "Tanh");

  private OnnxInputs() {}

  /// Whether it computes each number from one other.
  static boolean isFunction(String operator) {
    return FUNCTIONS.contains(operator);
  }

  /// The role of a tensor at that input, if the operator tells.
  ///
  /// @param longAxes of the tensor: a list that Gather looks up is no embedding
  static Optional<Role> role(String operator, int input, int longAxes) {
    return switch (operator) {
      case "Gemm" -> pick(input, Parameter.WEIGHT, Parameter.WEIGHT, Parameter.BIAS);
      case "MatMul", "Einsum" -> Optional.of(Parameter.WEIGHT);
      case "Conv", "ConvTranspose" -> pick(input - 1, Parameter.WEIGHT, Parameter.BIAS);
      case "DeformConv" ->
          input == 3 ? Optional.of(Parameter.BIAS) : pick(input - 1, Parameter.WEIGHT);
      case "LSTM", "GRU", "RNN" ->
          switch (input) {
            case 5, 6 -> Optional.of(new Constant("first state of " + operator));
            case 7 -> Optional.of(Parameter.WEIGHT);
            default -> pick(input - 1, Parameter.WEIGHT, Parameter.WEIGHT, Parameter.BIAS);
          };
      case "BatchNormalization" ->
          pick(
              input - 1,
              Parameter.SCALE,
              Parameter.SHIFT,
              new Constant("running mean"),
              new Constant("running variance"));
      case "InstanceNormalization", "LayerNormalization", "GroupNormalization" ->
          pick(input - 1, Parameter.SCALE, Parameter.SHIFT);
      case "RMSNormalization", "SimplifiedLayerNormalization" -> pick(input - 1, Parameter.SCALE);
      case "PRelu" -> pick(input - 1, Parameter.OTHER);
      case "Gather" -> longAxes > 1 ? pick(input, Parameter.WEIGHT) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Role> pick(int at, Role... roles) {
    return at < 0 || at >= roles.length ? Optional.empty() : Optional.of(roles[at]);
  }
}

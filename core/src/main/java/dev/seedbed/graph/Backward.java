package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.List;
import java.util.Optional;

/// An operator on the way back: the gradients of its outputs are known, those of its inputs wanted.
///
/// Inputs and outputs are those of the way forward, so far as the operator [keeps][Operator#keeps]
/// them. Shapes, whole numbers and booleans are always there.
public interface Backward {
  /// The inputs that were kept; of others only what is no array of floats.
  Operands operands();

  /// The shape of input `i`.
  TensorShape inputShape(int i);

  /// How many outputs the operator made.
  int outputCount();

  /// The shape of output `i`.
  TensorShape outputShape(int i);

  /// Output `i`, which the operator keeps.
  FloatArray output(int i);

  /// Output `i`, which is of whole numbers.
  LongArray longOutput(int i);

  /// The gradient of the loss by output `i`; empty if the loss does not depend on it.
  Optional<FloatArray> gradient(int i);

  /// The gradient of the loss by output `i`; zeros if the loss does not depend on it.
  default FloatArray gradientOrZeros(int i) {
    return gradient(i).orElseGet(() -> FloatArray.of(outputShape(i)));
  }

  /// Whether input `i` is there, has a gradient, and somebody wants it.
  boolean wants(int i);

  /// Adds to the gradient of the loss by input `i`. The array must not be changed afterwards.
  ///
  /// @param gradient of the input's shape
  void add(int i, FloatArray gradient);

  default Team team() {
    return operands().team();
  }

  default FloatArray floats(int i) {
    return operands().floats(i);
  }

  default List<Optional<NdArray>> inputs() {
    return operands().inputs();
  }
}

package dev.seedbed.network;

/// A named parameter of a network, as it is saved.
///
/// @param name the path, such as "layer1/weight"
/// @param shape [fan-out, fan-in] of a weight matrix, [fan-out] of a bias vector
/// @param values in row order
public record Tensor(String name, int[] shape, float[] values) {
  /// The same values under another name.
  public Tensor named(String other) {
    return new Tensor(other, shape, values);
  }
}

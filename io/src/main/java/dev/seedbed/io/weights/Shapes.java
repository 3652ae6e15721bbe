package dev.seedbed.io.weights;

/// Arithmetic of shapes.
final class Shapes {

  private Shapes() {}

  /// The number of elements of a tensor.
  ///
  /// @throws ArithmeticException if it is 2^63 or more, even before a later length of 0
  static long elements(long[] shape) {
    long elements = 1;
    for (long length : shape) {
      elements = Math.multiplyExact(elements, length);
    }
    return elements;
  }
}

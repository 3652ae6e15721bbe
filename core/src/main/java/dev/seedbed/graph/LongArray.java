package dev.seedbed.graph;

/// An array of whole numbers.
///
/// @param data in row-major order; shared, not copied
public record LongArray(TensorShape shape, long[] data) implements NdArray {
  public LongArray {
    if (data.length != shape.elements()) {
      throw new IllegalArgumentException(
          "an array of %s must have %d elements: %d"
              .formatted(shape, shape.elements(), data.length));
    }
  }

  /// An array of zeros.
  ///
  /// @throws IllegalArgumentException if it needs more memory than there can be
  public static LongArray of(TensorShape shape) {
    NdArray.checkMemory(shape, Long.BYTES);
    return new LongArray(shape, new long[shape.elements()]);
  }

  /// A list of numbers.
  public static LongArray of(long... elements) {
    return new LongArray(TensorShape.of(elements.length), elements);
  }

  /// A single number.
  public static LongArray scalar(long element) {
    return new LongArray(TensorShape.SCALAR, new long[] {element});
  }

  @Override
  public long[] elements() {
    return data;
  }

  @Override
  public LongArray zeros(TensorShape shape) {
    return of(shape);
  }

  @Override
  public LongArray reshaped(TensorShape shape) {
    return shape.equals(shape()) ? this : new LongArray(shape, data);
  }

  @Override
  public String type() {
    return "whole numbers";
  }
}

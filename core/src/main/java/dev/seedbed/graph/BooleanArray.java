package dev.seedbed.graph;

/// An array of booleans.
///
/// @param data in row-major order; shared, not copied
public record BooleanArray(TensorShape shape, boolean[] data) implements NdArray {
  public BooleanArray {
    if (data.length != shape.elements()) {
      throw new IllegalArgumentException(
          "an array of %s must have %d elements: %d"
              .formatted(shape, shape.elements(), data.length));
    }
  }

  /// An array of `false`.
  ///
  /// @throws IllegalArgumentException if it needs more memory than there can be
  public static BooleanArray of(TensorShape shape) {
    NdArray.checkMemory(shape, 1);
    return new BooleanArray(shape, new boolean[shape.elements()]);
  }

  /// A list of truth values.
  public static BooleanArray of(boolean... elements) {
    return new BooleanArray(TensorShape.of(elements.length), elements);
  }

  /// A single truth value.
  public static BooleanArray scalar(boolean element) {
    return new BooleanArray(TensorShape.SCALAR, new boolean[] {element});
  }

  @Override
  public boolean[] elements() {
    return data;
  }

  @Override
  public BooleanArray zeros(TensorShape shape) {
    return of(shape);
  }

  @Override
  public BooleanArray reshaped(TensorShape shape) {
    return shape.equals(shape()) ? this : new BooleanArray(shape, data);
  }

  @Override
  public String type() {
    return "booleans";
  }
}

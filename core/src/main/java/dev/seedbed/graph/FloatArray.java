package dev.seedbed.graph;

/// An array of real numbers.
///
/// @param data in row-major order; shared, not copied
public record FloatArray(TensorShape shape, float[] data) implements NdArray {
  public FloatArray {
    if (data.length != shape.elements()) {
      throw new IllegalArgumentException(
          "an array of %s must have %d elements: %d"
              .formatted(shape, shape.elements(), data.length));
    }
  }

  /// An array of zeros.
  ///
  /// @throws IllegalArgumentException if it needs more memory than there can be
  public static FloatArray of(TensorShape shape) {
    NdArray.checkMemory(shape, Float.BYTES);
    return new FloatArray(shape, new float[shape.elements()]);
  }

  /// A list of numbers.
  public static FloatArray of(float... elements) {
    return new FloatArray(TensorShape.of(elements.length), elements);
  }

  /// A single number.
  public static FloatArray scalar(float element) {
    return new FloatArray(TensorShape.SCALAR, new float[] {element});
  }

  @Override
  public float[] elements() {
    return data;
  }

  @Override
  public FloatArray zeros(TensorShape shape) {
    return of(shape);
  }

  @Override
  public FloatArray reshaped(TensorShape shape) {
    return shape.equals(shape()) ? this : new FloatArray(shape, data);
  }

  @Override
  public String type() {
    return "real numbers";
  }
}

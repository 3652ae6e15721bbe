package dev.seedbed.graph;

import dev.seedbed.kernel.Team;

/// An array of any number of axes, in row-major order. Its elements are shared, not copied: nobody
/// changes them after the array is made.
public sealed interface NdArray permits FloatArray, LongArray, BooleanArray {
  TensorShape shape();

  /// The Java array of the elements: `float[]`, `long[]` or `boolean[]`.
  Object elements();

  /// An array of zeros of the same type.
  ///
  /// @throws IllegalArgumentException if it needs more memory than there can be
  NdArray zeros(TensorShape shape);

  /// The same elements in another shape, which has as many.
  NdArray reshaped(TensorShape shape);

  /// The same array with its axes in reverse order.
  default NdArray transposed() {
    int rank = shape().rank();
    int[] lengths = new int[rank];
    int[] steps = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      lengths[axis] = shape().length(rank - 1 - axis);
      steps[axis] = shape().strides()[rank - 1 - axis];
    }
    return new Strided(TensorShape.of(lengths), 0, steps).read(this, Team.ALONE);
  }

  /// The type of the elements, for messages.
  String type();

  /// These elements as real numbers.
  ///
  /// @throws IllegalArgumentException if they are of another type
  default FloatArray asFloats() {
    if (this instanceof FloatArray floats) {
      return floats;
    }
    throw new IllegalArgumentException("expected real numbers, found " + type());
  }

  /// These elements as whole numbers.
  ///
  /// @throws IllegalArgumentException if they are of another type
  default LongArray asLongs() {
    if (this instanceof LongArray longs) {
      return longs;
    }
    throw new IllegalArgumentException("expected whole numbers, found " + type());
  }

  /// These elements as truth values.
  ///
  /// @throws IllegalArgumentException if they are of another type
  default BooleanArray asBooleans() {
    if (this instanceof BooleanArray booleans) {
      return booleans;
    }
    throw new IllegalArgumentException("expected booleans, found " + type());
  }

  /// Refuses an array that cannot fit in memory before memory is asked for.
  static void checkMemory(TensorShape shape, int bytesEach) {
    long bytes = (long) shape.elements() * bytesEach;
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw new IllegalArgumentException(
          "an array of %s needs %,d MB of memory, and there are %,d"
              .formatted(shape, bytes >> 20, most >> 20));
    }
  }
}

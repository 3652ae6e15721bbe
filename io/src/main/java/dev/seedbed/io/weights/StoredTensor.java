package dev.seedbed.io.weights;

import java.util.Arrays;
import java.util.Optional;

/// A tensor as a file declares it.
///
/// @param name unique in the file
/// @param dataType in the words of the file's format, such as "F32" or "FLOAT"
/// @param shape the lengths of the axes, slowest first; empty for a single number
/// @param floatType the type of its elements, if they can be given other values
/// @param use what uses it, if the file says so
/// @param role what it is for
public record StoredTensor(
    String name,
    String dataType,
    long[] shape,
    Optional<FloatType> floatType,
    Optional<TensorUse> use,
    Role role) {

  /// The number of elements.
  public long elements() {
    long elements = 1;
    for (long length : shape) {
      elements *= length;
    }
    return elements;
  }

  /// The number of axes that are longer than 1.
  public int longAxes() {
    return (int) Arrays.stream(shape).filter(length -> length != 1).count();
  }

  StoredTensor with(Role other) {
    return new StoredTensor(name, dataType, shape, floatType, use, other);
  }
}

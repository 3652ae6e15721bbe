package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import dev.seedbed.io.file.Memory;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/// The elements of one tensor of an open file, as floats, of which any range can be read. Several
/// threads may read at once.
@FunctionalInterface
public interface TensorElements extends Closeable {

  /// Puts the elements `from`, `from + 1`, … of the tensor, in the file's (row-major) order, into
  /// `into[0]` to `into[count - 1]`.
  void read(long from, float[] into, int count) throws IOException;

  @Override
  default void close() throws IOException {}

  /// All elements of `tensor`, at once.
  ///
  /// @throws InputException if it has 2^31 or more
  default float[] all(StoredTensor tensor) throws IOException {
    return first(tensor, tensor.elements());
  }

  /// The first `count` elements of `tensor`.
  default float[] first(StoredTensor tensor, long count) throws IOException {
    float[] elements = room(tensor, count);
    read(0, elements, elements.length);
    return elements;
  }

  /// Room for `count` elements of `tensor`.
  static float[] room(StoredTensor tensor, long count) {
    if (count > Integer.MAX_VALUE - Long.BYTES) {
      throw new InputException(
          "tensor '%s' must have fewer than 2^31 elements to be read: %s"
              .formatted(Quoted.of(tensor.name()), Arrays.toString(tensor.shape())));
    }
    Memory.require(
        "tensor '%s' of %d elements".formatted(Quoted.of(tensor.name()), count),
        Float.BYTES * count,
        "use a smaller model");
    return new float[(int) count];
  }

  /// The type of the elements of `tensor`.
  ///
  /// @throws InputException if it is not of real numbers
  static FloatType type(StoredTensor tensor) {
    return tensor.floatType().orElseThrow(() -> notReal(tensor));
  }

  static InputException notReal(StoredTensor tensor) {
    return new InputException(
        "tensor '%s' has type %s; only F32, F64, F16 and BF16 can be read"
            .formatted(Quoted.of(tensor.name()), tensor.dataType()));
  }

  /// Elements that are held in memory.
  static TensorElements held(float[] elements) {
    return (from, into, count) -> System.arraycopy(elements, (int) from, into, 0, count);
  }
}

package dev.seedbed.io.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How real numbers are written in a file.
record NumberFormat(FloatType type, ByteOrder order) {

  static NumberFormat littleEndian(FloatType type) {
    return new NumberFormat(type, ByteOrder.LITTLE_ENDIAN);
  }

  /// The bytes of one number.
  int bytes() {
    return type.bytes();
  }

  /// Writes `values[0]` to `values[count - 1]` to the beginning of `buffer`.
  void encode(float[] values, int count, ByteBuffer buffer) {
    type.encode(values, count, buffer, order);
  }

  /// Reads `values[start]` and the next `count` - 1 from the beginning of `buffer`.
  void decode(ByteBuffer buffer, float[] values, int start, int count) {
    type.decode(buffer, order, values, start, count);
  }
}

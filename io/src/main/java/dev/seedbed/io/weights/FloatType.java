package dev.seedbed.io.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How a file stores real numbers: little-endian, if it says nothing else.
public enum FloatType {
  F32(32),
  /// A float is widened, so nothing is lost; read as float, it is rounded to nearest even.
  F64(64),
  /// IEEE 754 binary16. A float is rounded to nearest even; from 65520 on it becomes infinite.
  F16(16),
  /// The upper half of a binary32. A float is rounded to nearest even.
  BF16(16);

  private final int bytes;

  FloatType(int bits) {
    this.bytes = bits / Byte.SIZE;
  }

  /// The bytes of one number.
  public int bytes() {
    return bytes;
  }

  /// Writes `values[0]` to `values[count - 1]` to the beginning of `buffer`.
  void encode(float[] values, int count, ByteBuffer buffer) {
    encode(values, count, buffer, ByteOrder.LITTLE_ENDIAN);
  }

  /// Likewise in another order of bytes.
  void encode(float[] values, int count, ByteBuffer buffer, ByteOrder order) {
    ByteBuffer bytes = buffer.slice(0, count * this.bytes).order(order);
    switch (this) {
      case F32 -> bytes.asFloatBuffer().put(values, 0, count);
      case F64 -> {
        var doubles = bytes.asDoubleBuffer();
        for (int i = 0; i < count; i++) {
          doubles.put(i, values[i]);
        }
      }
      case F16 -> {
        var halves = bytes.asShortBuffer();
        for (int i = 0; i < count; i++) {
          halves.put(i, Float.floatToFloat16(values[i]));
        }
      }
      case BF16 -> {
        var halves = bytes.asShortBuffer();
        for (int i = 0; i < count; i++) {
          halves.put(i, bfloat16(values[i]));
        }
      }
    }
  }

  /// Reads `values[0]` to `values[count - 1]` from the beginning of `buffer`.
  public void decode(ByteBuffer buffer, float[] values, int count) {
    decode(buffer, ByteOrder.LITTLE_ENDIAN, values, 0, count);
  }

  /// Likewise `values[start]` and the next `count` - 1, in another order of bytes.
  void decode(ByteBuffer buffer, ByteOrder order, float[] values, int start, int count) {
    ByteBuffer bytes = buffer.slice(0, count * this.bytes).order(order);
    switch (this) {
      case F32 -> bytes.asFloatBuffer().get(values, start, count);
      case F64 -> {
        var doubles = bytes.asDoubleBuffer();
        for (int i = 0; i < count; i++) {
          values[start + i] = (float) doubles.get(i);
        }
      }
      case F16 -> {
        var halves = bytes.asShortBuffer();
        for (int i = 0; i < count; i++) {
          values[start + i] = Float.float16ToFloat(halves.get(i));
        }
      }
      case BF16 -> {
        var halves = bytes.asShortBuffer();
        for (int i = 0; i < count; i++) {
          values[start + i] = Float.intBitsToFloat(halves.get(i) << Short.SIZE);
        }
      }
    }
  }

  /// The upper half of `value`, rounded to nearest even by adding just less than half a unit, or
  /// half a unit if the last bit kept is odd. A carry out of the fraction is right: it goes to the
  /// next power of two, or to infinity. NaN stays NaN, as a quiet one.
  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> Short.SIZE) | 0x40);
    }
    return (short) ((bits + 0x7FFF + ((bits >>> Short.SIZE) & 1)) >>> Short.SIZE);
  }
}

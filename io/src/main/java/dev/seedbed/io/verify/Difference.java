package dev.seedbed.io.verify;

import dev.seedbed.io.weights.TensorElements;
import java.io.IOException;
import java.util.OptionalDouble;

/// How two tensors of as many elements differ.
final class Difference {
  private long elements;
  private double farthest;
  private boolean halves = true;

  /// @param buffer how many elements are read at once
  Difference(TensorElements here, TensorElements there, long count, int buffer) throws IOException {
    float[] one = new float[(int) Math.min(buffer, count)];
    float[] other = new float[one.length];
    for (long at = 0; at < count; at += one.length) {
      int some = (int) Math.min(one.length, count - at);
      here.read(at, one, some);
      there.read(at, other, some);
      for (int i = 0; i < some; i++) {
        if (Float.floatToRawIntBits(one[i]) != Float.floatToRawIntBits(other[i])) {
          elements++;
          farthest = Math.max(farthest, Math.abs((double) one[i] - other[i]));
          halves &= isRounded(one[i], other[i]) || isRounded(other[i], one[i]);
        }
      }
    }
  }

  /// Whether `rounded` is `value` in 16 bits of either kind.
  private static boolean isRounded(float value, float rounded) {
    int bits = Float.floatToRawIntBits(value);
    int up = (bits + 0x7FFF + ((bits >>> Short.SIZE) & 1)) & 0xFFFF0000;
    return Float.float16ToFloat(Float.floatToFloat16(value)) == rounded
        || Float.intBitsToFloat(up) == rounded;
  }

  /// How many elements differ in a bit.
  long elements() {
    return elements;
  }

  /// The greatest difference; empty if it is not finite.
  OptionalDouble farthest() {
    return Double.isFinite(farthest) ? OptionalDouble.of(farthest) : OptionalDouble.empty();
  }

  /// Whether rounding to 16 bits explains all that differ.
  boolean isRounding() {
    return elements > 0 && halves;
  }
}

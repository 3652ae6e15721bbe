package dev.seedbed.io.verify;

import dev.seedbed.io.weights.FloatType;
import dev.seedbed.io.weights.TensorElements;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/// How two tensors of as many elements differ.
final class Difference {
  private long elements;
  private double farthest;
  private double squares;
  private final long count;
  private boolean halves = true;
  private boolean brains = true;

  /// @param buffer how many elements are read at once
  Difference(TensorElements here, TensorElements there, long count, int buffer) throws IOException {
    this.count = count;
    float[] one = new float[(int) Math.min(buffer, count)];
    float[] other = new float[one.length];
    for (long at = 0; at < count; at += one.length) {
      int some = (int) Math.min(one.length, count - at);
      here.read(at, one, some);
      there.read(at, other, some);
      for (int i = 0; i < some; i++) {
        if (Float.floatToRawIntBits(one[i]) != Float.floatToRawIntBits(other[i])) {
          add(one[i], other[i]);
        }
      }
    }
  }

  private void add(float here, float there) {
    double off = Math.abs((double) here - there);
    elements++;
    farthest = Math.max(farthest, off);
    squares += off * off;
    halves &= isFloat16(here, there) || isFloat16(there, here);
    brains &= isBfloat16(here, there) || isBfloat16(there, here);
  }

  /// Whether `rounded` is one of the two float16 that `value` lies between.
  private static boolean isFloat16(float value, float rounded) {
    short nearest = Float.floatToFloat16(value);
    float back = Float.float16ToFloat(nearest);
    int lower = Math.abs(back) > Math.abs(value) ? nearest - 1 : nearest;
    return back != value
        && (Float.float16ToFloat((short) lower) == rounded
            || Float.float16ToFloat((short) (lower + 1)) == rounded);
  }

  /// Whether `rounded` is one of the two bfloat16 that `value` lies between.
  private static boolean isBfloat16(float value, float rounded) {
    int lower = Float.floatToRawIntBits(value) & 0xFFFF0000;
    float back = Float.intBitsToFloat(lower);
    return back != value && (back == rounded || Float.intBitsToFloat(lower + 0x10000) == rounded);
  }

  /// How many elements differ in a bit.
  long elements() {
    return elements;
  }

  /// The greatest difference; empty if it is not finite.
  OptionalDouble farthest() {
    return Double.isFinite(farthest) ? OptionalDouble.of(farthest) : OptionalDouble.empty();
  }

  /// The mean square of the differences of all elements.
  double meanSquare() {
    return squares / count;
  }

  /// The type of 16 bits that one of the two was rounded to, to nearest or toward 0, if that
  /// explains all that differs.
  Optional<FloatType> rounding() {
    if (elements == 0 || !(halves || brains)) {
      return Optional.empty();
    }
    return Optional.of(halves ? FloatType.F16 : FloatType.BF16);
  }
}

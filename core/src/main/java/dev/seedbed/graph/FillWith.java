package dev.seedbed.graph;

import java.util.Arrays;

/// Fills arrays that are being made.
final class FillWith {
  private FillWith() {}

  /// Sets all elements to the only or first of `value`, which is of the same type.
  static void with(NdArray value, NdArray target) {
    switch (value) {
      case FloatArray(TensorShape _, float[] data) ->
          Arrays.fill(target.asFloats().data(), data[0]);
      case LongArray(TensorShape _, long[] data) -> Arrays.fill(target.asLongs().data(), data[0]);
      case BooleanArray(TensorShape _, boolean[] data) ->
          Arrays.fill(target.asBooleans().data(), data[0]);
    }
  }
}

package dev.seedbed.verify;

/// Numbers as files of 16 bits hold them.
final class Rounded {

  private Rounded() {}

  /// Rounds to nearest even, in place.
  static float[] to(Rounding rounding, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (rounding) {
            case FLOAT32 -> values[i];
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16(values[i]));
            case BFLOAT16 -> {
              int bits = Float.floatToRawIntBits(values[i]);
              yield Float.intBitsToFloat(
                  (bits + 0x7FFF + ((bits >>> Short.SIZE) & 1)) & 0xFFFF0000);
            }
          };
    }
    return values;
  }

  /// What a sketch of them holds.
  static Sketch sketch(float... values) {
    var sketch = new Sketch();
    sketch.clear(values[0]);
    sketch.add(values, values.length);
    return sketch;
  }
}

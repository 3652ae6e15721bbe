package dev.seedbed.graph;

import java.util.List;

/// Operators that change the type of the elements.
public sealed interface Conversion extends Operator {

  /// A type of elements in a file. Real numbers are rounded to 16 bits where it says so, and are
  /// floats all the same; whole numbers lose the bits that the type has no room for.
  enum Type {
    FLOAT,
    FLOAT16,
    BFLOAT16,
    INT64,
    INT32,
    INT16,
    INT8,
    UINT32,
    UINT16,
    UINT8,
    BOOLEAN;

    /// The type of whatever elements.
    static Type like(NdArray array) {
      return switch (array) {
        case FloatArray _ -> FLOAT;
        case LongArray _ -> INT64;
        case BooleanArray _ -> BOOLEAN;
      };
    }

    /// These elements in this type. Real numbers lose their fraction where they become whole; truth
    /// values become 0 and 1, and all but 0 becomes true.
    public NdArray of(NdArray array) {
      return switch (this) {
        case FLOAT -> floats(array);
        case FLOAT16, BFLOAT16 -> rounded(floats(array));
        case INT64, INT32, INT16, INT8, UINT32, UINT16, UINT8 -> longs(array);
        case BOOLEAN -> booleans(array);
      };
    }

    private static FloatArray floats(NdArray array) {
      if (array instanceof FloatArray floats) {
        return floats;
      }
      FloatArray result = FloatArray.of(array.shape());
      for (int i = 0; i < result.data().length; i++) {
        result.data()[i] =
            switch (array) {
              case FloatArray(TensorShape _, float[] data) -> data[i];
              case LongArray(TensorShape _, long[] data) -> (float) data[i];
              case BooleanArray(TensorShape _, boolean[] data) -> data[i] ? 1 : 0;
            };
      }
      return result;
    }

    private FloatArray rounded(FloatArray array) {
      FloatArray result = FloatArray.of(array.shape());
      for (int i = 0; i < result.data().length; i++) {
        float x = array.data()[i];
        result.data()[i] =
            this == FLOAT16 ? Float.float16ToFloat(Float.floatToFloat16(x)) : brief(x);
      }
      return result;
    }

    /// The nearest number of 8 significant bits; of two, the even one.
    private static float brief(float x) {
      if (Float.isNaN(x)) {
        return x;
      }
      int bits = Float.floatToRawIntBits(x);
      return Float.intBitsToFloat((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000);
    }

    private LongArray longs(NdArray array) {
      if (array instanceof LongArray longs && this == INT64) {
        return longs;
      }
      LongArray result = LongArray.of(array.shape());
      for (int i = 0; i < result.data().length; i++) {
        result.data()[i] =
            wrapped(
                switch (array) {
                  case FloatArray(TensorShape _, float[] data) -> (long) data[i];
                  case LongArray(TensorShape _, long[] data) -> data[i];
                  case BooleanArray(TensorShape _, boolean[] data) -> data[i] ? 1 : 0;
                });
      }
      return result;
    }

    private long wrapped(long value) {
      return switch (this) {
        case INT32 -> (int) value;
        case INT16 -> (short) value;
        case INT8 -> (byte) value;
        case UINT32 -> value & 0xFFFFFFFFL;
        case UINT16 -> value & 0xFFFF;
        case UINT8 -> value & 0xFF;
        case FLOAT, FLOAT16, BFLOAT16, INT64, BOOLEAN -> value;
      };
    }

    private static BooleanArray booleans(NdArray array) {
      if (array instanceof BooleanArray booleans) {
        return booleans;
      }
      BooleanArray result = BooleanArray.of(array.shape());
      for (int i = 0; i < result.data().length; i++) {
        result.data()[i] =
            switch (array) {
              case FloatArray(TensorShape _, float[] data) -> data[i] != 0;
              case LongArray(TensorShape _, long[] data) -> data[i] != 0;
              case BooleanArray(TensorShape _, boolean[] data) -> data[i];
            };
      }
      return result;
    }
  }

  @Override
  default void gradients(Backward back) {
    if (back.wants(0)) {
      back.gradient(0).ifPresent(g -> back.add(0, g));
    }
  }

  /// The elements in another type. Rounding to 16 bits has the derivative 1.
  record Cast(Type type) implements Conversion {
    @Override
    public List<NdArray> outputs(Operands in) {
      return List.of(type.of(in.get(0)));
    }
  }

  /// The elements in the type of the second input's.
  record CastLike() implements Conversion {
    @Override
    public List<NdArray> outputs(Operands in) {
      return List.of(Type.like(in.get(1)).of(in.get(0)));
    }
  }
}

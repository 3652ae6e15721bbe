package dev.seedbed.io.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FloatTypeTest {

  private static ByteBuffer encode(FloatType type, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    type.encode(values, values.length, bytes);
    return bytes;
  }

  private static float decode(FloatType type, ByteBuffer bytes) {
    float[] value = new float[1];
    type.decode(bytes, value, 1);
    return value[0];
  }

  /// IEEE 754 binary16: 10 bits of fraction, exponents -14 to 15, subnormals of 2^-24.
  @ParameterizedTest
  @CsvSource({
    "0, 0000",
    "-0.0, 8000",
    "1, 3C00",
    "-2, C000",
    "65504, 7BFF",
    "65519.996, 7BFF",
    "65520, 7C00",
    "1e30, 7C00",
    "-1e30, FC00",
    "Infinity, 7C00",
    "-Infinity, FC00",
    "1.00048828125, 3C00", // 1 + 2^-11: half way, to even
    "1.0004884, 3C01",
    "1.00146484375, 3C02", // 1 + 3·2^-11: half way, to even
    "6.1035156e-5, 0400",
    "5.9604645e-8, 0001",
    "2.9802322e-8, 0000", // 2^-25: half way, to even
    "2.980233e-8, 0001",
    "0.1, 2E66"
  })
  void f16_knownValues(float value, String bits) {
    short expected = (short) Integer.parseInt(bits, 16);
    assertThat(encode(FloatType.F16, value).getShort()).isEqualTo(expected);
  }

  /// The upper half of a binary32.
  @ParameterizedTest
  @CsvSource({
    "00000000, 0000",
    "80000000, 8000",
    "3F800000, 3F80",
    "3F807FFF, 3F80",
    "3F808000, 3F80", // half way, to even
    "3F808001, 3F81",
    "3F818000, 3F82", // half way, to even
    "3F817FFF, 3F81",
    "3FFFFFFF, 4000", // a carry into the exponent
    "BF808001, BF81",
    "7F7F0000, 7F7F", // the largest
    "7F7F7FFF, 7F7F",
    "7F7F8000, 7F80", // half way: the even one is infinity
    "7F7FFFFF, 7F80",
    "FF7FFFFF, FF80",
    "7F800000, 7F80",
    "FF800000, FF80",
    "7FC00000, 7FC0",
    "7F800001, 7FC0", // NaN whose upper half alone would be infinity
    "FF80FFFF, FFC0",
    "7FFFFFFF, 7FFF", // NaN that a carry would make -0
    "FFFFFFFF, FFFF",
    "00000001, 0000",
    "00008001, 0001",
    "3DCCCCCD, 3DCD"
  })
  void bf16_knownValues(String value, String bits) {
    float number = Float.intBitsToFloat(Integer.parseUnsignedInt(value, 16));
    short expected = (short) Integer.parseInt(bits, 16);
    assertThat(encode(FloatType.BF16, number).getShort()).isEqualTo(expected);
  }

  /// Against exact arithmetic, on floats from all over the range.
  @Test
  void bf16_anyFinite_nearestOfItsNeighboursAndEvenIfBothAreNear() {
    for (int i = 0; i < 100_000; i++) {
      int bits = i * 0x9E3779B1 & 0x7FFFFFFF;
      float value = Float.intBitsToFloat(bits);
      int lower = bits >>> 16;
      if (!Float.isFinite(value) || lower == 0x7F7F) {
        continue;
      }
      var exact = new BigDecimal(value);
      int order =
          exact
              .subtract(new BigDecimal(Float.intBitsToFloat(lower << 16)))
              .compareTo(new BigDecimal(Float.intBitsToFloat((lower + 1) << 16)).subtract(exact));
      int expected = order < 0 || (order == 0 && lower % 2 == 0) ? lower : lower + 1;
      assertThat(encode(FloatType.BF16, value).getShort()).isEqualTo((short) expected);
    }
  }

  @Test
  void f32AndF64_keepEveryFloat() {
    float[] values = {0.1f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY};
    for (float value : values) {
      assertThat(encode(FloatType.F32, value).getFloat()).isEqualTo(value);
      assertThat(encode(FloatType.F64, value).getDouble()).isEqualTo((double) value);
    }
    assertThat(encode(FloatType.F32, Float.intBitsToFloat(0x7FC12345)).getInt())
        .isEqualTo(0x7FC12345);
  }

  @Test
  void f64_decoded_rounded() {
    ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(0, 0.1);
    assertThat(decode(FloatType.F64, bytes)).isEqualTo(0.1f);
  }

  @ParameterizedTest
  @EnumSource
  void decode_whatEncodeWroteExactly_same(FloatType type) {
    for (float value : new float[] {0, -0f, 1, -1.5f, 240, Float.POSITIVE_INFINITY, 0x1p-14f}) {
      assertThat(decode(type, encode(type, value))).isEqualTo(value);
    }
    assertThat(decode(type, encode(type, Float.NaN))).isNaN();
  }
}

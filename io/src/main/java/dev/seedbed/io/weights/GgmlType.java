package dev.seedbed.io.weights;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A type of a tensor's elements in a GGUF file: plain numbers, or blocks of quantised ones. The
/// numbers of types are those of `ggml_type` in ggml's `docs/gguf.md` and `ggml.h`.
///
/// @param name as ggml has it
/// @param block how many elements of a row are stored together; 0 if that is not known
/// @param bytes of a block
record GgmlType(String name, int block, int bytes) {
  private static final Map<Integer, GgmlType> BY_NUMBER =
      Map.ofEntries(
          row(0, "F32", 1, 4),
          row(1, "F16", 1, 2),
          row(2, "Q4_0", 32, 18),
          row(3, "Q4_1", 32, 20),
          removed(4, "Q4_2"),
          removed(5, "Q4_3"),
          row(6, "Q5_0", 32, 22),
          row(7, "Q5_1", 32, 24),
          row(8, "Q8_0", 32, 34),
          row(9, "Q8_1", 32, 40),
          row(10, "Q2_K", 256, 84),
          row(11, "Q3_K", 256, 110),
          row(12, "Q4_K", 256, 144),
          row(13, "Q5_K", 256, 176),
          row(14, "Q6_K", 256, 210),
          row(15, "Q8_K", 256, 292),
          row(16, "IQ2_XXS", 256, 66),
          row(17, "IQ2_XS", 256, 74),
          row(18, "IQ3_XXS", 256, 98),
          row(19, "IQ1_S", 256, 50),
          row(20, "IQ4_NL", 32, 18),
          row(21, "IQ3_S", 256, 110),
          row(22, "IQ2_S", 256, 82),
          row(23, "IQ4_XS", 256, 136),
          row(24, "I8", 1, 1),
          row(25, "I16", 1, 2),
          row(26, "I32", 1, 4),
          row(27, "I64", 1, 8),
          row(28, "F64", 1, 8),
          row(29, "IQ1_M", 256, 56),
          row(30, "BF16", 1, 2),
          removed(31, "Q4_0_4_4"),
          removed(32, "Q4_0_4_8"),
          removed(33, "Q4_0_8_8"),
          row(34, "TQ1_0", 256, 54),
          row(35, "TQ2_0", 256, 66),
          removed(36, "IQ4_NL_4_4"),
          removed(37, "IQ4_NL_4_8"),
          removed(38, "IQ4_NL_8_8"),
          row(39, "MXFP4", 32, 17),
          row(40, "NVFP4", 64, 36),
          row(41, "Q1_0", 128, 18));

  private static final Map<String, FloatType> FLOATS =
      Map.of(
          "F32", FloatType.F32, "F64", FloatType.F64, "F16", FloatType.F16, "BF16", FloatType.BF16);

  private static Map.Entry<Integer, GgmlType> row(int number, String name, int block, int bytes) {
    return Map.entry(number, new GgmlType(name, block, bytes));
  }

  /// A type that ggml does not read any more.
  private static Map.Entry<Integer, GgmlType> removed(int number, String name) {
    return row(number, name, 0, 0);
  }

  /// The type of that number; one that is not known, such as that of a fork, is named after it.
  static GgmlType of(int number) {
    GgmlType known = BY_NUMBER.get(number);
    return known == null ? new GgmlType("type " + Integer.toUnsignedString(number), 0, 0) : known;
  }

  /// The type of real numbers that it is.
  Optional<FloatType> floatType() {
    return Optional.ofNullable(FLOATS.get(name));
  }

  /// The bytes of that many elements, if blocks of the type are known.
  ///
  /// @throws ArithmeticException if they are 2^63 or more
  OptionalLong bytes(long elements) {
    return block == 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.multiplyExact(elements / block, (long) bytes));
  }
}

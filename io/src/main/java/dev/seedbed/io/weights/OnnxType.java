package dev.seedbed.io.weights;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A data type of ONNX: `TensorProto.DataType`.
public record OnnxType(int number) {
  private static final List<String> NAMES =
      List.of(
          "UNDEFINED",
          "FLOAT",
          "UINT8",
          "INT8",
          "UINT16",
          "INT16",
          "INT32",
          "INT64",
          "STRING",
          "BOOL",
          "FLOAT16",
          "DOUBLE",
          "UINT32",
          "UINT64",
          "COMPLEX64",
          "COMPLEX128",
          "BFLOAT16",
          "FLOAT8E4M3FN",
          "FLOAT8E4M3FNUZ",
          "FLOAT8E5M2",
          "FLOAT8E5M2FNUZ",
          "UINT4",
          "INT4",
          "FLOAT4E2M1",
          "FLOAT8E8M0",
          "UINT2",
          "INT2");

  public static final int STRING = 8;

  /// The name that ONNX has for it.
  public String title() {
    return number >= 0 && number < NAMES.size() ? NAMES.get(number) : "type " + number;
  }

  public boolean isText() {
    return number == STRING;
  }

  /// How its real numbers are stored; empty for other types.
  public Optional<FloatType> floatType() {
    return switch (number) {
      case 1 -> Optional.of(FloatType.F32);
      case 10 -> Optional.of(FloatType.F16);
      case 11 -> Optional.of(FloatType.F64);
      case 16 -> Optional.of(FloatType.BF16);
      default -> Optional.empty();
    };
  }

  /// The bytes of one whole number or truth value, in the types whose few numbers are kept.
  public OptionalInt wholeBytes() {
    return switch (number) {
      case 2, 3, 9 -> OptionalInt.of(Byte.BYTES);
      case 4, 5 -> OptionalInt.of(Short.BYTES);
      case 6, 12 -> OptionalInt.of(Integer.BYTES);
      case 7, 13 -> OptionalInt.of(Long.BYTES);
      default -> OptionalInt.empty();
    };
  }

  /// Whether its elements are truth values.
  public boolean isBoolean() {
    return number == 9;
  }

  /// Whether its whole numbers may be negative.
  public boolean isSigned() {
    return number == 3 || number == 5 || number == 6 || number == 7;
  }

  /// The bits of one element, if it has a fixed size that we know.
  public OptionalInt bits() {
    return switch (number) {
      case 25, 26 -> OptionalInt.of(2);
      case 21, 22, 23 -> OptionalInt.of(4);
      case 2, 3, 9, 17, 18, 19, 20, 24 -> OptionalInt.of(8);
      case 4, 5, 10, 16 -> OptionalInt.of(16);
      case 1, 6, 12 -> OptionalInt.of(32);
      case 7, 11, 13, 14 -> OptionalInt.of(64);
      case 15 -> OptionalInt.of(128);
      default -> OptionalInt.empty();
    };
  }
}

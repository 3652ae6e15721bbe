package dev.seedbed.io.weights;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OpaqueDataType;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/// The types of HDF5 datasets, in the words of weight files.
final class HdfTypes {

  private HdfTypes() {}

  /// The type of real numbers, if it is one of ours, little-endian.
  ///
  /// @param label what an attribute calls the type; Keras has that of bfloat16 only
  static Optional<FloatType> floatType(DataType type, String label) {
    return switch (type) {
      // Keras's two opaque bytes: HdfChannel.
      case StringData opaque when opaque.getSize() == 2 && label.equals("bfloat16") ->
          Optional.of(FloatType.BF16);
      case FloatingPoint number when number.getByteOrder() == ByteOrder.LITTLE_ENDIAN ->
          floatType(number);
      default -> Optional.empty();
    };
  }

  private static Optional<FloatType> floatType(FloatingPoint number) {
    return switch (layout(number)) {
      case "4 23+8 at 0, 23, 31" -> Optional.of(FloatType.F32);
      case "8 52+11 at 0, 52, 63" -> Optional.of(FloatType.F64);
      case "2 10+5 at 0, 10, 15" -> Optional.of(FloatType.F16);
      case "2 7+8 at 0, 7, 15" -> Optional.of(FloatType.BF16);
      default -> Optional.empty();
    };
  }

  /// Bytes, bits of fraction and exponent, and where these and the sign are.
  private static String layout(FloatingPoint number) {
    return "%d %d+%d at %d, %d, %d"
        .formatted(
            number.getSize(),
            number.getMantissaSize(),
            number.getExponentSize(),
            number.getMantissaLocation(),
            number.getExponentLocation(),
            number.getSignLocation());
  }

  /// The type in words, such as "F32" or "I64".
  static String name(DataType type, String label) {
    Optional<FloatType> real = floatType(type, label);
    if (real.isPresent()) {
      return real.get().name();
    }
    int bits = Byte.SIZE * type.getSize();
    return switch (type) {
      case FloatingPoint number ->
          "%sF%d"
              .formatted(number.getByteOrder() == ByteOrder.BIG_ENDIAN ? "big-endian " : "", bits);
      case FixedPoint number -> (number.isSigned() ? "I" : "U") + bits;
      case OpaqueDataType _ -> "%d opaque bytes".formatted(type.getSize());
      case StringData _ -> "STRING";
      case VariableLength text when text.isVariableLengthString() -> "STRING";
      case EnumDataType _ -> "ENUM";
      default -> type.getClass().getSimpleName().replace("DataType", "").toUpperCase(Locale.ROOT);
    };
  }
}

package dev.seedbed.io.weights;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/// A type of PyTorch's elements.
///
/// @param name such as "float32"
/// @param bytes of an element
record TorchType(String name, int bytes) {
  private static final Map<String, TorchType> BY_NAME =
      Map.ofEntries(
          type("float64", Double.BYTES),
          type("float32", Float.BYTES),
          type("float16", Short.BYTES),
          type("bfloat16", Short.BYTES),
          type("float8_e4m3fn", 1),
          type("float8_e5m2", 1),
          type("float8_e4m3fnuz", 1),
          type("float8_e5m2fnuz", 1),
          type("float8_e8m0fnu", 1),
          type("float4_e2m1fn_x2", 1),
          type("complex32", 2 * Short.BYTES),
          type("complex64", 2 * Float.BYTES),
          type("complex128", 2 * Double.BYTES),
          type("int64", Long.BYTES),
          type("int32", Integer.BYTES),
          type("int16", Short.BYTES),
          type("int8", 1),
          type("uint64", Long.BYTES),
          type("uint32", Integer.BYTES),
          type("uint16", Short.BYTES),
          type("uint8", 1),
          type("bool", 1),
          type("qint32", Integer.BYTES),
          type("qint8", 1),
          type("quint8", 1),
          type("quint4x2", 1),
          type("quint2x4", 1));

  /// The names of the types that storages are of, by those of their classes.
  private static final Map<String, String> OF_STORAGES =
      Map.ofEntries(
          entry("DoubleStorage", "float64"),
          entry("FloatStorage", "float32"),
          entry("HalfStorage", "float16"),
          entry("BFloat16Storage", "bfloat16"),
          entry("ComplexDoubleStorage", "complex128"),
          entry("ComplexFloatStorage", "complex64"),
          entry("LongStorage", "int64"),
          entry("IntStorage", "int32"),
          entry("ShortStorage", "int16"),
          entry("CharStorage", "int8"),
          entry("ByteStorage", "uint8"),
          entry("BoolStorage", "bool"),
          entry("QInt32Storage", "qint32"),
          entry("QInt8Storage", "qint8"),
          entry("QUInt8Storage", "quint8"),
          entry("QUInt4x2Storage", "quint4x2"),
          entry("QUInt2x4Storage", "quint2x4"),
          // Bytes, which a tensor gives a type of its own.
          entry("UntypedStorage", "uint8"));

  private static Map.Entry<String, TorchType> type(String name, int bytes) {
    return entry(name, new TorchType(name, bytes));
  }

  /// That of `torch.NAME`.
  static Optional<TorchType> of(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /// That of a storage of a class.
  static Optional<TorchType> ofStorage(String storageClass) {
    return Optional.ofNullable(OF_STORAGES.get(storageClass)).map(BY_NAME::get);
  }

  Optional<FloatType> floatType() {
    return switch (name) {
      case "float64" -> Optional.of(FloatType.F64);
      case "float32" -> Optional.of(FloatType.F32);
      case "float16" -> Optional.of(FloatType.F16);
      case "bfloat16" -> Optional.of(FloatType.BF16);
      default -> Optional.empty();
    };
  }
}

package dev.seedbed.io.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/// Instead of the bytes [`begin`, `end`) of a file, a copy has `content`.
record Replacement(long begin, long end, Content content) {

  /// The new content in the copy.
  sealed interface Content {
    /// In bytes.
    long length();
  }

  /// Just these bytes.
  record Bytes(byte[] bytes) implements Content {
    @Override
    public long length() {
      return bytes.length;
    }
  }

  /// Bytes that are in the copy already.
  record Present(long length) implements Content {}

  /// A tensor's elements.
  ///
  /// @param current where the elements that it had stand in the original, in the same format, if
  ///   they do
  record Elements(
      NumberFormat format, long count, ElementSource source, Optional<ElementPlace> current)
      implements Content {
    @Override
    public long length() {
      return count * format.bytes();
    }
  }

  /// A tensor of `count` elements that stand at `begin` gets others of the same type.
  static Replacement inPlace(long begin, FloatType type, long count, ElementSource source) {
    return inPlace(begin, NumberFormat.littleEndian(type), count, source);
  }

  /// Likewise in another format.
  static Replacement inPlace(long begin, NumberFormat format, long count, ElementSource source) {
    var current = new ElementPlace.Row(begin, format.bytes());
    var elements = new Elements(format, count, source, Optional.of(current));
    return new Replacement(begin, begin + elements.length(), elements);
  }

  /// Those of `tensors` that `values` names get other elements, each where it stands.
  ///
  /// @param begin by the position in `tensors`
  static List<Replacement> inPlace(
      List<StoredTensor> tensors, IntToLongFunction begin, Map<String, ElementSource> values) {
    var replacements = new ArrayList<Replacement>();
    for (int i = 0; i < tensors.size(); i++) {
      StoredTensor tensor = tensors.get(i);
      ElementSource source = values.get(tensor.name());
      if (source != null) {
        FloatType type = tensor.floatType().orElseThrow();
        replacements.add(inPlace(begin.applyAsLong(i), type, tensor.elements(), source));
      }
    }
    return replacements;
  }

  static Replacement bytes(long begin, long end, byte... bytes) {
    return new Replacement(begin, end, new Bytes(bytes));
  }
}

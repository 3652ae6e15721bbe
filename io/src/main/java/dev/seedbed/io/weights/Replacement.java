package dev.seedbed.io.weights;

import java.util.OptionalLong;

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

  /// A tensor's elements.
  ///
  /// @param current where the elements that it had stand in the original, one after the other in
  ///   the same type, if they do
  record Elements(FloatType type, long count, ElementSource source, OptionalLong current)
      implements Content {
    @Override
    public long length() {
      return count * type.bytes();
    }
  }

  /// A tensor of `count` elements that stand at `begin` gets others of the same type.
  static Replacement inPlace(long begin, FloatType type, long count, ElementSource source) {
    var elements = new Elements(type, count, source, OptionalLong.of(begin));
    return new Replacement(begin, begin + elements.length(), elements);
  }

  static Replacement bytes(long begin, long end, byte... bytes) {
    return new Replacement(begin, end, new Bytes(bytes));
  }
}

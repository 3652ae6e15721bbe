package dev.seedbed.io.weights;

import java.util.List;

/// A `TensorProto`, without its numbers.
///
/// @param frame where it stands
record OnnxTensor(Frame frame, String name, OnnxType type, long[] shape, Data data) {

  /// The bytes [`begin`, `end`) of the file.
  record Range(int begin, int end) {}

  /// Where the numbers stand.
  sealed interface Data {}

  /// From `at` on, one after the other, little-endian, each as long as its type.
  record Contiguous(long at) implements Data {}

  /// In fields that are coded otherwise: number by number, or 16 bits as a varint.
  record Coded(List<Range> fields) implements Data {}

  /// In another file.
  ///
  /// @param fields the `external_data` that say where
  /// @param entries what they say
  record External(List<Range> fields, List<Entry> entries) implements Data {}

  /// Somewhere in the message, as some type that is not of real numbers.
  record Opaque() implements Data {}

  /// One `external_data`.
  record Entry(String key, String value) {}

  long elements() {
    return Shapes.elements(shape);
  }
}

package dev.seedbed.io.chain;

import dev.seedbed.io.weights.StoredTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A tensor of the file as an operator sees it: perhaps with its two axes exchanged, or in another
/// shape.
///
/// @param shape that the operator sees
/// @param swapped whether its two axes are exchanged: then the file has them the other way round
record Constant(StoredTensor tensor, long[] shape, boolean swapped) {

  static Constant of(StoredTensor tensor) {
    return new Constant(tensor, tensor.shape(), false);
  }

  long elements() {
    return tensor.elements();
  }

  /// Whether it is one row of `length` numbers, which an operator adds to every row.
  boolean isRow(long length) {
    return elements() == length
        && (length == 1 || (shape.length > 0 && shape[shape.length - 1] == length));
  }

  /// Behind a Transpose with this order of axes; empty if it reverses them.
  Optional<Constant> transpose(List<Long> order) {
    if (shape.length < 2 || order.equals(List.of(0L, 1L))) {
      return Optional.of(this);
    }
    return shape.length == 2 && (order.isEmpty() || order.equals(List.of(1L, 0L)))
        ? Optional.of(new Constant(tensor, new long[] {shape[1], shape[0]}, !swapped))
        : Optional.empty();
  }

  /// Behind a Reshape to `wanted`, where 0 keeps an axis and −1 is what is left.
  Optional<Constant> reshape(List<Long> wanted) {
    if (swapped) {
      return Optional.empty();
    }
    long[] lengths = new long[wanted.size()];
    long known = 1;
    for (int i = 0; i < lengths.length; i++) {
      long length = wanted.get(i);
      lengths[i] = length == 0 && i < shape.length ? shape[i] : length;
      if (length != -1 && (lengths[i] <= 0 || known > elements())) {
        return Optional.empty();
      }
      known *= length == -1 ? 1 : lengths[i];
    }
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] == -1) {
        lengths[i] = elements() / known;
        known *= lengths[i];
      }
    }
    return known == elements()
        ? Optional.of(new Constant(tensor, lengths, false))
        : Optional.empty();
  }

  /// Behind a Squeeze or Unsqueeze, if at most one axis is longer than 1.
  Optional<Constant> row() {
    return Arrays.stream(shape).filter(length -> length != 1).count() > 1
        ? Optional.empty()
        : Optional.of(new Constant(tensor, new long[] {elements()}, false));
  }
}

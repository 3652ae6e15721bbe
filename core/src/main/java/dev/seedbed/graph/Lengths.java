package dev.seedbed.graph;

/// Checks of lengths, axes and indices.
final class Lengths {
  private Lengths() {}

  /// A product of lengths that does not overflow.
  static long product(long a, long b) {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "an axis must be shorter than 2^31: %d x %d".formatted(a, b));
    }
  }

  /// The axis that is meant of an array that has one.
  static int axis(long given, TensorShape shape) {
    if (shape.rank() == 0) {
      throw new IllegalArgumentException("a scalar has no axis %d".formatted(given));
    }
    return shape.axis(given);
  }

  static void checkRank(TensorShape shape, int rank) {
    if (shape.rank() != rank) {
      throw new IllegalArgumentException("the input must have %d axes: %s".formatted(rank, shape));
    }
  }

  static void checkBlock(int block) {
    if (block < 1) {
      throw new IllegalArgumentException("blocksize must be at least 1: " + block);
    }
  }

  /// The index that is meant, where negative numbers count from the end.
  static int index(long given, int length) {
    if (given < -length || given >= length) {
      throw new IllegalArgumentException(
          "index must be from %d to %d: %d".formatted(-length, length - 1, given));
    }
    return (int) (given < 0 ? given + length : given);
  }

  static void checkType(NdArray array, NdArray other) {
    if (!array.type().equals(other.type())) {
      throw new IllegalArgumentException(
          "expected %s, found %s".formatted(array.type(), other.type()));
    }
  }
}

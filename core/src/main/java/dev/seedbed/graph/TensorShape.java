package dev.seedbed.graph;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The lengths of the axes of an array. A scalar has none.
public final class TensorShape {
  /// The shape of a single number.
  public static final TensorShape SCALAR = new TensorShape(new int[0]);

  private static final long MOST_ELEMENTS = Integer.MAX_VALUE - 16;
  private static final int MOST_AXES = 64;

  private final int[] lengths;
  private final int elements;

  private TensorShape(int[] lengths) {
    this.lengths = lengths;
    long product = 1;
    for (int length : lengths) {
      product *= length;
    }
    this.elements = (int) product;
  }

  /// A shape of these lengths.
  ///
  /// @throws IllegalArgumentException if one is negative, or if an array of this shape would hold
  ///   2³¹ elements or more
  public static TensorShape of(long... lengths) {
    if (lengths.length > MOST_AXES) {
      throw new IllegalArgumentException(
          "an array must have at most %d axes: %d".formatted(MOST_AXES, lengths.length));
    }
    long elements = 1;
    boolean empty = false;
    for (long length : lengths) {
      if (length < 0) {
        throw new IllegalArgumentException(
            "the axes of an array must not be negative: " + title(lengths));
      }
      empty |= length == 0;
    }
    int[] checked = new int[lengths.length];
    for (int axis = 0; axis < lengths.length; axis++) {
      if (lengths[axis] > MOST_ELEMENTS
          || (!empty && elements > MOST_ELEMENTS / Math.max(1, lengths[axis]))) {
        throw new IllegalArgumentException(
            "an array must hold fewer than 2^31 elements: " + title(lengths));
      }
      elements *= empty ? 1 : lengths[axis];
      checked[axis] = (int) lengths[axis];
    }
    return new TensorShape(checked);
  }

  /// A shape of these lengths.
  ///
  /// @throws IllegalArgumentException as [#of(long...)]
  public static TensorShape of(int[] lengths) {
    return of(Arrays.stream(lengths).asLongStream().toArray());
  }

  private static String title(long[] lengths) {
    return lengths.length == 0
        ? "scalar"
        : Arrays.stream(lengths).mapToObj(Long::toString).collect(Collectors.joining("x"));
  }

  /// The number of axes.
  public int rank() {
    return lengths.length;
  }

  /// The length of an axis.
  ///
  /// @param axis from 0 on
  public int length(int axis) {
    return lengths[axis];
  }

  /// The lengths of all axes.
  public int[] lengths() {
    return lengths.clone();
  }

  /// The number of elements.
  public int elements() {
    return elements;
  }

  /// The number of elements of the axes from `from` to `to`, without `to`.
  public int elements(int from, int to) {
    int product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= lengths[axis];
    }
    return product;
  }

  /// How far apart neighbours along each axis are in row-major order.
  public int[] strides() {
    int[] strides = new int[lengths.length];
    int step = 1;
    for (int axis = lengths.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= lengths[axis];
    }
    return strides;
  }

  /// The axis that a model file means, where negative numbers count from the end.
  ///
  /// @throws IllegalArgumentException if there is no such axis
  public int axis(long given) {
    return axis(given, rank());
  }

  /// The axis that a model file means, of an array with `rank` axes.
  ///
  /// @throws IllegalArgumentException if there is no such axis
  public static int axis(long given, int rank) {
    if (given < -rank || given >= Math.max(rank, 1)) {
      throw new IllegalArgumentException(
          "axis must be from %d to %d: %d".formatted(-rank, rank - 1, given));
    }
    return (int) (given < 0 ? given + rank : given);
  }

  /// The same with another length of one axis.
  public TensorShape with(int axis, long length) {
    long[] changed = Arrays.stream(lengths).asLongStream().toArray();
    changed[axis] = length;
    return of(changed);
  }

  /// The shape of elementwise functions of arrays of both shapes, by ONNX's (NumPy's) rule: axes
  /// are aligned at the end, and an axis of length 1 is repeated.
  ///
  /// @throws IllegalArgumentException if they do not fit
  public TensorShape broadcast(TensorShape other) {
    if (equals(other)) {
      return this;
    }
    long[] common = new long[Math.max(rank(), other.rank())];
    for (int back = 1; back <= common.length; back++) {
      int mine = back <= rank() ? lengths[rank() - back] : 1;
      int its = back <= other.rank() ? other.lengths[other.rank() - back] : 1;
      if (mine != its && mine != 1 && its != 1) {
        throw new IllegalArgumentException(
            "shapes must be equal, or 1, axis by axis from the end: %s and %s"
                .formatted(this, other));
      }
      common[common.length - back] = mine == 1 ? its : mine;
    }
    return of(common);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorShape shape && Arrays.equals(lengths, shape.lengths);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lengths);
  }

  /// The lengths with `x` between them, such as 8x3x32x32.
  @Override
  public String toString() {
    return title(Arrays.stream(lengths).asLongStream().toArray());
  }
}

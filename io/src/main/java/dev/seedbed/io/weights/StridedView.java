package dev.seedbed.io.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Where the elements of a tensor stand in a row of numbers that it may share with others: element
/// (i₀, i₁, …) at `offset` + Σ iₖ · `strides`ₖ.
///
/// @param shape the lengths of the axes
/// @param strides from 0 on, as many as there are axes
record StridedView(long offset, long[] shape, long[] strides) {

  /// An axis longer than 1.
  ///
  /// @param step how far apart its elements are in the tensor's own row-major order
  private record Axis(long length, long stride, long step) {
    long extent() {
      return (length - 1) * stride;
    }
  }

  /// A tensor that stands alone, the last axis varying fastest.
  static StridedView rowMajor(long... shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return new StridedView(0, shape, strides);
  }

  /// Likewise, the first axis varying fastest.
  static StridedView columnMajor(long... shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = 0; i < shape.length; i++) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return new StridedView(0, shape, strides);
  }

  long elements() {
    long elements = 1;
    for (long length : shape) {
      elements *= length;
    }
    return elements;
  }

  /// One more than the last position, of a view that has elements.
  ///
  /// @throws ArithmeticException if it is 2^63 or more
  long end() {
    long end = Math.incrementExact(offset);
    for (int i = 0; i < shape.length; i++) {
      end = Math.addExact(end, Math.multiplyExact(shape[i] - 1, strides[i]));
    }
    return end;
  }

  private List<Axis> axes() {
    var axes = new ArrayList<Axis>();
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] > 1) {
        axes.add(new Axis(shape[i], strides[i], step));
      }
      step *= shape[i];
    }
    return axes;
  }

  private List<Axis> byStride() {
    var axes = new ArrayList<>(axes());
    axes.sort(Comparator.comparingLong(Axis::stride).reversed());
    return axes;
  }

  /// Whether the elements stand one after the other, in row-major order.
  boolean isRowMajor() {
    return axes().stream().allMatch(axis -> axis.stride() == axis.step());
  }

  /// Whether it surely holds no position twice.
  boolean isOneToOne() {
    long extent = 0;
    for (Axis axis : byStride().reversed()) {
      if (axis.stride() <= extent) {
        return false;
      }
      extent += axis.extent();
    }
    return true;
  }

  /// Whether both have the same elements at the same places.
  boolean isSame(StridedView other) {
    return offset == other.offset
        && Arrays.equals(shape, other.shape)
        && axes().equals(other.axes());
  }

  /// Whether it surely shares no position with `other`.
  boolean isApart(StridedView other) {
    return elements() == 0
        || other.elements() == 0
        || areApart(byStride(), other.offset - offset, other.byStride());
  }

  /// @param a axes of elements that begin at 0, the longest stride first
  /// @param b those of elements that begin at `distance`
  private static boolean areApart(List<Axis> a, long distance, List<Axis> b) {
    if (haveGap(a, distance, b)) {
      return true;
    }
    long period = Math.max(outer(a), outer(b));
    List<Axis> innerA = inner(a, period);
    List<Axis> innerB = inner(b, period);
    if (period == 0 || extent(innerA) >= period || extent(innerB) >= period) {
      return false;
    }
    // Both repeat with the period: b's pattern begins `shift` behind one of a's, and `shift -
    // period`
    // behind the next.
    long shift = Math.floorMod(distance, period);
    long repeats = Math.floorDiv(distance, period);
    long most = length(a, period) - 1;
    long least = 1 - length(b, period);
    boolean first = repeats < least || repeats > most || haveGap(innerA, shift, innerB);
    boolean second =
        repeats + 1 < least || repeats + 1 > most || haveGap(innerA, shift - period, innerB);
    if (first && second) {
      return true;
    }
    return first != second && areApart(innerA, first ? shift - period : shift, innerB);
  }

  private static boolean haveGap(List<Axis> a, long distance, List<Axis> b) {
    return distance > extent(a) || distance < -extent(b);
  }

  private static long extent(List<Axis> axes) {
    return axes.stream().mapToLong(Axis::extent).sum();
  }

  private static long outer(List<Axis> axes) {
    return axes.isEmpty() ? 0 : axes.getFirst().stride();
  }

  private static long length(List<Axis> axes, long period) {
    return outer(axes) == period ? axes.getFirst().length() : 1;
  }

  private static List<Axis> inner(List<Axis> axes, long period) {
    return outer(axes) == period && period > 0 ? axes.subList(1, axes.size()) : axes;
  }

  /// Puts the elements, in row-major order, into `elements`.
  ///
  /// @param numbers what they are a view of
  void gather(float[] numbers, float[] elements) {
    long[] indices = new long[shape.length];
    int position = (int) offset;
    for (int i = 0; i < elements.length; i++) {
      elements[i] = numbers[position];
      position += (int) next(indices);
    }
  }

  /// Puts `elements`, in row-major order, where they belong in `numbers`.
  void scatter(float[] elements, float[] numbers) {
    long[] indices = new long[shape.length];
    int position = (int) offset;
    for (int i = 0; i < elements.length; i++) {
      numbers[position] = elements[i];
      position += (int) next(indices);
    }
  }

  /// Goes to the next element in row-major order, and says how far that is.
  private long next(long[] indices) {
    long distance = 0;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      distance += strides[axis];
      if (++indices[axis] < shape[axis]) {
        return distance;
      }
      distance -= indices[axis] * strides[axis];
      indices[axis] = 0;
    }
    return distance;
  }

  /// A part of the tensor that is a block: all combinations of some indices of each axis.
  ///
  /// @param position of its first element
  /// @param index of that element among those asked for
  /// @param lengths of its axes, the shortest stride first
  /// @param strides of these
  /// @param steps of these among the elements asked for
  record Block(long position, int index, long[] lengths, long[] strides, long[] steps) {}

  /// The elements `from` to `from + count - 1`, in row-major order, as blocks.
  List<Block> blocks(long from, int count) {
    var blocks = new ArrayList<Block>();
    add(blocks, axes().reversed(), 0, offset, from, 0, count);
    return blocks;
  }

  /// Adds the blocks of a range of the elements whose indices of the first `done` axes are fixed.
  private static void add(
      List<Block> blocks,
      List<Axis> axes,
      int done,
      long position,
      long from,
      int index,
      long count) {
    if (count == 0) {
      return;
    }
    if (done == axes.size()) {
      blocks.add(block(position, index, List.of()));
      return;
    }
    Axis axis = axes.get(done);
    long inner = axis.step();
    long head = from % inner == 0 ? 0 : Math.min(count, inner - from % inner);
    if (head > 0) {
      long at = position + from / inner * axis.stride();
      add(blocks, axes, done + 1, at, from % inner, index, head);
    }
    long first = (from + head) / inner;
    long whole = (count - head) / inner;
    int next = index + (int) head;
    if (whole > 0) {
      var of = new ArrayList<>(axes.subList(done + 1, axes.size()));
      of.add(new Axis(whole, axis.stride(), inner));
      blocks.add(block(position + first * axis.stride(), next, of));
    }
    long tail = count - head - whole * inner;
    long at = position + (first + whole) * axis.stride();
    add(blocks, axes, done + 1, at, 0, next + (int) (whole * inner), tail);
  }

  private static Block block(long position, int index, List<Axis> axes) {
    var sorted = new ArrayList<>(axes);
    sorted.removeIf(axis -> axis.length() == 1);
    sorted.sort(Comparator.comparingLong(Axis::stride));
    return new Block(
        position,
        index,
        sorted.stream().mapToLong(Axis::length).toArray(),
        sorted.stream().mapToLong(Axis::stride).toArray(),
        sorted.stream().mapToLong(Axis::step).toArray());
  }
}

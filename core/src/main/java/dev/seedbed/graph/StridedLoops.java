package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.Arrays;

/// Nested loops over two arrays, a source and a target, each with its own distance for each axis.
/// Axes of length 1 are left out, and neighbouring axes that are contiguous in both are one.
///
/// @param lengths of the axes, outermost first
/// @param from distances in the source
/// @param to distances in the target
record StridedLoops(int[] lengths, int[] from, int fromStart, int[] to, int toStart) {
  /// The side of the blocks in which planes are transposed. Measured on JDK 25, November 2026, with
  /// 8x56x56x256 from NHWC to NCHW: the lines of 16 rows stay in the first cache even where rows
  /// are a power of two apart.
  private static final int BLOCK = 16;

  static StridedLoops of(TensorShape shape, int[] from, int fromStart, int[] to, int toStart) {
    int rank = shape.rank();
    int[] lengths = new int[rank];
    int[] source = new int[rank];
    int[] target = new int[rank];
    int count = 0;
    for (int axis = 0; axis < rank; axis++) {
      int length = shape.length(axis);
      if (length == 1) {
        continue;
      }
      int last = count - 1;
      if (last >= 0 && source[last] == from[axis] * length && target[last] == to[axis] * length) {
        lengths[last] *= length;
        source[last] = from[axis];
        target[last] = to[axis];
      } else {
        lengths[count] = length;
        source[count] = from[axis];
        target[count] = to[axis];
        count++;
      }
    }
    return new StridedLoops(
        Arrays.copyOf(lengths, count),
        Arrays.copyOf(source, count),
        fromStart,
        Arrays.copyOf(target, count),
        toStart);
  }

  private int elements() {
    int product = 1;
    for (int length : lengths) {
      product *= length;
    }
    return product;
  }

  /// The axis with these at the end, in this order.
  private StridedLoops ending(int... axes) {
    int[] order = new int[lengths.length];
    int count = 0;
    for (int axis = 0; axis < order.length; axis++) {
      int at = axis;
      if (Arrays.stream(axes).noneMatch(last -> last == at)) {
        order[count++] = axis;
      }
    }
    System.arraycopy(axes, 0, order, count, axes.length);
    return new StridedLoops(
        pick(lengths, order), pick(from, order), fromStart, pick(to, order), toStart);
  }

  private static int[] pick(int[] values, int[] order) {
    return Arrays.stream(order).map(axis -> values[axis]).toArray();
  }

  /// The steps of one axis from `start` to `end`, without `end`.
  private StridedLoops part(int axis, int start, int end) {
    int[] shorter = lengths.clone();
    shorter[axis] = end - start;
    return new StridedLoops(
        shorter, from, fromStart + start * from[axis], to, toStart + start * to[axis]);
  }

  /// The axis of the least distance other than `not`; of equals, the last.
  private static int nearest(int[] steps, int not) {
    int best = -1;
    for (int axis = 0; axis < steps.length; axis++) {
      if (axis != not && (best < 0 || Math.abs(steps[axis]) <= Math.abs(steps[best]))) {
        best = axis;
      }
    }
    return best;
  }

  /// The axis that threads share: the longest on which targets differ.
  private int shared() {
    int best = -1;
    for (int axis = 0; axis < lengths.length; axis++) {
      if (to[axis] != 0 && (best < 0 || lengths[axis] > lengths[best])) {
        best = axis;
      }
    }
    return best;
  }

  /// Copies elements. No two may have one target.
  void copy(Object source, Object target, Team team) {
    if (elements() == 0) {
      return;
    }
    int columns = nearest(to, -1);
    if (columns < 0) {
      System.arraycopy(source, fromStart, target, toStart, 1);
      return;
    }
    int rows = nearest(from, columns);
    StridedLoops loops = rows < 0 ? this : ending(rows, columns);
    int shared = loops.shared();
    Parallel.ranges(
        team,
        loops.lengths[shared],
        elements() / loops.lengths[shared],
        (start, end) ->
            loops
                .part(shared, start, end)
                .planes((fromAt, fromRow, fromColumn, toAt, toRow, toColumn, n, m) -> {
                  if (fromColumn == 1 && toColumn == 1 && m >= BLOCK) {
                    for (int i = 0; i < n; i++) {
                      System.arraycopy(source, fromAt + i * fromRow, target, toAt + i * toRow, m);
                    }
                    return;
                  }
                  var plane = new Plane(fromAt, fromRow, fromColumn, toAt, toRow, toColumn, n, m);
                  switch (source) {
                    case float[] floats -> plane.copy(floats, (float[]) target);
                    case long[] longs -> plane.copy(longs, (long[]) target);
                    default -> plane.copy((boolean[]) source, (boolean[]) target);
                  }
                }));
  }

  /// Adds elements to their targets, in the order of the loops.
  void addUp(float[] source, double[] target, Team team) {
    if (elements() == 0) {
      return;
    }
    int shared = shared();
    int count = shared < 0 ? 1 : lengths[shared];
    Parallel.ranges(
        team,
        count,
        elements() / count,
        (start, end) ->
            (shared < 0 ? this : part(shared, start, end))
                .planes((fromAt, fromRow, fromColumn, toAt, toRow, toColumn, n, m) -> {
                  for (int i = 0; i < n; i++) {
                    int at = fromAt + i * fromRow;
                    int place = toAt + i * toRow;
                    if (toColumn == 0) {
                      double sum = target[place];
                      for (int j = 0; j < m; j++) {
                        sum += source[at + j * fromColumn];
                      }
                      target[place] = sum;
                    } else {
                      for (int j = 0; j < m; j++) {
                        target[place + j * toColumn] += source[at + j * fromColumn];
                      }
                    }
                  }
                }));
  }

  /// The two innermost loops.
  private interface InnerLoops {
    void run(
        int fromAt, int fromRow, int fromColumn, int toAt, int toRow, int toColumn, int n, int m);
  }

  private void planes(InnerLoops inner) {
    int rank = lengths.length;
    int outer = Math.max(0, rank - 2);
    int[] index = new int[outer];
    int fromAt = fromStart;
    int toAt = toStart;
    if (elements() == 0) {
      return;
    }
    while (true) {
      inner.run(
          fromAt,
          rank < 2 ? 0 : from[rank - 2],
          rank < 1 ? 0 : from[rank - 1],
          toAt,
          rank < 2 ? 0 : to[rank - 2],
          rank < 1 ? 0 : to[rank - 1],
          rank < 2 ? 1 : lengths[rank - 2],
          rank < 1 ? 1 : lengths[rank - 1]);
      int axis = outer - 1;
      for (; axis >= 0; axis--) {
        fromAt += from[axis];
        toAt += to[axis];
        if (++index[axis] < lengths[axis]) {
          break;
        }
        fromAt -= index[axis] * from[axis];
        toAt -= index[axis] * to[axis];
        index[axis] = 0;
      }
      if (axis < 0) {
        return;
      }
    }
  }

  /// `n` rows of `m` columns, to be copied block by block.
  private record Plane(
      int fromAt, int fromRow, int fromColumn, int toAt, int toRow, int toColumn, int n, int m) {

    /// Where a block starts that rows read side by side gain from, or else all columns.
    private int columns() {
      return Math.abs(fromColumn) <= 1 ? m : BLOCK;
    }

    void copy(float[] source, float[] target) {
      for (int k = 0; k < m; k += columns()) {
        int end = Math.min(m, k + columns());
        for (int i = 0; i < n; i++) {
          int at = fromAt + i * fromRow;
          int place = toAt + i * toRow;
          for (int j = k; j < end; j++) {
            target[place + j * toColumn] = source[at + j * fromColumn];
          }
        }
      }
    }

    void copy(long[] source, long[] target) {
      for (int k = 0; k < m; k += columns()) {
        int end = Math.min(m, k + columns());
        for (int i = 0; i < n; i++) {
          int at = fromAt + i * fromRow;
          int place = toAt + i * toRow;
          for (int j = k; j < end; j++) {
            target[place + j * toColumn] = source[at + j * fromColumn];
          }
        }
      }
    }

    void copy(boolean[] source, boolean[] target) {
      for (int k = 0; k < m; k += columns()) {
        int end = Math.min(m, k + columns());
        for (int i = 0; i < n; i++) {
          int at = fromAt + i * fromRow;
          int place = toAt + i * toRow;
          for (int j = k; j < end; j++) {
            target[place + j * toColumn] = source[at + j * fromColumn];
          }
        }
      }
    }
  }
}

package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.Arrays;

/// Arrays of different shapes, repeated to one shape by ONNX's (NumPy's) rule, without copies.
///
/// Neighbouring axes along which the same arrays are repeated count as one. Along the last of them
/// each array either goes on element by element or stays where it is, so that loops over stretches
/// of it are simple. See [TensorShape#broadcast].
final class Broadcast {
  private final TensorShape shape;
  private final int[] lengths;
  private final int[][] steps;

  private Broadcast(TensorShape shape, int[] lengths, int[][] steps) {
    this.shape = shape;
    this.lengths = lengths;
    this.steps = steps;
  }

  /// Arrays of these shapes, repeated to their common shape.
  ///
  /// @throws IllegalArgumentException if they have none
  static Broadcast of(TensorShape... shapes) {
    TensorShape common = shapes[0];
    for (TensorShape each : shapes) {
      common = common.broadcast(each);
    }
    int rank = common.rank();
    int[] lengths = new int[Math.max(1, rank)];
    int[][] steps = new int[shapes.length][lengths.length];
    int[] strides = new int[shapes.length];
    Arrays.fill(strides, 1);
    int used = 0;
    for (int back = 1; back <= rank; back++) {
      int length = common.length(rank - back);
      if (length == 1) {
        continue;
      }
      boolean same = used > 0;
      int[] step = new int[shapes.length];
      for (int i = 0; i < shapes.length; i++) {
        boolean goesOn = back <= shapes[i].rank() && shapes[i].length(shapes[i].rank() - back) != 1;
        step[i] = goesOn ? strides[i] : 0;
        same &= used > 0 && goesOn == (steps[i][used - 1] != 0);
        strides[i] *= goesOn ? length : 1;
      }
      if (same) {
        lengths[used - 1] *= length;
      } else {
        for (int i = 0; i < shapes.length; i++) {
          steps[i][used] = step[i];
        }
        lengths[used++] = length;
      }
    }
    if (used == 0) {
      lengths[used++] = 1;
    }
    return new Broadcast(common, reversed(lengths, used), reversed(steps, used));
  }

  private static int[] reversed(int[] list, int count) {
    int[] reversed = new int[count];
    for (int i = 0; i < count; i++) {
      reversed[i] = list[count - 1 - i];
    }
    return reversed;
  }

  private static int[][] reversed(int[][] lists, int count) {
    int[][] reversed = new int[lists.length][];
    for (int i = 0; i < lists.length; i++) {
      reversed[i] = reversed(lists[i], count);
    }
    return reversed;
  }

  /// The common shape.
  TensorShape shape() {
    return shape;
  }

  /// The lengths of the joined axes.
  int[] lengths() {
    return lengths.clone();
  }

  /// How far array `i` goes on along each of the joined axes.
  int[] steps(int i) {
    return steps[i].clone();
  }

  /// Whether array `i` goes on along the last axis, 1, or stays where it is, 0.
  int step(int i) {
    return steps[i][lengths.length - 1];
  }

  /// A loop along the last axis.
  interface Stretch {
    /// Runs over `length` neighbours.
    ///
    /// @param at where it starts in the common shape
    /// @param places where it starts in each of the arrays
    void run(int at, int[] places, int length);
  }

  /// Makes loops, one for each thread, which may have memory of its own.
  interface StretchMaker {
    Stretch make();
  }

  /// Goes through all elements of the common shape.
  void each(Team team, Stretch stretch) {
    eachOwn(team, () -> stretch);
  }

  /// Goes through all elements of the common shape, with a loop of its own for each thread.
  void eachOwn(Team team, StretchMaker maker) {
    Parallel.ranges(team, shape.elements(), (from, to) -> walk(from, to, maker.make()));
  }

  private void walk(int from, int to, Stretch stretch) {
    int last = lengths.length - 1;
    int[] index = new int[lengths.length];
    int[] places = new int[steps.length];
    int rest = from;
    for (int axis = last; axis >= 0; axis--) {
      index[axis] = rest % lengths[axis];
      rest /= lengths[axis];
      for (int i = 0; i < places.length; i++) {
        places[i] += index[axis] * steps[i][axis];
      }
    }
    int at = from;
    while (at < to) {
      int length = Math.min(lengths[last] - index[last], to - at);
      stretch.run(at, places, length);
      at += length;
      index[last] += length;
      move(places, last, length);
      for (int axis = last; axis > 0 && index[axis] == lengths[axis]; axis--) {
        move(places, axis, -lengths[axis]);
        index[axis] = 0;
        index[axis - 1]++;
        move(places, axis - 1, 1);
      }
    }
  }

  private void move(int[] places, int axis, int count) {
    for (int i = 0; i < places.length; i++) {
      places[i] += count * steps[i][axis];
    }
  }
}

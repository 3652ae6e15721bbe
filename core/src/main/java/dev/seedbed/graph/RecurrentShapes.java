package dev.seedbed.graph;

import java.util.Arrays;
import java.util.Optional;

/// The lengths of a recurrent layer's axes, and where its elements stand.
///
/// @param lengths of the sequences, one for each row
record RecurrentShapes(
    int steps,
    int rows,
    int inputs,
    int units,
    int gates,
    int directions,
    boolean batchFirst,
    int[] lengths) {

  /// Checks the first six inputs: x, weights, recurrent weights, bias, lengths, initial state.
  static RecurrentShapes of(Operands in, RecurrentSpec spec, int gates) {
    TensorShape x = in.floats(0).shape();
    TensorShape w = in.floats(1).shape();
    TensorShape r = in.floats(2).shape();
    if (x.rank() != 3 || w.rank() != 3 || r.rank() != 3) {
      throw new IllegalArgumentException(
          "X, W and R must have three axes: %s, %s and %s".formatted(x, w, r));
    }
    boolean batchFirst = spec.batchFirst();
    int units = r.length(2);
    int directions = spec.directions();
    var shapes =
        new RecurrentShapes(
            x.length(batchFirst ? 1 : 0),
            x.length(batchFirst ? 0 : 1),
            x.length(2),
            units,
            gates,
            directions,
            batchFirst,
            new int[0]);
    long width = (long) gates * units;
    check(in, 1, directions, width, shapes.inputs);
    check(in, 2, directions, width, units);
    check(in, 3, directions, 2 * width);
    shapes.checkState(in, 5);
    return shapes.with(in.find(4));
  }

  static void check(Operands in, int i, long... lengths) {
    Optional<NdArray> array = in.find(i);
    TensorShape shape = TensorShape.of(lengths);
    if (array.isPresent() && !in.floats(i).shape().equals(shape)) {
      throw new IllegalArgumentException(
          "input %d must be %s: %s".formatted(i, shape, array.get().shape()));
    }
  }

  /// Checks an initial state.
  void checkState(Operands in, int i) {
    if (batchFirst) {
      check(in, i, rows, directions, units);
    } else {
      check(in, i, directions, rows, units);
    }
  }

  private RecurrentShapes with(Optional<NdArray> given) {
    int[] checked = new int[rows];
    Arrays.fill(checked, steps);
    if (given.isPresent()) {
      LongArray longs = given.get().asLongs();
      if (!longs.shape().equals(TensorShape.of(rows))) {
        throw new IllegalArgumentException(
            "sequence lengths must be %d: %s".formatted(rows, longs.shape()));
      }
      for (int row = 0; row < rows; row++) {
        long length = longs.data()[row];
        if (length < 0 || length > steps) {
          throw new IllegalArgumentException(
              "sequence lengths must be from 0 to %d: %d".formatted(steps, length));
        }
        checked[row] = (int) length;
      }
    }
    return new RecurrentShapes(steps, rows, inputs, units, gates, directions, batchFirst, checked);
  }

  int length(int row) {
    return lengths[row];
  }

  int inputAt(int time, int row) {
    return (batchFirst ? row * steps + time : time * rows + row) * inputs;
  }

  int outputAt(int time, int d, int row) {
    return (batchFirst
            ? (row * steps + time) * directions + d
            : (time * directions + d) * rows + row)
        * units;
  }

  int stateAt(int d, int row) {
    return (batchFirst ? row * directions + d : d * rows + row) * units;
  }

  TensorShape output() {
    return batchFirst
        ? TensorShape.of(rows, steps, directions, units)
        : TensorShape.of(steps, directions, rows, units);
  }

  TensorShape state() {
    return batchFirst
        ? TensorShape.of(rows, directions, units)
        : TensorShape.of(directions, rows, units);
  }
}

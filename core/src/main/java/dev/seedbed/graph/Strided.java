package dev.seedbed.graph;

import dev.seedbed.kernel.Team;

/// A rearrangement: where each element of an array of shape `shape` stands in another array, as a
/// start and a distance for each axis. Transposing, slicing, repeating (distance 0) and their kind
/// are all of this form.
///
/// @param start where the first element stands
/// @param steps one for each axis of `shape`; may be negative or 0
record Strided(TensorShape shape, int start, int[] steps) {
  /// The elements of an array of `shape` where they are.
  static Strided all(TensorShape shape) {
    return new Strided(shape, 0, shape.strides());
  }

  /// An array of shape `from`, repeated to shape `to`, by the rule of
  /// [broadcasting][TensorShape#broadcast].
  static Strided repeated(TensorShape from, TensorShape to) {
    int[] strides = from.strides();
    int[] steps = new int[to.rank()];
    for (int axis = 0; axis < from.rank(); axis++) {
      steps[to.rank() - from.rank() + axis] = from.length(axis) == 1 ? 0 : strides[axis];
    }
    return new Strided(to, 0, steps);
  }

  /// A part of an array of shape `of` that starts at these places.
  static Strided part(TensorShape of, int[] starts, TensorShape shape) {
    int[] strides = of.strides();
    int start = 0;
    for (int axis = 0; axis < starts.length; axis++) {
      start += starts[axis] * strides[axis];
    }
    return new Strided(shape, start, strides);
  }

  /// One run along the last axis.
  private interface Row {
    void run(int at, int place);
  }

  /// Calls `row` for the rows from `from` to `to`, without `to`: `at` is where the row starts in
  /// row-major order, `place` in the other array.
  private void rows(int from, int to, Row row) {
    int last = shape.rank() - 1;
    int length = last < 0 ? 1 : shape.length(last);
    int[] index = new int[Math.max(0, last)];
    int rest = from;
    int place = start;
    for (int axis = last - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.length(axis);
      rest /= shape.length(axis);
      place += index[axis] * steps[axis];
    }
    for (int i = from; i < to; i++) {
      row.run(i * length, place);
      for (int axis = last - 1; axis >= 0; axis--) {
        place += steps[axis];
        if (++index[axis] < shape.length(axis)) {
          break;
        }
        place -= index[axis] * steps[axis];
        index[axis] = 0;
      }
    }
  }

  private int length() {
    return shape.rank() == 0 ? 1 : shape.length(shape.rank() - 1);
  }

  private int step() {
    return shape.rank() == 0 ? 1 : steps[shape.rank() - 1];
  }

  private int rowCount() {
    return shape.elements() == 0 ? 0 : shape.elements() / length();
  }

  /// The elements of `source` at these places, in row-major order.
  NdArray read(NdArray source, Team team) {
    NdArray target = source.zeros(shape);
    Parallel.ranges(
        team,
        rowCount(),
        length(),
        (from, to) -> {
          switch (source) {
            case FloatArray(TensorShape _, float[] data) -> {
              float[] out = ((FloatArray) target).data();
              rows(
                  from,
                  to,
                  (at, place) -> {
                    if (step() == 1) {
                      System.arraycopy(data, place, out, at, length());
                    } else {
                      for (int j = 0; j < length(); j++) {
                        out[at + j] = data[place + j * step()];
                      }
                    }
                  });
            }
            case LongArray(TensorShape _, long[] data) -> {
              long[] out = ((LongArray) target).data();
              rows(
                  from,
                  to,
                  (at, place) -> {
                    for (int j = 0; j < length(); j++) {
                      out[at + j] = data[place + j * step()];
                    }
                  });
            }
            case BooleanArray(TensorShape _, boolean[] data) -> {
              boolean[] out = ((BooleanArray) target).data();
              rows(
                  from,
                  to,
                  (at, place) -> {
                    for (int j = 0; j < length(); j++) {
                      out[at + j] = data[place + j * step()];
                    }
                  });
            }
          }
        });
    return target;
  }

  /// Copies `source`, an array of `shape`, to these places of `target`, which is of the same type.
  void write(NdArray source, NdArray target) {
    rows(
        0,
        rowCount(),
        (at, place) -> {
          if (step() == 1) {
            System.arraycopy(source.elements(), at, target.elements(), place, length());
          } else {
            for (int j = 0; j < length(); j++) {
              System.arraycopy(source.elements(), at + j, target.elements(), place + j * step(), 1);
            }
          }
        });
  }

  /// Adds `source`, an array of `shape`, to these places of `target`, in row-major order. Where
  /// several elements stand at one place, they are summed up in double.
  FloatArray addUp(FloatArray source, TensorShape target) {
    FloatArray sum = FloatArray.of(target);
    double[] sums = new double[target.elements()];
    float[] data = source.data();
    rows(
        0,
        rowCount(),
        (at, place) -> {
          for (int j = 0; j < length(); j++) {
            sums[place + j * step()] += data[at + j];
          }
        });
    for (int i = 0; i < sums.length; i++) {
      sum.data()[i] = (float) sums[i];
    }
    return sum;
  }
}

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

  /// An array whose axis `i` is axis `order[i]` of an array of shape `of`.
  static Strided transposed(TensorShape of, int[] order) {
    int[] strides = of.strides();
    int[] steps = new int[order.length];
    long[] lengths = new long[order.length];
    for (int axis = 0; axis < order.length; axis++) {
      steps[axis] = strides[order[axis]];
      lengths[axis] = of.length(order[axis]);
    }
    return new Strided(TensorShape.of(lengths), 0, steps);
  }

  /// The elements of `source` at these places, in row-major order.
  NdArray read(NdArray source, Team team) {
    if (shape.elements() == source.shape().elements() && isAll()) {
      return source.reshaped(shape);
    }
    NdArray target = source.zeros(shape);
    StridedLoops.of(shape, steps, start, shape.strides(), 0)
        .copy(source.elements(), target.elements(), team);
    return target;
  }

  private boolean isAll() {
    int[] strides = shape.strides();
    boolean all = start == 0;
    for (int axis = 0; axis < steps.length; axis++) {
      all &= steps[axis] == strides[axis] || shape.length(axis) <= 1;
    }
    return all;
  }

  /// Copies `source`, an array of `shape`, to these places of `target`, which is of the same type.
  /// No two elements may stand at one place.
  void write(NdArray source, NdArray target, Team team) {
    StridedLoops.of(shape, shape.strides(), 0, steps, start)
        .copy(source.elements(), target.elements(), team);
  }

  /// Adds up `source`, an array of `shape`, at these places of an array of zeros of shape `target`.
  /// Where several elements stand at one place (on axes of step 0), they are summed up in double,
  /// in row-major order.
  FloatArray addUp(FloatArray source, TensorShape target, Team team) {
    boolean repeats = false;
    for (int axis = 0; axis < steps.length; axis++) {
      repeats |= steps[axis] == 0 && shape.length(axis) > 1;
    }
    if (!repeats) {
      if (target.elements() == shape.elements() && isAll()) {
        return source.reshaped(target);
      }
      FloatArray placed = FloatArray.of(target);
      write(source, placed, team);
      return placed;
    }
    FloatArray sum = FloatArray.of(target);
    double[] sums = new double[target.elements()];
    StridedLoops.of(shape, shape.strides(), 0, steps, start).addUp(source.data(), sums, team);
    for (int i = 0; i < sums.length; i++) {
      sum.data()[i] = (float) sums[i];
    }
    return sum;
  }
}

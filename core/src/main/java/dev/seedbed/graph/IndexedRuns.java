package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.stream.IntStream;

/// A choice of elements: where runs of an array of shape `shape` start in another array. Two of
/// them are either the same or have no element in common.
///
/// @param starts of the runs, in the order of `shape`
/// @param run the length of each
record IndexedRuns(TensorShape shape, int[] starts, int run) {
  /// Fewer elements than this are not worth to be sorted by the place where they are added up.
  private static final int SHORT_RUN = 16;

  /// These indices of an axis of an array of shape `of`.
  static IndexedRuns along(TensorShape of, int axis, int[] indices) {
    int outer = of.elements(0, axis);
    int run = of.elements(axis + 1, of.rank());
    TensorShape shape = of.with(axis, indices.length);
    int[] starts = new int[Math.multiplyExact(outer, indices.length)];
    for (int i = 0; i < outer; i++) {
      for (int k = 0; k < indices.length; k++) {
        starts[i * indices.length + k] = (i * of.length(axis) + indices[k]) * run;
      }
    }
    return new IndexedRuns(shape, starts, run);
  }

  /// Single elements of an array of shape `of`: where the indices stand, but with their values on
  /// `axis`.
  static IndexedRuns elements(TensorShape of, int axis, LongArray indices) {
    TensorShape shape = indices.shape();
    int at = Lengths.axis(axis, of);
    boolean fits = shape.rank() == of.rank();
    for (int i = 0; fits && i < of.rank(); i++) {
      fits = i == at || shape.length(i) <= of.length(i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "indices must not be longer than %s but on axis %d: %s".formatted(of, at, shape));
    }
    int[] starts = new int[shape.elements()];
    int[] strides = of.strides();
    int[] counts = shape.strides();
    for (int i = 0; i < starts.length; i++) {
      int place = 0;
      for (int k = 0; k < strides.length; k++) {
        int index =
            k == at
                ? Lengths.index(indices.data()[i], of.length(at))
                : i / counts[k] % shape.length(k);
        place += index * strides[k];
      }
      starts[i] = place;
    }
    return new IndexedRuns(shape, starts, 1);
  }

  /// Parts of an array of shape `of`: each row of the indices says where one is on the first axes
  /// after the batch.
  ///
  /// @param batch how many first axes the indices have in common with the array
  static IndexedRuns slices(TensorShape of, int batch, LongArray indices) {
    TensorShape given = indices.shape();
    int last = given.rank() - 1;
    if (batch < 0 || last < batch || of.rank() < batch) {
      throw new IllegalArgumentException(
          "%d axes of a batch must be in %s and %s".formatted(batch, of, given));
    }
    int depth = given.length(last);
    if (depth > of.rank() - batch) {
      throw new IllegalArgumentException(
          "indices must be at most %d numbers each: %d".formatted(of.rank() - batch, depth));
    }
    for (int axis = 0; axis < batch; axis++) {
      if (of.length(axis) != given.length(axis)) {
        throw new IllegalArgumentException(
            "%d axes of a batch must be equal: %s and %s".formatted(batch, of, given));
      }
    }
    long[] lengths = new long[last + of.rank() - batch - depth];
    for (int axis = 0; axis < lengths.length; axis++) {
      lengths[axis] = axis < last ? given.length(axis) : of.length(axis - last + batch + depth);
    }
    int[] strides = of.strides();
    int count = given.elements(0, last);
    int each = given.elements(batch, last);
    int whole = of.elements(batch, of.rank());
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      int place = i / each * whole;
      for (int k = 0; k < depth; k++) {
        place +=
            Lengths.index(indices.data()[i * depth + k], of.length(batch + k)) * strides[batch + k];
      }
      starts[i] = place;
    }
    int run = of.elements(batch + depth, of.rank());
    return new IndexedRuns(TensorShape.of(lengths), starts, run);
  }

  /// The elements of `source` at these places.
  NdArray read(NdArray source, Team team) {
    NdArray target = source.zeros(shape);
    Parallel.ranges(
        team,
        starts.length,
        run,
        (from, to) -> {
          if (run >= SHORT_RUN) {
            for (int i = from; i < to; i++) {
              System.arraycopy(source.elements(), starts[i], target.elements(), i * run, run);
            }
            return;
          }
          switch (source) {
            case FloatArray(TensorShape _, float[] data) -> {
              float[] out = target.asFloats().data();
              for (int i = from; i < to; i++) {
                for (int k = 0; k < run; k++) {
                  out[i * run + k] = data[starts[i] + k];
                }
              }
            }
            case LongArray(TensorShape _, long[] data) -> {
              long[] out = target.asLongs().data();
              for (int i = from; i < to; i++) {
                for (int k = 0; k < run; k++) {
                  out[i * run + k] = data[starts[i] + k];
                }
              }
            }
            case BooleanArray(TensorShape _, boolean[] data) -> {
              boolean[] out = target.asBooleans().data();
              for (int i = from; i < to; i++) {
                for (int k = 0; k < run; k++) {
                  out[i * run + k] = data[starts[i] + k];
                }
              }
            }
          }
        });
    return target;
  }

  /// Copies `source`, an array of `shape`, to these places of `target`, one after the other.
  void write(NdArray source, NdArray target) {
    for (int i = 0; i < starts.length; i++) {
      System.arraycopy(source.elements(), i * run, target.elements(), starts[i], run);
    }
  }

  /// Adds up `source`, an array of `shape`, at these places of an array of zeros of shape `target`.
  /// Where several elements stand at one place, they are summed up in double, in their order.
  FloatArray addUp(FloatArray source, TensorShape target, Team team) {
    FloatArray sum = FloatArray.of(target);
    float[] data = source.data();
    if (increasing()) {
      write(source, sum);
    } else if (run >= SHORT_RUN || starts.length < target.elements() / 4) {
      addUpByGroups(data, sum.data(), team);
    } else {
      double[] sums = new double[target.elements()];
      for (int i = 0; i < starts.length; i++) {
        for (int k = 0; k < run; k++) {
          sums[starts[i] + k] += data[i * run + k];
        }
      }
      for (int i = 0; i < sums.length; i++) {
        sum.data()[i] = (float) sums[i];
      }
    }
    return sum;
  }

  private boolean increasing() {
    return IntStream.range(1, starts.length).allMatch(i -> starts[i - 1] < starts[i]);
  }

  private void addUpByGroups(float[] source, float[] sum, Team team) {
    Groups groups = groups();
    Parallel.ranges(
        team,
        groups.count(),
        Math.max(1, source.length / Math.max(1, groups.count())),
        (from, to) -> {
          double[] sums = new double[run];
          for (int group = from; group < to; group++) {
            Arrays.fill(sums, 0);
            for (int each = groups.start(group); each < groups.start(group + 1); each++) {
              int at = groups.order[each] * run;
              for (int k = 0; k < run; k++) {
                sums[k] += source[at + k];
              }
            }
            int place = starts[groups.order[groups.start(group)]];
            for (int k = 0; k < run; k++) {
              sum[place + k] = (float) sums[k];
            }
          }
        });
  }

  /// The runs of each place together.
  ///
  /// @param order the numbers of runs, by place; of equal places, in their order
  /// @param groupStarts where each group starts in `order`, and the end
  record Groups(int[] order, int[] groupStarts) {
    int count() {
      return groupStarts.length - 1;
    }

    int start(int group) {
      return groupStarts[group];
    }
  }

  Groups groups() {
    long[] keys = new long[starts.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) starts[i] << 32 | i;
    }
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    int[] groupStarts = new int[keys.length + 1];
    int count = 0;
    for (int i = 0; i < keys.length; i++) {
      order[i] = (int) keys[i];
      if (i == 0 || starts[order[i]] != starts[order[i - 1]]) {
        groupStarts[count++] = i;
      }
    }
    groupStarts[count] = keys.length;
    return new Groups(order, Arrays.copyOf(groupStarts, count + 1));
  }
}

package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Operators whose output's elements stand in the first input where the second says.
public sealed interface Gathering extends Indexing {
  /// Where the elements of the output stand.
  ///
  /// @param x the shape of input 0
  /// @param in the other inputs
  /// @throws IllegalArgumentException if there is no such output
  Places places(TensorShape x, Operands in);

  /// Where elements stand.
  final class Places {
    private final IndexedRuns runs;
    private final TensorShape shape;

    private Places(IndexedRuns runs, TensorShape shape) {
      this.runs = runs;
      this.shape = shape;
    }

    private static Places of(IndexedRuns runs) {
      return new Places(runs, runs.shape());
    }
  }

  @Override
  default List<NdArray> outputs(Operands in) {
    Places places = places(in.shape(0), in);
    return List.of(places.runs.read(in.get(0), in.team()).reshaped(places.shape));
  }

  @Override
  default void gradients(Backward back) {
    if (back.wants(0) && back.gradient(0).isPresent()) {
      TensorShape x = back.inputShape(0);
      IndexedRuns runs = places(x, back.operands()).runs;
      back.add(0, runs.addUp(back.gradientOrZeros(0), x, back.team()));
    }
  }

  /// Looks up indices of an axis: rows of a table, for example. Inputs: the array, and the indices,
  /// whose axes stand in the output instead of that axis.
  ///
  /// @param axis from 0 on, or from the end if negative
  record Gather(int axis) implements Gathering {
    @Override
    public Places places(TensorShape x, Operands in) {
      LongArray indices = in.longs(1);
      int at = Lengths.axis(axis, x);
      int[] checked = new int[indices.data().length];
      for (int i = 0; i < checked.length; i++) {
        checked[i] = Lengths.index(indices.data()[i], x.length(at));
      }
      int rank = indices.shape().rank();
      long[] lengths = new long[x.rank() - 1 + rank];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] =
            i < at
                ? x.length(i)
                : i < at + rank ? indices.shape().length(i - at) : x.length(i - rank + 1);
      }
      TensorShape shape = TensorShape.of(lengths);
      return new Places(IndexedRuns.along(x, at, checked), shape);
    }
  }

  /// Looks up single elements. Inputs: the array, and indices of one axis; on the others elements
  /// stand where their indices do.
  ///
  /// @param axis from 0 on, or from the end if negative
  record GatherElements(int axis) implements Gathering {
    @Override
    public Places places(TensorShape x, Operands in) {
      return Places.of(IndexedRuns.elements(x, axis, in.longs(1)));
    }
  }

  /// Looks up parts. Inputs: the array, and indices of its first axes, the last axis of which is
  /// one part's.
  ///
  /// @param batchDims how many first axes both have in common
  record GatherND(int batchDims) implements Gathering {
    @Override
    public Places places(TensorShape x, Operands in) {
      return Places.of(IndexedRuns.slices(x, batchDims, in.longs(1)));
    }
  }

  /// Keeps what is marked. Inputs: the array, and a boolean for each index of an axis; those that
  /// are not there are false.
  ///
  /// @param axis empty if all elements are taken as a list
  record Compress(Optional<Integer> axis) implements Gathering {
    @Override
    public Places places(TensorShape x, Operands in) {
      boolean[] marks = in.get(1).asBooleans().data();
      TensorShape shape = axis.isPresent() ? x : TensorShape.of(x.elements());
      int at = axis.isPresent() ? Lengths.axis(axis.get(), x) : 0;
      if (marks.length > shape.length(at)) {
        throw new IllegalArgumentException(
            "the condition must have at most %d elements: %d"
                .formatted(shape.length(at), marks.length));
      }
      int[] kept = IntStream.range(0, marks.length).filter(i -> marks[i]).toArray();
      return Places.of(IndexedRuns.along(shape, at, kept));
    }
  }

  /// Reverses the first steps of each sequence. Inputs: the sequences, and how many steps.
  ///
  /// @param batchAxis 0 or 1
  /// @param timeAxis the other
  record ReverseSequence(int batchAxis, int timeAxis) implements Gathering {
    public ReverseSequence {
      if (Math.min(batchAxis, timeAxis) != 0 || Math.max(batchAxis, timeAxis) != 1) {
        throw new IllegalArgumentException(
            "batch_axis and time_axis must be 0 and 1: %d and %d".formatted(batchAxis, timeAxis));
      }
    }

    @Override
    public Places places(TensorShape x, Operands in) {
      long[] steps = in.longs(1).data();
      if (x.rank() < 2 || steps.length != x.length(batchAxis)) {
        throw new IllegalArgumentException(
            "sequence_lens must have one number for each sequence of %s: %d"
                .formatted(x, steps.length));
      }
      int time = x.length(timeAxis);
      if (Arrays.stream(steps).anyMatch(count -> count < 0 || count > time)) {
        throw new IllegalArgumentException(
            "sequence_lens must be from 0 to %d: %s".formatted(time, Arrays.toString(steps)));
      }
      int run = x.elements(2, x.rank());
      int[] strides = x.strides();
      int[] starts = new int[steps.length * time];
      for (int row = 0; row < steps.length; row++) {
        for (int t = 0; t < time; t++) {
          int source = t < steps[row] ? (int) steps[row] - 1 - t : t;
          int target = row * strides[batchAxis] + t * strides[timeAxis];
          starts[run == 0 ? 0 : target / run] =
              row * strides[batchAxis] + source * strides[timeAxis];
        }
      }
      return Places.of(new IndexedRuns(x, starts, run));
    }
  }
}

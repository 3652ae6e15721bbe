package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Operators whose output's elements stand in the input at even distances.
public sealed interface Viewing extends Rearrangement {
  /// Where the elements of the output stand in an input.
  ///
  /// @param x the shape of input 0
  /// @param in the other inputs
  /// @throws IllegalArgumentException if there is no such output
  Places places(TensorShape x, Operands in);

  /// Where elements stand.
  final class Places {
    private final Strided elements;
    private final TensorShape shape;

    private Places(Strided elements, TensorShape shape) {
      this.elements = elements;
      this.shape = shape;
    }

    private static Places of(Strided elements) {
      return new Places(elements, elements.shape());
    }
  }

  @Override
  default List<NdArray> outputs(Operands in) {
    Places places = places(in.shape(0), in);
    return List.of(places.elements.read(in.get(0), in.team()).reshaped(places.shape));
  }

  @Override
  default void gradients(Backward back) {
    if (back.wants(0) && back.gradient(0).isPresent()) {
      TensorShape x = back.inputShape(0);
      Strided elements = places(x, back.operands()).elements;
      FloatArray g = back.gradientOrZeros(0).reshaped(elements.shape());
      back.add(0, elements.addUp(g, x, back.team()));
    }
  }

  /// Puts axes in another order.
  ///
  /// @param order axis `i` of the output is axis `order[i]` of the input; empty reverses them
  record Transpose(List<Integer> order) implements Viewing {
    public Transpose {
      order = List.copyOf(order);
    }

    @Override
    public Places places(TensorShape x, Operands in) {
      int rank = x.rank();
      int[] axes =
          order.isEmpty()
              ? IntStream.range(0, rank).map(axis -> rank - 1 - axis).toArray()
              : order.stream().mapToInt(axis -> axis < 0 ? axis + rank : axis).toArray();
      if (!Arrays.equals(
          Arrays.stream(axes).sorted().toArray(), IntStream.range(0, rank).toArray())) {
        throw new IllegalArgumentException(
            "perm must have each of %d axes once: %s".formatted(rank, order));
      }
      return Places.of(Strided.transposed(x, axes));
    }
  }

  /// Repeats axes of length 1. Inputs: an array, and a shape that its own is
  /// [broadcast][TensorShape#broadcast] with.
  record Expand() implements Viewing {
    @Override
    public Places places(TensorShape x, Operands in) {
      return Places.of(Strided.repeated(x, x.broadcast(TensorShape.of(in.longs(1).data()))));
    }
  }

  /// Repeats an array. Inputs: an array, and how often along each axis.
  record Tile() implements Viewing {
    @Override
    public Places places(TensorShape x, Operands in) {
      long[] times = in.longs(1).data();
      if (times.length != x.rank()) {
        throw new IllegalArgumentException(
            "repeats must have one number for each axis of %s: %d".formatted(x, times.length));
      }
      long[] twofold = new long[2 * times.length];
      int[] steps = new int[2 * times.length];
      long[] lengths = new long[times.length];
      int[] strides = x.strides();
      for (int axis = 0; axis < times.length; axis++) {
        twofold[2 * axis] = times[axis];
        twofold[2 * axis + 1] = x.length(axis);
        steps[2 * axis + 1] = strides[axis];
        lengths[axis] = Lengths.product(times[axis], x.length(axis));
      }
      return new Places(new Strided(TensorShape.of(twofold), 0, steps), TensorShape.of(lengths));
    }
  }

  /// Takes every n-th element of ranges. Inputs: an array, starts, ends, axes (all, if left out)
  /// and steps (1, if left out). Starts and ends outside of an axis are moved to its ends.
  record Slice() implements Viewing {
    @Override
    public Places places(TensorShape x, Operands in) {
      long[] starts = in.longs(1).data();
      long[] ends = in.longs(2).data();
      long[] axes =
          in.find(3)
              .map(given -> given.asLongs().data())
              .orElseGet(() -> IntStream.range(0, starts.length).asLongStream().toArray());
      long[] steps =
          in.find(4)
              .map(given -> given.asLongs().data())
              .orElseGet(() -> IntStream.range(0, starts.length).mapToLong(_ -> 1).toArray());
      if (ends.length != starts.length
          || axes.length != starts.length
          || steps.length != starts.length) {
        throw new IllegalArgumentException(
            "starts, ends, axes and steps must be equally many: %d, %d, %d and %d"
                .formatted(starts.length, ends.length, axes.length, steps.length));
      }
      long[] lengths = Arrays.stream(x.lengths()).asLongStream().toArray();
      int[] strides = x.strides();
      int[] distances = strides.clone();
      boolean[] sliced = new boolean[x.rank()];
      int first = 0;
      for (int i = 0; i < axes.length; i++) {
        int axis = Lengths.axis(axes[i], x);
        if (sliced[axis]) {
          throw new IllegalArgumentException("axes must be different: " + Arrays.toString(axes));
        }
        sliced[axis] = true;
        int length = x.length(axis);
        long step = steps[i];
        if (step == 0) {
          throw new IllegalArgumentException("a step must not be 0: " + Arrays.toString(steps));
        }
        // Downwards, the first that can be is length − 1, and the end that includes 0 is −1.
        long least = step > 0 ? 0 : -1;
        long most = Math.max(least, step > 0 ? length : length - 1);
        long start = Math.clamp(fromEnd(starts[i], length), 0, Math.max(0, most));
        long end = Math.clamp(fromEnd(ends[i], length), least, most);
        long count = Math.ceilDiv(end - start, step);
        lengths[axis] = length == 0 ? 0 : Math.max(0, count);
        if (lengths[axis] > 0) {
          first += (int) start * strides[axis];
        }
        distances[axis] = lengths[axis] > 1 ? (int) (step * strides[axis]) : 0;
      }
      return Places.of(new Strided(TensorShape.of(lengths), first, distances));
    }

    private static long fromEnd(long given, int length) {
      return given < 0 ? Math.max(given, Long.MIN_VALUE / 2) + length : given;
    }
  }

  /// How blocks of channels become places.
  enum BlockOrder {
    /// Depth, column, row: a block's rows and columns stand before the depth.
    DCR,
    /// Column, row, depth: the depth stands before a block's rows and columns.
    CRD
  }

  /// Moves channels to blocks of places: N×(C·b·b)×H×W to N×C×(H·b)×(W·b).
  ///
  /// @param block the side of a block, b
  record DepthToSpace(int block, BlockOrder order) implements Viewing {
    public DepthToSpace {
      Lengths.checkBlock(block);
    }

    @Override
    public Places places(TensorShape x, Operands in) {
      Lengths.checkRank(x, 4);
      long area = (long) block * block;
      if (x.length(1) % area != 0) {
        throw new IllegalArgumentException(
            "the channels must be a multiple of %d: %s".formatted(area, x));
      }
      long depth = x.length(1) / area;
      long n = x.length(0);
      long h = x.length(2);
      long w = x.length(3);
      TensorShape six =
          order == BlockOrder.DCR
              ? TensorShape.of(n, block, block, depth, h, w)
              : TensorShape.of(n, depth, block, block, h, w);
      int[] axes =
          order == BlockOrder.DCR ? new int[] {0, 3, 4, 1, 5, 2} : new int[] {0, 1, 4, 2, 5, 3};
      return new Places(
          Strided.transposed(six, axes), TensorShape.of(n, depth, h * block, w * block));
    }
  }

  /// Moves blocks of places to channels: N×C×(H·b)×(W·b) to N×(b·b·C)×H×W.
  ///
  /// @param block the side of a block, b
  record SpaceToDepth(int block) implements Viewing {
    public SpaceToDepth {
      Lengths.checkBlock(block);
    }

    @Override
    public Places places(TensorShape x, Operands in) {
      Lengths.checkRank(x, 4);
      if (x.length(2) % block != 0 || x.length(3) % block != 0) {
        throw new IllegalArgumentException(
            "the height and width must be multiples of %d: %s".formatted(block, x));
      }
      long n = x.length(0);
      long c = x.length(1);
      long h = x.length(2) / block;
      long w = x.length(3) / block;
      TensorShape six = TensorShape.of(n, c, h, block, w, block);
      return new Places(
          Strided.transposed(six, new int[] {0, 3, 5, 1, 2, 4}),
          TensorShape.of(n, c * block * block, h, w));
    }
  }
}

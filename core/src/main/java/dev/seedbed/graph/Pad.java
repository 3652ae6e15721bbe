package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Puts something around an array. Inputs: the array, how much before each axis and then how much
/// after each, the value to put there (0, if left out), and the axes that are meant (all, if left
/// out). Negative numbers cut off.
///
/// @param border what is put there
public record Pad(Border border) implements Rearrangement {
  /// What stands around an array.
  public enum Border {
    /// A value.
    CONSTANT,
    /// The array mirrored at its outermost elements, which are not repeated.
    REFLECT,
    /// The outermost elements.
    EDGE,
    /// The array again.
    WRAP
  }

  /// The part of an array that stays, and where it stands in the output.
  ///
  /// @param starts of the part that stays
  /// @param lengths of it
  /// @param before how much is put before it
  /// @param shape of the output
  private record Layout(int[] starts, TensorShape lengths, int[] before, TensorShape shape) {
    static Layout of(TensorShape x, Operands in) {
      int rank = x.rank();
      int[] axes =
          in.find(3)
              .map(given ->
                  Arrays.stream(given.asLongs().data())
                      .mapToInt(axis -> Lengths.axis(axis, x))
                      .toArray())
              .orElseGet(() -> IntStream.range(0, rank).toArray());
      long[] pads = in.longs(1).data();
      if (pads.length != 2 * axes.length) {
        throw new IllegalArgumentException(
            "pads must be two numbers for each of %d axes: %d".formatted(axes.length, pads.length));
      }
      int[] starts = new int[rank];
      int[] before = new int[rank];
      long[] kept = Arrays.stream(x.lengths()).asLongStream().toArray();
      long[] lengths = kept.clone();
      for (int i = 0; i < axes.length; i++) {
        int axis = axes[i];
        long first = pads[i];
        long last = pads[axes.length + i];
        if (Math.abs(first) > Integer.MAX_VALUE || Math.abs(last) > Integer.MAX_VALUE) {
          throw new IllegalArgumentException("pads are too large: " + Arrays.toString(pads));
        }
        kept[axis] += Math.min(first, 0) + Math.min(last, 0);
        if (kept[axis] < 0) {
          throw new IllegalArgumentException(
              "pads cut off more than there is of %s: %s".formatted(x, Arrays.toString(pads)));
        }
        starts[axis] = (int) Math.max(-first, 0);
        before[axis] = (int) Math.max(first, 0);
        lengths[axis] = kept[axis] + Math.max(first, 0) + Math.max(last, 0);
      }
      TensorShape shape = TensorShape.of(lengths);
      NdArray.checkMemory(shape, Float.BYTES);
      return new Layout(starts, TensorShape.of(kept), before, shape);
    }

    Strided inInput(TensorShape x) {
      return Strided.part(x, starts, lengths);
    }

    Strided inOutput() {
      return Strided.part(shape, before, lengths);
    }

    boolean pads(int axis) {
      return shape.length(axis) != lengths.length(axis);
    }

    /// Where the elements of the output's axis stand in the part that stays.
    int[] sources(int axis, Border border) {
      int length = lengths.length(axis);
      if (length == 0) {
        throw new IllegalArgumentException(
            "an empty axis cannot be padded but with a constant: " + lengths);
      }
      int[] sources = new int[shape.length(axis)];
      int period = Math.max(1, 2 * (length - 1));
      for (int i = 0; i < sources.length; i++) {
        int at = i - before[axis];
        sources[i] =
            switch (border) {
              case REFLECT -> length - 1 - Math.abs(length - 1 - Math.floorMod(at, period));
              case WRAP -> Math.floorMod(at, length);
              case EDGE, CONSTANT -> Math.clamp(at, 0, length - 1);
            };
      }
      return sources;
    }
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    Layout layout = Layout.of(in.shape(0), in);
    NdArray kept = layout.inInput(in.shape(0)).read(in.get(0), in.team());
    if (border == Border.CONSTANT) {
      NdArray y = in.get(0).zeros(layout.shape);
      value(in).ifPresent(value -> FillWith.with(value, y));
      layout.inOutput().write(kept, y, in.team());
      return List.of(y);
    }
    for (int axis = 0; axis < layout.before.length; axis++) {
      if (layout.pads(axis)) {
        kept =
            IndexedRuns.along(kept.shape(), axis, layout.sources(axis, border))
                .read(kept, in.team());
      }
    }
    return List.of(kept);
  }

  private static Optional<NdArray> value(Operands in) {
    Optional<NdArray> value = in.find(2).filter(it -> it.shape().elements() > 0);
    value.ifPresent(it -> Lengths.checkType(in.get(0), it));
    return value;
  }

  @Override
  public void gradients(Backward back) {
    if (back.gradient(0).isEmpty()) {
      return;
    }
    FloatArray g = back.gradientOrZeros(0);
    TensorShape x = back.inputShape(0);
    Layout layout = Layout.of(x, back.operands());
    if (back.wants(2) && back.inputShape(2).elements() > 0) {
      back.add(2, byValue(g, layout, back));
    }
    if (!back.wants(0)) {
      return;
    }
    if (border == Border.CONSTANT) {
      g = layout.inOutput().read(g, back.team()).asFloats();
    } else {
      for (int axis = layout.before.length - 1; axis >= 0; axis--) {
        if (layout.pads(axis)) {
          TensorShape unpadded = g.shape().with(axis, layout.lengths.length(axis));
          g =
              IndexedRuns.along(unpadded, axis, layout.sources(axis, border))
                  .addUp(g, unpadded, back.team());
        }
      }
    }
    back.add(0, layout.inInput(x).addUp(g, x, back.team()));
  }

  private FloatArray byValue(FloatArray g, Layout layout, Backward back) {
    FloatArray sum = FloatArray.of(back.inputShape(2));
    if (border == Border.CONSTANT) {
      float[] around = g.data().clone();
      layout
          .inOutput()
          .write(FloatArray.of(layout.lengths), new FloatArray(g.shape(), around), back.team());
      double total = 0;
      for (float each : around) {
        total += each;
      }
      sum.data()[0] = (float) total;
    }
    return sum;
  }
}

package dev.seedbed.graph;

import java.util.List;

/// Joins arrays along an axis.
///
/// @param axis from 0 on, or from the end if negative
public record Concat(int axis) implements Rearrangement {
  @Override
  public List<NdArray> outputs(Operands in) {
    int at = Lengths.axis(axis, in.shape(0));
    long length = 0;
    for (int i = 0; i < in.count(); i++) {
      TensorShape shape = in.shape(i);
      if (shape.rank() <= at || !shape.with(at, 1).equals(in.shape(0).with(at, 1))) {
        throw new IllegalArgumentException(
            "shapes must be equal but for axis %d: %s and %s".formatted(at, in.shape(0), shape));
      }
      Lengths.checkType(in.get(0), in.get(i));
      length += shape.length(at);
    }
    if (in.count() == 1) {
      return List.of(in.get(0));
    }
    NdArray joined = in.get(0).zeros(in.shape(0).with(at, length));
    int start = 0;
    for (int i = 0; i < in.count(); i++) {
      part(joined.shape(), at, start, in.shape(i)).write(in.get(i), joined, in.team());
      start += in.shape(i).length(at);
    }
    return List.of(joined);
  }

  /// The part of an array that starts at `start` on one axis, and at 0 on the others.
  static Strided part(TensorShape whole, int axis, int start, TensorShape part) {
    int[] starts = new int[whole.rank()];
    starts[axis] = start;
    return Strided.part(whole, starts, part);
  }

  @Override
  public void gradients(Backward back) {
    if (back.gradient(0).isEmpty()) {
      return;
    }
    FloatArray g = back.gradientOrZeros(0);
    int at = g.shape().axis(axis);
    int start = 0;
    for (int i = 0; i < back.inputs().size(); i++) {
      TensorShape shape = back.inputShape(i);
      if (back.wants(i)) {
        back.add(i, part(g.shape(), at, start, shape).read(g, back.team()).asFloats());
      }
      start += shape.length(at);
    }
  }
}

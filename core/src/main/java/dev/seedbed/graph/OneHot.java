package dev.seedbed.graph;

import java.util.List;

/// Writes each index as a row that has one value at the index and another elsewhere. Inputs: the
/// indices, the length of a row, and the two values, first the one elsewhere. Rows of indices
/// beyond their length have only that.
///
/// @param axis of the rows in the output; from the end if negative
public record OneHot(int axis) implements Indexing {
  /// Where the rows' values stand.
  private record Rows(TensorShape shape, int[] hot, int inner, int length) {
    static Rows of(int axis, NdArray indices, long length) {
      int rank = indices.shape().rank();
      int at = TensorShape.axis(axis, rank + 1);
      if (length < 1) {
        throw new IllegalArgumentException("depth must be at least 1: " + length);
      }
      long[] lengths = new long[rank + 1];
      for (int i = 0; i <= rank; i++) {
        lengths[i] = i == at ? length : indices.shape().length(i < at ? i : i - 1);
      }
      TensorShape shape = TensorShape.of(lengths);
      int[] hot = new int[indices.shape().elements()];
      for (int i = 0; i < hot.length; i++) {
        long index = whole(indices, i);
        boolean within = index >= -length && index < length;
        hot[i] = within ? (int) Math.floorMod(index, length) : -1;
      }
      return new Rows(shape, hot, shape.elements(at + 1, rank + 1), (int) length);
    }

    /// Where the value of row `i` stands, or −1.
    int place(int i) {
      return hot[i] < 0 ? -1 : (i / inner * length + hot[i]) * inner + i % inner;
    }
  }

  private static long whole(NdArray numbers, int i) {
    return switch (numbers) {
      case FloatArray(TensorShape _, float[] data) -> (long) data[i];
      case LongArray(TensorShape _, long[] data) -> data[i];
      case BooleanArray _ -> throw new IllegalArgumentException("expected numbers, found booleans");
    };
  }

  private Rows rows(NdArray indices, NdArray depth) {
    if (depth.shape().elements() != 1) {
      throw new IllegalArgumentException("depth must be one number: " + depth.shape());
    }
    return Rows.of(axis, indices, whole(depth, 0));
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    Rows rows = rows(in.get(0), in.get(1));
    NdArray values = in.get(2);
    if (values.shape().elements() != 2) {
      throw new IllegalArgumentException("values must be two: " + values.shape());
    }
    NdArray y = values.zeros(rows.shape);
    FillWith.with(values, y);
    for (int i = 0; i < rows.hot.length; i++) {
      int place = rows.place(i);
      if (place >= 0) {
        System.arraycopy(values.elements(), 1, y.elements(), place, 1);
      }
    }
    return List.of(y);
  }

  @Override
  public Keeps keeps() {
    return Keeps.INPUTS;
  }

  @Override
  public void gradients(Backward back) {
    if (back.wants(2) && back.gradient(0).isPresent()) {
      float[] g = back.gradientOrZeros(0).data();
      Rows rows = rows(back.operands().get(0), back.operands().get(1));
      boolean[] isHot = new boolean[g.length];
      for (int i = 0; i < rows.hot.length; i++) {
        int place = rows.place(i);
        if (place >= 0) {
          isHot[place] = true;
        }
      }
      double hot = 0;
      double cold = 0;
      for (int i = 0; i < g.length; i++) {
        if (isHot[i]) {
          hot += g[i];
        } else {
          cold += g[i];
        }
      }
      back.add(2, new FloatArray(back.inputShape(2), new float[] {(float) cold, (float) hot}));
    }
  }
}

package dev.seedbed.graph;

/// How the heads of queries, keys, values or outputs of [Attention] lie in an array.
///
/// @param first whether heads come before positions: rows × heads × positions × elements, not rows
///   × positions × (heads · elements)
record AttentionHeads(int rows, int heads, int positions, int elements, boolean first) {

  /// @param heads of an array of three axes
  static AttentionHeads of(TensorShape shape, int heads) {
    if (shape.rank() == 4) {
      return new AttentionHeads(
          shape.length(0), shape.length(1), shape.length(2), shape.length(3), true);
    }
    if (shape.rank() != 3 || heads < 1 || shape.length(2) % heads != 0) {
      throw new IllegalArgumentException(
          "attention must have 4 axes, or 3 and heads that divide the last: %s, %d heads"
              .formatted(shape, heads));
    }
    return new AttentionHeads(
        shape.length(0), heads, shape.length(1), shape.length(2) / heads, false);
  }

  TensorShape shape() {
    return first
        ? TensorShape.of(rows, heads, positions, elements)
        : TensorShape.of(rows, positions, (long) heads * elements);
  }

  /// The same with heads before positions.
  AttentionHeads apart() {
    return new AttentionHeads(rows, heads, positions, elements, true);
  }

  private int at(int row, int head, int position) {
    return (first
            ? (row * heads + head) * positions + position
            : (row * positions + position) * heads + head)
        * elements;
  }

  /// The matrix positions × elements of a head.
  MatrixView view(float[] data, int row, int head) {
    return MatrixView.of(data, at(row, head, 0), first ? elements : heads * elements);
  }

  /// Copies some positions of all heads.
  void copy(float[] from, int start, AttentionHeads other, float[] to, int otherStart, int count) {
    for (int row = 0; row < rows; row++) {
      for (int head = 0; head < heads; head++) {
        for (int i = 0; i < count; i++) {
          System.arraycopy(
              from, at(row, head, start + i), to, other.at(row, head, otherStart + i), elements);
        }
      }
    }
  }

  /// What lies so, with heads before positions.
  FloatArray headsFirst(float[] data) {
    if (first) {
      return new FloatArray(shape(), data);
    }
    FloatArray moved = FloatArray.of(apart().shape());
    copy(data, 0, apart(), moved.data(), 0, positions);
    return moved;
  }

  /// Past keys or values, if there are any, with those that are given behind them.
  AttentionHeads after(TensorShape past) {
    if (past.rank() != 4
        || past.length(0) != rows
        || past.length(1) != heads
        || past.length(3) != elements) {
      throw new IllegalArgumentException(
          "past keys and values must have %d rows, %d heads and %d elements: %s"
              .formatted(rows, heads, elements, past));
    }
    return of(TensorShape.of(rows, heads, (long) past.length(2) + positions, elements), 0);
  }
}

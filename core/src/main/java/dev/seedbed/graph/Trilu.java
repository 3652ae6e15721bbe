package dev.seedbed.graph;

import java.util.List;

/// Sets all below or above a diagonal of matrices to 0. Inputs: an array, the last two axes of
/// which are those of matrices, and how far above the main diagonal the other one stands (0, if
/// left out).
///
/// @param part that stays, with the diagonal
public record Trilu(Triangle part) implements Rearrangement {
  /// A part of a matrix.
  public enum Triangle {
    UPPER,
    LOWER
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    return List.of(triangle(in.get(0), in));
  }

  private NdArray triangle(NdArray x, Operands in) {
    TensorShape shape = x.shape();
    if (shape.rank() < 2) {
      throw new IllegalArgumentException("the input must have 2 axes or more: " + shape);
    }
    long k = in.find(1).isPresent() ? in.wholeNumber(1) : 0;
    NdArray y = x.zeros(shape);
    int rows = shape.length(shape.rank() - 2);
    int columns = shape.length(shape.rank() - 1);
    Parallel.ranges(
        in.team(),
        shape.elements(0, shape.rank() - 1),
        columns,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            long diagonal = (long) Math.clamp(k, -rows, columns) + row % rows;
            int start = part == Triangle.UPPER ? Math.clamp(diagonal, 0, columns) : 0;
            int end = part == Triangle.UPPER ? columns : Math.clamp(diagonal + 1, 0, columns);
            int at = row * columns + start;
            System.arraycopy(x.elements(), at, y.elements(), at, end - start);
          }
        });
    return y;
  }

  @Override
  public void gradients(Backward back) {
    if (back.wants(0)) {
      back.gradient(0).ifPresent(g -> back.add(0, triangle(g, back.operands()).asFloats()));
    }
  }
}

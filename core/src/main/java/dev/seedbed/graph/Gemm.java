package dev.seedbed.graph;

import dev.seedbed.kernel.Panels;
import java.util.List;

/// alpha·A′·B′ + beta·C, where A′ is A or its transpose, B′ likewise, and C is repeated to the
/// output's shape. Inputs: A, B, and C, which may be left out.
///
/// @param transA whether A′ is A's transpose
/// @param transB whether B′ is B's transpose
public record Gemm(float alpha, float beta, boolean transA, boolean transB)
    implements MatrixProduct {

  @Override
  public List<NdArray> outputs(Operands in) {
    FloatArray a = in.floats(0);
    FloatArray b = in.floats(1);
    checkMatrix(a.shape());
    checkMatrix(b.shape());
    MatrixView left = view(a, transA);
    MatrixView right = view(b, transB);
    int m = a.shape().length(transA ? 1 : 0);
    int k = a.shape().length(transA ? 0 : 1);
    int n = b.shape().length(transB ? 0 : 1);
    if (k != b.shape().length(transB ? 1 : 0)) {
      throw new IllegalArgumentException(
          "the columns of the first matrix must be the rows of the second: %s and %s"
              .formatted(a.shape(), b.shape()));
    }
    FloatArray y = FloatArray.of(TensorShape.of(m, n));
    MatrixView out = MatrixView.of(y.data(), 0, n);
    Products.Sink sink = scaled(out);
    if (in.find(2).isPresent()) {
      FloatArray c = in.floats(2);
      if (!c.shape().broadcast(y.shape()).equals(y.shape())) {
        throw new IllegalArgumentException(
            "C must fit the output: %s and %s".formatted(c.shape(), y.shape()));
      }
      sink = plus(out, c.data(), Strided.repeated(c.shape(), y.shape()).steps());
    }
    Products.multiply(m, n, k, left, right, sink, in.team());
    return List.of(y);
  }

  private static void checkMatrix(TensorShape shape) {
    if (shape.rank() != 2) {
      throw new IllegalArgumentException("Gemm's factors must have two axes: " + shape);
    }
  }

  private static MatrixView view(FloatArray matrix, boolean transposed) {
    MatrixView view = MatrixView.of(matrix.data(), 0, matrix.shape().length(1));
    return transposed ? view.transposed() : view;
  }

  /// A sink that takes alpha times a product.
  private Products.Sink scaled(Products.Sink sink) {
    return (row, column, columns, block) -> {
      scale(block, alpha);
      sink.put(row, column, columns, block);
    };
  }

  private static void scale(Panels block, float factor) {
    if (factor != 1) {
      float[] data = block.data();
      for (int i = 0; i < data.length; i++) {
        data[i] *= factor;
      }
    }
  }

  /// A sink of alpha·A′·B′ that adds beta·C.
  private Products.Sink plus(Products.Sink sink, float[] c, int[] steps) {
    return (row, column, columns, block) -> {
      scale(block, alpha);
      float[] data = block.data();
      for (int i = 0; i < block.rows(); i++) {
        for (int j = 0; j < columns; j++) {
          int at = block.at(j / Panels.WIDTH, i) + j % Panels.WIDTH;
          data[at] += beta * c[(row + i) * steps[0] + (column + j) * steps[1]];
        }
      }
      sink.put(row, column, columns, block);
    };
  }

  @Override
  public void gradients(Backward back) {
    if (back.gradient(0).isEmpty()) {
      return;
    }
    FloatArray g = back.gradientOrZeros(0);
    int m = g.shape().length(0);
    int n = g.shape().length(1);
    int k = back.inputShape(0).length(transA ? 0 : 1);
    MatrixView dy = MatrixView.of(g.data(), 0, n);
    if (back.wants(0)) {
      FloatArray d = FloatArray.of(back.inputShape(0));
      MatrixView right = view(back.floats(1), transB).transposed();
      Products.multiply(m, k, n, dy, right, scaled(view(d, transA)), back.team());
      back.add(0, d);
    }
    if (back.wants(1)) {
      FloatArray d = FloatArray.of(back.inputShape(1));
      MatrixView left = view(back.floats(0), transA).transposed();
      Products.multiply(k, n, m, left, dy, scaled(view(d, transB)), back.team());
      back.add(1, d);
    }
    if (back.wants(2)) {
      TensorShape shape = back.inputShape(2);
      FloatArray sum = Strided.repeated(shape, g.shape()).addUp(g, shape, back.team());
      for (int i = 0; i < sum.data().length; i++) {
        sum.data()[i] *= beta;
      }
      back.add(2, sum);
    }
  }

  @Override
  public Keeps keeps() {
    return Keeps.INPUTS;
  }
}

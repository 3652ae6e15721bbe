package dev.seedbed.tensor;

import java.util.Arrays;

/// Kernels in plain Java: the order of every sum as [Kernels] defines it, written out.
final class PlainKernels implements Kernels {

  @Override
  public void affine(Matrix x, int from, int rows, Matrix w, float[] bias, Matrix z) {
    int stride = z.stride();
    for (int i = 0; i < rows; i++) {
      System.arraycopy(bias, 0, z.data(), i * stride, stride);
      for (int k = 0; k < x.columns(); k++) {
        addMultiple(x.get(from + i, k), w.data(), k * stride, z.data(), i * stride, stride);
      }
    }
  }

  @Override
  public void transposedProduct(Matrix x, Matrix y, int rows, Matrix d) {
    int stride = d.stride();
    Arrays.fill(d.data(), 0);
    for (int i = 0; i < rows; i++) {
      for (int m = 0; m < x.columns(); m++) {
        addMultiple(x.get(i, m), y.data(), i * stride, d.data(), m * stride, stride);
      }
    }
  }

  /// sum += factor·row, element by element.
  private static void addMultiple(
      float factor, float[] row, int rowStart, float[] sum, int sumStart, int length) {
    for (int j = 0; j < length; j++) {
      sum[sumStart + j] = Math.fma(factor, row[rowStart + j], sum[sumStart + j]);
    }
  }
}

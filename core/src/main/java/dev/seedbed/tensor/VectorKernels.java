package dev.seedbed.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Kernels on `jdk.incubator.vector`: four rows by two vectors of the output at a time, their sums
/// in registers. The lanes of a vector are different output elements, so no sum changes its order.
final class VectorKernels implements Kernels {
  /// The widest vectors of this machine, 512 bits at the most: [Matrix]'s padding.
  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > Matrix.PADDING
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  private static final int LANES = SPECIES.length();
  private static final float[] NO_BIAS = new float[0];

  @Override
  public void affine(Matrix x, int from, int rows, Matrix w, float[] bias, Matrix z) {
    multiply(x.data(), from * x.stride(), x.stride(), 1, x.columns(), w, bias, z, rows);
  }

  @Override
  public void transposedProduct(Matrix x, Matrix y, int rows, Matrix d) {
    multiply(x.data(), 0, 1, x.stride(), rows, y, NO_BIAS, d, x.columns());
  }

  /// z = a·b + bias, where a(i, k) stands at `start + i * rowStep + k * sumStep`.
  private static void multiply(
      float[] a,
      int start,
      int rowStep,
      int sumStep,
      int n,
      Matrix b,
      float[] bias,
      Matrix z,
      int rows) {
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      int j = 0;
      for (; j + 2 * LANES <= z.stride(); j += 2 * LANES) {
        block4x2(a, start + i * rowStep, rowStep, sumStep, n, b, bias, z, i, j);
      }
      for (; j < z.stride(); j += LANES) {
        for (int row = i; row < i + 4; row++) {
          block1x1(a, start + row * rowStep, sumStep, n, b, bias, z, row, j);
        }
      }
    }
    for (; i < rows; i++) {
      for (int j = 0; j < z.stride(); j += LANES) {
        block1x1(a, start + i * rowStep, sumStep, n, b, bias, z, i, j);
      }
    }
  }

  private static FloatVector start(float[] bias, int column) {
    return bias.length == 0
        ? FloatVector.zero(SPECIES)
        : FloatVector.fromArray(SPECIES, bias, column);
  }

  private static void block1x1(
      float[] a, int start, int sumStep, int n, Matrix b, float[] bias, Matrix z, int i, int j) {
    FloatVector sum = start(bias, j);
    for (int k = 0; k < n; k++) {
      var right = FloatVector.fromArray(SPECIES, b.data(), k * b.stride() + j);
      sum = FloatVector.broadcast(SPECIES, a[start + k * sumStep]).fma(right, sum);
    }
    sum.intoArray(z.data(), i * z.stride() + j);
  }

  private static void block4x2(
      float[] a,
      int start,
      int rowStep,
      int sumStep,
      int n,
      Matrix b,
      float[] bias,
      Matrix z,
      int i,
      int j) {
    FloatVector sum00 = start(bias, j);
    FloatVector sum01 = start(bias, j + LANES);
    FloatVector sum10 = sum00;
    FloatVector sum11 = sum01;
    FloatVector sum20 = sum00;
    FloatVector sum21 = sum01;
    FloatVector sum30 = sum00;
    FloatVector sum31 = sum01;
    for (int k = 0; k < n; k++) {
      int right = k * b.stride() + j;
      var right0 = FloatVector.fromArray(SPECIES, b.data(), right);
      var right1 = FloatVector.fromArray(SPECIES, b.data(), right + LANES);
      int left = start + k * sumStep;
      var left0 = FloatVector.broadcast(SPECIES, a[left]);
      sum00 = left0.fma(right0, sum00);
      sum01 = left0.fma(right1, sum01);
      var left1 = FloatVector.broadcast(SPECIES, a[left + rowStep]);
      sum10 = left1.fma(right0, sum10);
      sum11 = left1.fma(right1, sum11);
      var left2 = FloatVector.broadcast(SPECIES, a[left + 2 * rowStep]);
      sum20 = left2.fma(right0, sum20);
      sum21 = left2.fma(right1, sum21);
      var left3 = FloatVector.broadcast(SPECIES, a[left + 3 * rowStep]);
      sum30 = left3.fma(right0, sum30);
      sum31 = left3.fma(right1, sum31);
    }
    int stride = z.stride();
    int out = i * stride + j;
    sum00.intoArray(z.data(), out);
    sum01.intoArray(z.data(), out + LANES);
    sum10.intoArray(z.data(), out + stride);
    sum11.intoArray(z.data(), out + stride + LANES);
    sum20.intoArray(z.data(), out + 2 * stride);
    sum21.intoArray(z.data(), out + 2 * stride + LANES);
    sum30.intoArray(z.data(), out + 3 * stride);
    sum31.intoArray(z.data(), out + 3 * stride + LANES);
  }
}

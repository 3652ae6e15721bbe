package dev.seedbed.tensor;

/// The products of matrices that training needs.
///
/// Every output element is one chain of fused multiply-adds in increasing order of the summed
/// index, starting from the bias or from zero. So all implementations give the same bits, whatever
/// the width of their vectors.
public sealed interface Kernels permits PlainKernels, VectorKernels {

  /// z = x·w + bias, for `rows` rows of x from row `from` on; z's rows are counted from 0.
  ///
  /// @param x at least (`from` + `rows`) × k
  /// @param w k × n
  /// @param bias n numbers, padded to z's stride
  /// @param z at least `rows` × n
  void affine(Matrix x, int from, int rows, Matrix w, float[] bias, Matrix z);

  /// d = xᵀ·y, summed over the first `rows` rows of x and y.
  ///
  /// @param x at least `rows` × m
  /// @param y at least `rows` × n
  /// @param d m × n
  void transposedProduct(Matrix x, Matrix y, int rows, Matrix d);

  /// The fastest implementation that this JVM offers: on `jdk.incubator.vector` if that module is
  /// there, otherwise in plain Java. The bits are the same.
  static Kernels best() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return vectors ? new VectorKernels() : plain();
  }

  /// The implementation in plain Java.
  static Kernels plain() {
    return new PlainKernels();
  }
}

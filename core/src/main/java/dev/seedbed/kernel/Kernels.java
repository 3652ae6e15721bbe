package dev.seedbed.kernel;

import dev.seedbed.jvm.VectorModule;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;

/// The inner loops of training: products of matrices, elementwise functions, and updates.
///
/// Every output of a product is one chain of fused multiply-adds in increasing order of the summed
/// index, starting from the bias or from zero; every elementwise result is made of exactly rounded
/// operations in one order. So all implementations give the same bits, whatever the width of their
/// vectors.
///
/// Matrices are in [Panels]; a tile of weights are those from 32 inputs, `32q` and the next, to 32
/// outputs, `32p` and the next. `rows` is how many rows of a minibatch to use, from the first on.
/// Methods that take a panel or a tile touch nothing else, so threads can share out the panels.
public sealed interface Kernels permits PlainKernels, VectorKernels, TieredKernels {
  /// How many tiles of weights, 4 KB each, a product had best add up at once: their sums stay in
  /// registers, the tiles in the first cache.
  int TILES_AT_ONCE = 4;

  /// Copies row `from` of `source` to row `to` of `x`, which has as many columns.
  void copyRow(Matrix source, int from, Panels x, int to);

  /// z = x·w + bias, for panel `p` of z.
  ///
  /// @param x rows × k
  /// @param w k × n
  /// @param bias n numbers, padded to whole panels
  /// @param z rows × n
  void affine(Panels x, int rows, Panels w, float[] bias, Panels z, int p);

  /// dxᵀ += w·dzᵀ for tiles (fromQ, fromP) to (toQ − 1, toP − 1) of w; for fromP = 0 it starts from
  /// zero. Over all p, in increasing order, the gradient by the inputs.
  ///
  /// @param w k × n
  /// @param dzT n × rows
  /// @param dxT k × rows
  void inputGradient(
      Panels w, int fromQ, int toQ, int fromP, int toP, Panels dzT, Panels dxT, int rows);

  /// d = xᵀ·dz, summed over rows, for a tile of weights.
  ///
  /// @param x rows × k
  /// @param dz rows × n
  /// @param d receives the tile, 32 numbers for each of its inputs
  void weightGradient(Panels x, int q, Panels dz, int p, int rows, float[] d);

  /// The sums over the rows of the columns of panel `p`.
  ///
  /// @param sums receives them at `32p` and the next 31 places
  void sumRows(Panels dz, int p, int rows, float[] sums);

  /// Makes panel `p` of `to` the transpose of the rows `32p` and the next of `from`, for the first
  /// `rows` rows of `to`, which are columns of `from`.
  void transpose(Panels from, Panels to, int p, int rows);

  /// a = f(z) for panel `p`.
  void activate(Activation f, Panels z, Panels a, int p, int rows);

  /// d *= f′(z) for panel `p`, where a = f(z).
  void timesDerivative(Activation f, Panels z, Panels a, Panels d, int p, int rows);

  /// Panel `p` of `to` is that of `from` times `scale` where its word is at least `least`, else 0.
  /// Both may be the same.
  ///
  /// @param words one for each element of `from`, at the same place
  void drop(int[] words, int least, float scale, Panels from, Panels to, int p, int rows);

  /// Row by row, y = eᶻ⁻ᵐ / Σ eᶻ⁻ᵐ, where m is the row's largest z; the sum goes from the first
  /// column to the last. What is given of each row has room for a multiple of 16.
  ///
  /// @param zT columns × rows: zᵀ, which becomes yᵀ
  /// @param largest receives m of each row
  /// @param least receives the row's least z
  /// @param sums receives Σ eᶻ⁻ᵐ of each row
  void softmax(Panels zT, int rows, float[] largest, float[] least, float[] sums);

  /// The natural logarithms of the first `count` values, which are at least 1 or NaN.
  ///
  /// @param values has room for a multiple of 16, as `logarithms` has
  void logarithms(float[] values, float[] logarithms, int count);

  /// A step of SGD, for the numbers from `at` on: see `train.Sgd`.
  ///
  /// @param g the gradients, `length` of them from 0 on
  void sgd(
      float[] w, float[] v, int at, float[] g, int length, float rate, float momentum, float decay);

  /// Likewise with Nesterov's momentum.
  void nesterov(
      float[] w, float[] v, int at, float[] g, int length, float rate, float momentum, float decay);

  /// A step of AdamW, for the numbers from `at` on: see `train.AdamW`.
  ///
  ///     m = beta1·m + (1 − beta1)·g
  ///     v = beta2·v + (1 − beta2)·g²
  ///     w = shrink·w − rate·m / (√v / root + epsilon)
  ///
  /// @param g the gradients, `length` of them from 0 on
  /// @param rest1 1 − beta1
  /// @param rest2 1 − beta2
  /// @param rate the learning rate / (1 − beta1ᵗ)
  /// @param root √(1 − beta2ᵗ)
  void adamW(
      float[] w,
      float[] m,
      float[] v,
      int at,
      float[] g,
      int length,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float shrink,
      float rate,
      float root,
      float epsilon);

  /// The fastest implementation that this JVM offers: on `jdk.incubator.vector` if that module is
  /// there, after some work in plain Java, as compiling vectors takes seconds; otherwise all in
  /// plain Java, which is said in the log, once. The bits are the same.
  ///
  /// The system property `seedbed.vectors` overrules that: `always` also before they are compiled,
  /// or `never`.
  static Kernels best() {
    if (!VectorModule.isThere()) {
      return plain();
    }
    String wish = System.getProperty("seedbed.vectors", "auto");
    return switch (wish) {
      case "always" -> new VectorKernels();
      case "never" -> plain();
      case "auto" -> TieredKernels.SHARED;
      default ->
          throw new IllegalArgumentException(
              "seedbed.vectors must be always, never or auto: " + wish);
    };
  }

  /// As [#best], for work whose amount is known. If compiling vectors pays for it, they are
  /// compiled before this returns.
  ///
  /// @param products how many times a number is multiplied by a row of a panel
  /// @param f the activation that will be used
  static Kernels best(long products, Activation f) {
    Kernels best = best();
    if (best instanceof TieredKernels tiered) {
      tiered.expect(products, f);
    }
    return best;
  }

  /// As [#best], compiled before it returns, which takes a second or more: for measurements.
  static Kernels warm() {
    if (best() instanceof TieredKernels tiered) {
      tiered.warmUp();
    }
    return best();
  }

  /// The implementation in plain Java.
  static Kernels plain() {
    return new PlainKernels();
  }
}

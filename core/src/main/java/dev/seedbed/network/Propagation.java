package dev.seedbed.network;

import dev.seedbed.tensor.Kernels;
import dev.seedbed.tensor.Matrix;

/// Forward propagation through one network. It owns the memory for a minibatch, so nothing is
/// allocated from step to step; one thread uses it at a time.
///
/// In the notation of Glorot & Bengio 2010, zˡ = aˡ⁻¹·Wˡ + bˡ and aˡ = f(zˡ) for layer l.
public final class Propagation {
  /// A good number of rows to propagate at once where no minibatch sets it.
  public static final int USUAL_ROWS = 256;

  private final Network network;
  private final Kernels kernels;
  private final Matrix[] z;
  private final Matrix[] a;

  /// @param mostRows the largest minibatch it can take
  public Propagation(Network network, int mostRows, Kernels kernels) {
    this.network = network;
    this.kernels = kernels;
    this.z = perLayer(network, mostRows);
    this.a = perLayer(network, mostRows);
  }

  /// For each layer a matrix of `rows` rows and a column a unit.
  static Matrix[] perLayer(Network network, int rows) {
    return network.layers().stream()
        .map(layer -> new Matrix(rows, layer.fanOut()))
        .toArray(Matrix[]::new);
  }

  /// The largest minibatch that it can take.
  public int mostRows() {
    return z[0].rows();
  }

  Network network() {
    return network;
  }

  Kernels kernels() {
    return kernels;
  }

  /// The pre-activations of layer `l`, 0 the first, of the rows last propagated.
  public Matrix z(int l) {
    return z[l];
  }

  /// The activations of layer `l`, 0 the first, of the rows last propagated; of the last layer, the
  /// outputs.
  Matrix a(int l) {
    return a[l];
  }

  /// Propagates `rows` rows of `inputs`, from row `from` on, forward.
  ///
  /// @return the outputs, rows × outputs: probabilities for cross-entropy, else values; overwritten
  ///   by the next pass
  public Matrix forward(Matrix inputs, int from, int rows) {
    int last = z.length - 1;
    for (int l = 0; l <= last; l++) {
      Layer layer = network.layers().get(l);
      Matrix x = l == 0 ? inputs : a[l - 1];
      kernels.affine(x, l == 0 ? from : 0, rows, layer.weight(), layer.bias(), z[l]);
      if (l < last) {
        activate(network.spec().activation(), z[l], rows, a[l]);
      }
    }
    network.spec().loss().output(z[last], rows, a[last]);
    return a[last];
  }

  private static void activate(Activation f, Matrix z, int rows, Matrix a) {
    float[] from = z.data();
    float[] to = a.data();
    for (int i = 0; i < rows * z.stride(); i++) {
      to[i] = f.value(from[i]);
    }
  }

  /// The sum of the losses of the rows that were last propagated forward; their targets are the
  /// rows of `targets` from `from` on.
  public double lossSum(Matrix targets, int from, int rows) {
    return network.spec().loss().sum(z[z.length - 1], targets, from, rows);
  }
}

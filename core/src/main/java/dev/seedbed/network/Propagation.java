package dev.seedbed.network;

import dev.seedbed.tensor.Kernels;
import dev.seedbed.tensor.Matrix;
import java.util.Arrays;

/// Forward and backward propagation through one network. It owns the memory for a minibatch, so
/// nothing is allocated from step to step; one thread uses it at a time.
///
/// In the notation of Glorot & Bengio 2010, zˡ = aˡ⁻¹·Wˡ + bˡ and aˡ = f(zˡ) for layer l.
public final class Propagation {
  private final Network network;
  private final Kernels kernels;
  private final Matrix[] z;
  private final Matrix[] a;

  /// ∂loss/∂zˡ.
  private final Matrix[] dz;

  /// Wˡ transposed, made anew in each backward pass. The first layer's is not needed.
  private final Matrix[] transposed;

  private final float[][] noBias;
  private final Network gradients;

  /// @param mostRows the largest minibatch it can take
  public Propagation(Network network, int mostRows, Kernels kernels) {
    this.network = network;
    this.kernels = kernels;
    this.z = perLayer(network, mostRows);
    this.a = perLayer(network, mostRows);
    this.dz = perLayer(network, mostRows);
    this.transposed =
        network.layers().stream()
            .map(layer -> new Matrix(layer.fanOut(), layer.fanIn()))
            .toArray(Matrix[]::new);
    this.noBias =
        Arrays.stream(transposed).map(matrix -> new float[matrix.stride()]).toArray(float[][]::new);
    this.gradients = Network.zeros(network.spec());
  }

  private static Matrix[] perLayer(Network network, int rows) {
    return network.layers().stream()
        .map(layer -> new Matrix(rows, layer.fanOut()))
        .toArray(Matrix[]::new);
  }

  /// The largest minibatch that it can take.
  public int mostRows() {
    return z[0].rows();
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

  /// The sum of the losses of the rows that were last propagated forward; their targets are the
  /// rows of `targets` from `from` on.
  public double lossSum(Matrix targets, int from, int rows) {
    return network.spec().loss().sum(z[z.length - 1], targets, from, rows);
  }

  /// Propagates the gradient of the mean loss backward through the rows that were last propagated
  /// forward, the first ones of `inputs`, and leaves the parameters' gradients in [#gradients()].
  public void backward(Matrix inputs, Matrix targets, int rows) {
    int last = z.length - 1;
    network.spec().loss().gradient(a[last], targets, rows, dz[last]);
    for (int l = last; l >= 0; l--) {
      Layer gradient = gradients.layers().get(l);
      kernels.transposedProduct(l == 0 ? inputs : a[l - 1], dz[l], rows, gradient.weight());
      sumRows(dz[l], rows, gradient.bias());
      if (l > 0) {
        transposed[l].transposeFrom(network.layers().get(l).weight());
        kernels.affine(dz[l], 0, rows, transposed[l], noBias[l], dz[l - 1]);
        timesDerivative(network.spec().activation(), z[l - 1], a[l - 1], rows, dz[l - 1]);
      }
    }
  }

  /// ∂(mean loss)/∂parameter of the last backward pass, in the shape of the network.
  public Network gradients() {
    return gradients;
  }

  private static void activate(Activation f, Matrix z, int rows, Matrix a) {
    float[] from = z.data();
    float[] to = a.data();
    for (int i = 0; i < rows * z.stride(); i++) {
      to[i] = f.value(from[i]);
    }
  }

  /// d *= f′(z).
  private static void timesDerivative(Activation f, Matrix z, Matrix a, int rows, Matrix d) {
    float[] product = d.data();
    for (int i = 0; i < rows * z.stride(); i++) {
      product[i] *= f.derivative(z.data()[i], a.data()[i]);
    }
  }

  private static void sumRows(Matrix matrix, int rows, float[] sums) {
    Arrays.fill(sums, 0);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        sums[j] += matrix.get(i, j);
      }
    }
  }
}

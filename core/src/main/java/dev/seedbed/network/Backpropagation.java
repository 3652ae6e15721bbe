package dev.seedbed.network;

import dev.seedbed.tensor.Matrix;
import java.util.Arrays;

/// Backward propagation of the gradient of the mean loss, through rows that a [Propagation] has
/// just propagated forward. Like that it owns its memory and belongs to one thread at a time.
public final class Backpropagation {
  private final Propagation forward;

  /// ∂loss/∂zˡ.
  private final Matrix[] dz;

  /// Wˡ transposed, made anew in each pass. The first layer's is not needed.
  private final Matrix[] transposed;

  private final float[][] noBias;
  private final Network gradients;

  public Backpropagation(Propagation forward) {
    this.forward = forward;
    Network network = forward.network();
    this.dz = Propagation.perLayer(network, forward.mostRows());
    this.transposed =
        network.layers().stream()
            .map(layer -> new Matrix(layer.fanOut(), layer.fanIn()))
            .toArray(Matrix[]::new);
    this.noBias =
        Arrays.stream(transposed).map(matrix -> new float[matrix.stride()]).toArray(float[][]::new);
    this.gradients = Network.zeros(network.spec());
  }

  /// Propagates backward through the rows that were last propagated forward, the first `rows` of
  /// `inputs`.
  ///
  /// @return ∂(mean loss)/∂parameter in the shape of the network; overwritten by the next pass
  public Network backward(Matrix inputs, Matrix targets, int rows) {
    int last = dz.length - 1;
    forward.network().spec().loss().gradient(forward.a(last), targets, rows, dz[last]);
    return backward(inputs, rows);
  }

  /// As [#backward(Matrix, Matrix, int)], for a loss of which only the derivative by the outputs'
  /// pre-activations is known.
  ///
  /// @param outputGradient rows × outputs
  public Network backwardFrom(Matrix outputGradient, Matrix inputs, int rows) {
    for (int i = 0; i < rows; i++) {
      dz[dz.length - 1].copyRow(outputGradient, i, i);
    }
    return backward(inputs, rows);
  }

  private Network backward(Matrix inputs, int rows) {
    NetworkSpec spec = forward.network().spec();
    int last = dz.length - 1;
    for (int l = last; l >= 0; l--) {
      Layer gradient = gradients.layers().get(l);
      Matrix x = l == 0 ? inputs : forward.a(l - 1);
      forward.kernels().transposedProduct(x, dz[l], rows, gradient.weight());
      sumRows(dz[l], rows, gradient.bias());
      if (l > 0) {
        transposed[l].transposeFrom(forward.network().layers().get(l).weight());
        forward.kernels().affine(dz[l], 0, rows, transposed[l], noBias[l], dz[l - 1]);
        timesDerivative(spec.activation(), forward.z(l - 1), forward.a(l - 1), rows, dz[l - 1]);
      }
    }
    return gradients;
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

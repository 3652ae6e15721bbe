package dev.seedbed.bench.check;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Backpropagation;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/// A start as published tools see it: all rows propagated forward and backward once.
///
/// @param layers from the first hidden one to the outputs; at least one
/// @param loss mean over rows
/// @param targets rows × outputs
public record Measured(List<Of> layers, double loss, Loss kind, Targets targets) {

  /// What was measured of one layer.
  ///
  /// @param hidden whether it is not the output layer
  /// @param f its activation; the identity for outputs, and where none that tools know follows
  /// @param biases empty if it has none
  /// @param z pre-activations, rows × units
  /// @param a activations; of the outputs, probabilities for cross-entropy
  /// @param weightGradient of the mean loss
  public record Of(
      boolean hidden,
      Activation f,
      int fanIn,
      int fanOut,
      double[] weights,
      double[] biases,
      Matrix z,
      Matrix a,
      double[] weightGradient,
      double[] biasGradient) {

    double[] allZ() {
      return doubles(z.data());
    }

    double[] allA() {
      return doubles(a.data());
    }

    /// The numbers of one unit over all rows.
    static double[] column(Matrix matrix, int unit) {
      double[] column = new double[matrix.rows()];
      for (int i = 0; i < column.length; i++) {
        column[i] = matrix.get(i, unit);
      }
      return column;
    }
  }

  public Measured {
    layers = List.copyOf(layers);
  }

  /// Of a network of dense layers.
  public static Measured of(Network network, Dataset.Part rows) {
    int n = rows.rows();
    var propagation = new Propagation(network, n, Kernels.best());
    Panels outputs = propagation.forward(rows.inputs(), 0, n);
    double loss = propagation.lossSum(rows.targets(), 0, n) / n;
    Network gradients = Network.zeros(network.spec());
    new Backpropagation(propagation)
        .backward(rows.targets(), n, Backpropagation.storing(gradients));
    var layers = new ArrayList<Of>();
    int last = network.layers().size() - 1;
    for (int l = 0; l <= last; l++) {
      Layer layer = network.layers().get(l);
      Layer gradient = gradients.layers().get(l);
      Activation f = l < last ? network.spec().activation() : new Activation.Identity();
      Matrix z = propagation.z(l).firstRows(n);
      layers.add(
          new Of(
              l < last,
              f,
              layer.fanIn(),
              layer.fanOut(),
              weights(layer),
              biases(layer),
              z,
              l < last ? activated(f, z) : outputs.firstRows(n),
              weights(gradient),
              biases(gradient)));
    }
    return new Measured(layers, loss, network.spec().loss(), rows.targets());
  }

  private static Matrix activated(Activation f, Matrix z) {
    var a = new Matrix(z.rows(), z.columns());
    for (int k = 0; k < a.data().length; k++) {
      a.data()[k] = f.value(z.data()[k]);
    }
    return a;
  }

  private static double[] weights(Layer layer) {
    double[] weights = new double[layer.fanIn() * layer.fanOut()];
    int k = 0;
    for (int from = 0; from < layer.fanIn(); from++) {
      for (int to = 0; to < layer.fanOut(); to++) {
        weights[k++] = layer.weight().get(from, to);
      }
    }
    return weights;
  }

  private static double[] biases(Layer layer) {
    double[] biases = new double[layer.fanOut()];
    for (int to = 0; to < biases.length; to++) {
      biases[to] = layer.bias()[to];
    }
    return biases;
  }

  /// The same numbers in double.
  public static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int k = 0; k < doubles.length; k++) {
      doubles[k] = values[k];
    }
    return doubles;
  }

  /// The share of each class, or of the outputs' sum.
  double[] priors() {
    return targets.means();
  }
}

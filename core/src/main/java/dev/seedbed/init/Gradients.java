package dev.seedbed.init;

import dev.seedbed.data.Dataset;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A loss as a function of all parameters, in double: for starts that are found by the loss's
/// gradient and curvature, where the rounding of floats would be all one sees of the latter.
///
/// Parameters θ are one array a tensor.
@FunctionalInterface
interface Gradients {
  /// How far a difference quotient goes, relative to the length of θ: rounding and curvature then
  /// both cost about 1e-10.
  double STEP = 1e-6;

  /// Writes ∂loss/∂θ to `gradient`, which has θ's shape.
  ///
  /// @return the loss
  double at(double[][] parameters, double[][] gradient);

  /// H·v by central differences of the gradient.
  default double[][] hessianTimes(double[][] parameters, double[][] v) {
    double length = Math.sqrt(dot(v, v));
    if (length == 0) {
      return like(v);
    }
    double h = STEP * (1 + Math.sqrt(dot(parameters, parameters))) / length;
    double[][] above = like(v);
    double[][] below = like(v);
    at(plus(parameters, h, v), above);
    at(plus(parameters, -h, v), below);
    double[][] product = plus(above, -1, below);
    for (double[] tensor : product) {
      for (int i = 0; i < tensor.length; i++) {
        tensor[i] /= 2 * h;
      }
    }
    return product;
  }

  static double[][] like(double[][] shape) {
    double[][] zeros = new double[shape.length][];
    for (int k = 0; k < shape.length; k++) {
      zeros[k] = new double[shape[k].length];
    }
    return zeros;
  }

  /// a + factor·b.
  static double[][] plus(double[][] a, double factor, double[][] b) {
    double[][] sum = like(a);
    for (int k = 0; k < a.length; k++) {
      for (int i = 0; i < a[k].length; i++) {
        sum[k][i] = a[k][i] + factor * b[k][i];
      }
    }
    return sum;
  }

  static double dot(double[][] a, double[][] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += dot(a[k], b[k]);
    }
    return sum;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /// The parameters of a network, tensor by tensor.
  static double[][] parameters(Network network) {
    List<Tensor> tensors = network.tensors();
    double[][] parameters = new double[tensors.size()][];
    for (int k = 0; k < parameters.length; k++) {
      float[] values = tensors.get(k).values();
      parameters[k] = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        parameters[k][i] = values[i];
      }
    }
    return parameters;
  }

  /// Sets the parameters of a network, rounded to floats.
  static void set(Network network, double[][] parameters) {
    var tensors = new ArrayList<Tensor>();
    for (Tensor tensor : network.tensors()) {
      double[] from = parameters[tensors.size()];
      float[] values = new float[from.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) from[i];
      }
      tensors.add(new Tensor(tensor.name(), tensor.shape(), values));
    }
    network.copyFrom(Network.of(network.spec(), tensors));
  }

  /// The mean loss of a network on rows of data.
  static Gradients of(NetworkSpec spec, Dataset.Part rows) {
    return new OfNetwork(spec, rows)::at;
  }

  /// Forward and backward propagation, written out.
  record OfNetwork(NetworkSpec spec, Dataset.Part rows) {

    double at(double[][] parameters, double[][] gradient) {
      for (double[] tensor : gradient) {
        Arrays.fill(tensor, 0);
      }
      double loss = 0;
      for (int row = 0; row < rows.rows(); row++) {
        loss += addRow(parameters, gradient, row);
      }
      for (double[] tensor : gradient) {
        for (int i = 0; i < tensor.length; i++) {
          tensor[i] /= rows.rows();
        }
      }
      return loss / rows.rows();
    }

    private double addRow(double[][] parameters, double[][] gradient, int row) {
      int layers = spec.layers();
      Activation f = spec.activation();
      double[][] z = new double[layers][];
      double[][] a = new double[layers][];
      double[] x = new double[spec.widths().getFirst()];
      for (int j = 0; j < x.length; j++) {
        x[j] = rows.inputs().get(row, j);
      }
      for (int l = 0; l < layers; l++) {
        double[] in = l == 0 ? x : a[l - 1];
        z[l] = new double[spec.widths().get(l + 1)];
        a[l] = new double[z[l].length];
        for (int i = 0; i < z[l].length; i++) {
          double sum = parameters[2 * l + 1][i];
          for (int j = 0; j < in.length; j++) {
            sum += parameters[2 * l][i * in.length + j] * in[j];
          }
          z[l][i] = sum;
          a[l][i] = f.value(sum);
        }
      }
      double[] dz = new double[z[layers - 1].length];
      double loss = output(z[layers - 1], row, dz);
      for (int l = layers - 1; l >= 0; l--) {
        double[] in = l == 0 ? x : a[l - 1];
        double[] below = new double[in.length];
        for (int i = 0; i < dz.length; i++) {
          gradient[2 * l + 1][i] += dz[i];
          for (int j = 0; j < in.length; j++) {
            gradient[2 * l][i * in.length + j] += dz[i] * in[j];
            below[j] += parameters[2 * l][i * in.length + j] * dz[i];
          }
        }
        if (l > 0) {
          for (int j = 0; j < below.length; j++) {
            below[j] *= f.derivative(z[l - 1][j]);
          }
        }
        dz = below;
      }
      return loss;
    }

    /// The loss of one row and its derivative by the outputs' pre-activations.
    private double output(double[] z, int row, double[] dz) {
      double loss = 0;
      if (spec.loss() == Loss.SQUARED_ERROR) {
        for (int j = 0; j < z.length; j++) {
          double error = z[j] - rows.targets().get(row, j);
          dz[j] = 2 * error / z.length;
          loss += error * error / z.length;
        }
        return loss;
      }
      double largest = Double.NEGATIVE_INFINITY;
      for (double value : z) {
        largest = Math.max(largest, value);
      }
      double sum = 0;
      for (double value : z) {
        sum += StrictMath.exp(value - largest);
      }
      for (int j = 0; j < z.length; j++) {
        double target = rows.targets().get(row, j);
        dz[j] = StrictMath.exp(z[j] - largest) / sum - target;
        loss -= target * (z[j] - largest - StrictMath.log(sum));
      }
      return loss;
    }
  }
}

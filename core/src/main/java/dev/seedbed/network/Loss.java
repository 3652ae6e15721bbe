package dev.seedbed.network;

import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Elementary;
import dev.seedbed.tensor.Kernels;
import dev.seedbed.tensor.Matrix;
import dev.seedbed.tensor.Panels;

/// What training minimises, with the output units that belong to it.
public enum Loss {
  /// −ln of the target class's probability, for softmax outputs. Mean over rows.
  CROSS_ENTROPY {
    @Override
    void output(Panels z, int rows, Panels y, float[] largest, float[] sums, Kernels kernels) {
      kernels.softmax(z, y, rows, largest, sums);
    }

    @Override
    double sum(Panels z, Matrix targets, int from, int rows, float[] largest, float[] sums) {
      double loss = 0;
      for (int i = 0; i < rows; i++) {
        double targetZ = 0;
        for (int j = 0; j < z.columns(); j++) {
          targetZ += (double) targets.get(from + i, j) * (z.get(i, j) - largest[i]);
        }
        loss += Elementary.log(sums[i]) - targetZ;
      }
      return loss;
    }

    @Override
    void gradient(Panels y, Matrix targets, int rows, Panels dz) {
      float perRow = 1f / rows;
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < y.columns(); j++) {
          dz.set(i, j, (y.get(i, j) - targets.get(i, j)) * perRow);
        }
      }
    }
  },

  /// (y − target)², for linear outputs. Mean over rows and outputs.
  SQUARED_ERROR {
    @Override
    void output(Panels z, int rows, Panels y, float[] largest, float[] sums, Kernels kernels) {
      for (int p = 0; p < z.panels(); p++) {
        kernels.activate(LINEAR, z, y, p, rows);
      }
    }

    @Override
    double sum(Panels z, Matrix targets, int from, int rows, float[] largest, float[] sums) {
      double loss = 0;
      for (int i = 0; i < rows; i++) {
        double squares = 0;
        for (int j = 0; j < z.columns(); j++) {
          double error = (double) z.get(i, j) - targets.get(from + i, j);
          squares += error * error;
        }
        loss += squares / z.columns();
      }
      return loss;
    }

    @Override
    void gradient(Panels y, Matrix targets, int rows, Panels dz) {
      float factor = 2f / ((float) rows * y.columns());
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < y.columns(); j++) {
          dz.set(i, j, (y.get(i, j) - targets.get(i, j)) * factor);
        }
      }
    }
  };

  private static final Activation LINEAR = new Activation.Identity();

  /// The outputs y of the network from the pre-activations z of its last layer.
  ///
  /// @param largest, sums for [#sum]: of each row the largest z, and what a softmax divides by
  abstract void output(
      Panels z, int rows, Panels y, float[] largest, float[] sums, Kernels kernels);

  /// The sum of the losses of the `rows` rows whose outputs were last made; the row of `targets`
  /// that belongs to z's first is `from`.
  abstract double sum(Panels z, Matrix targets, int from, int rows, float[] largest, float[] sums);

  /// ∂(mean loss)/∂z of the last layer, from its outputs y.
  abstract void gradient(Panels y, Matrix targets, int rows, Panels dz);
}

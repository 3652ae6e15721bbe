package dev.seedbed.network;

import dev.seedbed.tensor.Elementary;
import dev.seedbed.tensor.Matrix;

/// What training minimises, with the output units that belong to it.
public enum Loss {
  /// −ln of the target class's probability, for softmax outputs. Mean over rows.
  CROSS_ENTROPY {
    @Override
    void output(Matrix z, int rows, Matrix y) {
      for (int i = 0; i < rows; i++) {
        float largest = largest(z, i);
        float sum = 0;
        for (int j = 0; j < z.columns(); j++) {
          float e = Elementary.exp(z.get(i, j) - largest);
          y.set(i, j, e);
          sum += e;
        }
        for (int j = 0; j < z.columns(); j++) {
          y.set(i, j, y.get(i, j) / sum);
        }
      }
    }

    @Override
    double sum(Matrix z, Matrix targets, int from, int rows) {
      double loss = 0;
      for (int i = 0; i < rows; i++) {
        float largest = largest(z, i);
        float sum = 0;
        double targetZ = 0;
        for (int j = 0; j < z.columns(); j++) {
          sum += Elementary.exp(z.get(i, j) - largest);
          targetZ += (double) targets.get(from + i, j) * (z.get(i, j) - largest);
        }
        loss += Elementary.log(sum) - targetZ;
      }
      return loss;
    }

    @Override
    void gradient(Matrix y, Matrix targets, int rows, Matrix dz) {
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
    void output(Matrix z, int rows, Matrix y) {
      for (int i = 0; i < rows; i++) {
        y.copyRow(z, i, i);
      }
    }

    @Override
    double sum(Matrix z, Matrix targets, int from, int rows) {
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
    void gradient(Matrix y, Matrix targets, int rows, Matrix dz) {
      float factor = 2f / ((float) rows * y.columns());
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < y.columns(); j++) {
          dz.set(i, j, (y.get(i, j) - targets.get(i, j)) * factor);
        }
      }
    }
  };

  /// The outputs y of the network from the pre-activations z of its last layer.
  abstract void output(Matrix z, int rows, Matrix y);

  /// The sum of the losses of `rows` rows, from the pre-activations z of the last layer; the row of
  /// `targets` that belongs to z's first is `from`.
  abstract double sum(Matrix z, Matrix targets, int from, int rows);

  /// ∂(mean loss)/∂z of the last layer, from its outputs y.
  abstract void gradient(Matrix y, Matrix targets, int rows, Matrix dz);

  private static float largest(Matrix z, int row) {
    float largest = z.get(row, 0);
    for (int j = 1; j < z.columns(); j++) {
      largest = Math.max(largest, z.get(row, j));
    }
    return largest;
  }
}

package dev.seedbed.network;

import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;

/// What training minimises, with the output units that belong to it.
public enum Loss {
  /// −ln of the target class's probability, for softmax outputs. Mean over rows.
  CROSS_ENTROPY {
    @Override
    void output(Panels z, int rows, Panels y, Work work, Kernels kernels) {
      kernels.softmax(z, y, rows, work.largest, work.sums);
    }

    @Override
    void rows(Panels z, Matrix targets, int from, int rows, Work work, Kernels kernels) {
      kernels.logarithms(work.sums, work.logarithms, rows);
      for (int i = 0; i < rows; i++) {
        double targetZ = 0;
        for (int p = 0; p < z.panels(); p++) {
          int at = z.at(p, i);
          for (int j = 0; j < z.columnsOf(p); j++) {
            double target = targets.get(from + i, p * Panels.WIDTH + j);
            targetZ += target * (z.data()[at + j] - work.largest[i]);
          }
        }
        work.losses[i] = work.logarithms[i] - targetZ;
      }
    }

    @Override
    void gradient(Panels y, Matrix targets, int rows, Panels dz) {
      timesDifference(1f / rows, y, targets, rows, dz);
    }
  },

  /// (y − target)², for linear outputs. Mean over rows and outputs.
  SQUARED_ERROR {
    @Override
    void output(Panels z, int rows, Panels y, Work work, Kernels kernels) {
      for (int p = 0; p < z.panels(); p++) {
        kernels.activate(LINEAR, z, y, p, rows);
      }
    }

    @Override
    void rows(Panels z, Matrix targets, int from, int rows, Work work, Kernels kernels) {
      for (int i = 0; i < rows; i++) {
        double squares = 0;
        for (int j = 0; j < z.columns(); j++) {
          double error = (double) z.get(i, j) - targets.get(from + i, j);
          squares += error * error;
        }
        work.losses[i] = squares / z.columns();
      }
    }

    @Override
    void gradient(Panels y, Matrix targets, int rows, Panels dz) {
      timesDifference(2f / ((float) rows * y.columns()), y, targets, rows, dz);
    }
  };

  /// What a softmax leaves behind for the loss: of each row the largest z, m, and Σ eᶻ⁻ᵐ; and the
  /// loss of each row.
  record Work(float[] largest, float[] sums, float[] logarithms, double[] losses) {
    static Work of(int rows) {
      int length = (int) Panels.paddedLength(rows);
      return new Work(new float[length], new float[length], new float[length], new double[length]);
    }
  }

  private static final Activation LINEAR = new Activation.Identity();

  /// The outputs y of the network from the pre-activations z of its last layer.
  ///
  /// @param work for [#rows]
  abstract void output(Panels z, int rows, Panels y, Work work, Kernels kernels);

  /// Writes to `work` the losses of the `rows` rows whose outputs were last made; the row of
  /// `targets` that belongs to z's first is `from`.
  abstract void rows(Panels z, Matrix targets, int from, int rows, Work work, Kernels kernels);

  /// ∂(mean loss)/∂z of the last layer, from its outputs y.
  abstract void gradient(Panels y, Matrix targets, int rows, Panels dz);

  /// dz = (y − target)·factor.
  private static void timesDifference(float factor, Panels y, Matrix targets, int rows, Panels dz) {
    for (int p = 0; p < y.panels(); p++) {
      for (int i = 0; i < rows; i++) {
        int at = y.at(p, i);
        for (int j = 0; j < y.columnsOf(p); j++) {
          float target = targets.get(i, p * Panels.WIDTH + j);
          dz.data()[at + j] = (y.data()[at + j] - target) * factor;
        }
      }
    }
  }
}

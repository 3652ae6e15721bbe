package dev.seedbed.propagation;

import dev.seedbed.data.Targets;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Loss;
import dev.seedbed.tensor.Activation;

/// The arithmetic of a [Loss], row by row, with the output units that belong to it.
enum LossArithmetic {
  CROSS_ENTROPY {
    @Override
    void output(Panels z, int rows, Panels y, Work work, Kernels kernels) {
      for (int r = 0; r * Panels.WIDTH < rows; r++) {
        kernels.transpose(z, work.columns, r, z.columns());
      }
      kernels.softmax(work.columns, rows, work.largest, work.least, work.sums);
      for (int p = 0; p < y.panels(); p++) {
        kernels.transpose(work.columns, y, p, rows);
      }
    }

    @Override
    void rows(Panels z, Targets targets, int from, int rows, Work work, Kernels kernels) {
      kernels.logarithms(work.sums, work.logarithms, rows);
      for (int i = 0; i < rows; i++) {
        int target = classes(targets).ofRow()[from + i];
        double loss = work.logarithms[i] - (double) (z.get(i, target) - work.largest[i]);
        double weight = classes(targets).weight(from + i);
        boolean bounded =
            work.least[i] - work.largest[i] != Float.NEGATIVE_INFINITY
                || bounded(z, i, target, work.largest[i]);
        work.losses[i] = bounded ? weight * loss : Double.NaN;
      }
    }

    @Override
    void gradient(Panels y, Targets targets, int rows, Panels dz) {
      Targets.Classes classes = classes(targets);
      float each = 1f / rows;
      for (int p = 0; p < y.panels(); p++) {
        for (int i = 0; i < rows; i++) {
          int at = y.at(p, i);
          float factor = classes.weight(i) * each;
          for (int j = 0; j < y.columnsOf(p); j++) {
            dz.data()[at + j] = y.data()[at + j] * factor;
          }
        }
      }
      for (int i = 0; i < rows; i++) {
        int target = classes.ofRow()[i];
        dz.set(i, target, (y.get(i, target) - 1) * (classes.weight(i) * each));
      }
    }
  },

  SQUARED_ERROR {
    @Override
    void output(Panels z, int rows, Panels y, Work work, Kernels kernels) {
      for (int p = 0; p < z.panels(); p++) {
        kernels.activate(LINEAR, z, y, p, rows);
      }
    }

    @Override
    void rows(Panels z, Targets targets, int from, int rows, Work work, Kernels kernels) {
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
    void gradient(Panels y, Targets targets, int rows, Panels dz) {
      float factor = 2f / ((float) rows * y.columns());
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < y.columns(); j++) {
          dz.set(i, j, (y.get(i, j) - targets.get(i, j)) * factor);
        }
      }
    }
  };

  /// What a softmax needs, and leaves behind for the loss: the outputs, a row for each unit; of
  /// each row the largest z, m, the least, and Σ eᶻ⁻ᵐ; and the loss of each row.
  record Work(
      Panels columns,
      float[] largest,
      float[] least,
      float[] sums,
      float[] logarithms,
      double[] losses) {
    static Work of(int rows, int columns) {
      int length = (int) Panels.paddedLength(rows);
      return new Work(
          new Panels(/* rows= */ columns, /* columns= */ rows),
          new float[length],
          new float[length],
          new float[length],
          new float[length],
          new double[length]);
    }
  }

  static LossArithmetic of(Loss loss) {
    return switch (loss) {
      case CROSS_ENTROPY -> CROSS_ENTROPY;
      case SQUARED_ERROR -> SQUARED_ERROR;
    };
  }

  private static final Activation LINEAR = new Activation.Identity();

  /// The outputs y of the network from the pre-activations z of its last layer.
  ///
  /// @param work for [#rows]
  abstract void output(Panels z, int rows, Panels y, Work work, Kernels kernels);

  /// Writes to `work` the losses of the `rows` rows whose outputs were last made; the row of
  /// `targets` that belongs to z's first is `from`.
  abstract void rows(Panels z, Targets targets, int from, int rows, Work work, Kernels kernels);

  /// ∂(mean loss)/∂z of the last layer, from its outputs y.
  abstract void gradient(Panels y, Targets targets, int rows, Panels dz);

  /// Whether the outputs but `target` are within the range of floats of the largest: else the
  /// network has diverged, though the target's probability may not show it.
  private static boolean bounded(Panels z, int row, int target, float largest) {
    for (int p = 0; p < z.panels(); p++) {
      int at = z.at(p, row);
      for (int j = 0; j < z.columnsOf(p); j++) {
        if (z.data()[at + j] - largest == Float.NEGATIVE_INFINITY
            && p * Panels.WIDTH + j != target) {
          return false;
        }
      }
    }
    return true;
  }

  private static Targets.Classes classes(Targets targets) {
    return (Targets.Classes) targets;
  }
}

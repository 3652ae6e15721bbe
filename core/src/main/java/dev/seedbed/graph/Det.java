package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;

/// The determinants of the square matrices in the last two axes, by elimination in double. The
/// derivatives are cofactors; those of singular matrices with more than 32 rows are taken to be 0.
public record Det() implements MatrixProduct {
  private static final int MOST_MINORS = 32;

  private static int rows(TensorShape x) {
    int rank = x.rank();
    if (rank < 2 || x.length(rank - 1) != x.length(rank - 2)) {
      throw new IllegalArgumentException("matrices must be square: " + x);
    }
    return x.length(rank - 1);
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    FloatArray x = in.floats(0);
    int n = rows(x.shape());
    FloatArray y =
        FloatArray.of(TensorShape.of(Arrays.copyOf(x.shape().lengths(), x.shape().rank() - 2)));
    for (int i = 0; i < y.data().length; i++) {
      y.data()[i] = (float) eliminate(matrix(x.data(), i, n), new double[n][0]);
    }
    return List.of(y);
  }

  private static double[][] matrix(float[] x, int at, int n) {
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        matrix[i][j] = x[(at * n + i) * n + j];
      }
    }
    return matrix;
  }

  /// Solves matrix · z = right in place, and gives the determinant; 0 at once if there is no pivot.
  private static double eliminate(double[][] matrix, double[][] right) {
    int n = matrix.length;
    double determinant = 1;
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        pivot = Math.abs(matrix[i][k]) > Math.abs(matrix[pivot][k]) ? i : pivot;
      }
      if (matrix[pivot][k] == 0) {
        return 0;
      }
      if (pivot != k) {
        swap(matrix, pivot, k);
        swap(right, pivot, k);
        determinant = -determinant;
      }
      determinant *= matrix[k][k];
      for (int i = 0; i < n; i++) {
        if (i != k && (i > k || right[k].length > 0)) {
          double factor = matrix[i][k] / matrix[k][k];
          subtract(matrix[i], matrix[k], factor);
          subtract(right[i], right[k], factor);
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < right[i].length; j++) {
        right[i][j] /= matrix[i][i];
      }
    }
    return determinant;
  }

  private static void swap(double[][] rows, int one, int other) {
    double[] row = rows[one];
    rows[one] = rows[other];
    rows[other] = row;
  }

  private static void subtract(double[] from, double[] row, double factor) {
    for (int j = 0; j < from.length; j++) {
      from[j] -= factor * row[j];
    }
  }

  @Override
  public Keeps keeps() {
    return Keeps.INPUTS;
  }

  @Override
  public void gradients(Backward back) {
    if (!back.wants(0) || back.gradient(0).isEmpty()) {
      return;
    }
    FloatArray x = back.floats(0);
    int n = rows(x.shape());
    float[] g = back.gradientOrZeros(0).data();
    FloatArray d = FloatArray.of(x.shape());
    for (int at = 0; at < g.length; at++) {
      double[][] cofactors = cofactors(matrix(x.data(), at, n));
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          d.data()[(at * n + i) * n + j] = (float) (g[at] * cofactors[i][j]);
        }
      }
    }
    back.add(0, d);
  }

  private static double[][] cofactors(double[][] matrix) {
    int n = matrix.length;
    double[][] inverse = new double[n][n];
    for (int i = 0; i < n; i++) {
      inverse[i][i] = 1;
    }
    double[][] worked = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    double determinant = eliminate(worked, inverse);
    double[][] cofactors = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (determinant != 0) {
          cofactors[i][j] = determinant * inverse[j][i];
        } else if (n <= MOST_MINORS) {
          double sign = (i + j) % 2 == 0 ? 1 : -1;
          cofactors[i][j] = sign * eliminate(minor(matrix, i, j), new double[n - 1][0]);
        }
      }
    }
    return cofactors;
  }

  /// Without a row and a column.
  private static double[][] minor(double[][] matrix, int row, int column) {
    int n = matrix.length - 1;
    double[][] minor = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        minor[i][j] = matrix[i < row ? i : i + 1][j < column ? j : j + 1];
      }
    }
    return minor;
  }
}

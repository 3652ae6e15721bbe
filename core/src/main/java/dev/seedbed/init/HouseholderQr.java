package dev.seedbed.init;

import java.util.Arrays;

/// The QR decomposition by Householder's reflections, in double. Golub & Van Loan, Matrix
/// Computations, section 5.2. All sums run in one fixed order, row by row.
final class HouseholderQr {

  private HouseholderQr() {}

  /// Q of `a` = Q·R with R's diagonal positive, which makes Q unique. `a` is overwritten.
  ///
  /// @param a m × n, m ≥ n
  /// @return m × n with orthonormal columns
  static double[][] orthonormalColumns(double[][] a) {
    int m = a.length;
    int n = a[0].length;
    double[][] reflectors = new double[n][];
    double[] signs = new double[n];
    double[] sums = new double[n];
    for (int k = 0; k < n; k++) {
      double[] v = new double[m - k];
      double square = 0;
      for (int i = k; i < m; i++) {
        v[i - k] = a[i][k];
        square += v[i - k] * v[i - k];
      }
      // The reflection takes column k to −sign(v₀)·|v|, so that R's diagonal has that sign.
      double norm = Math.sqrt(square);
      signs[k] = v[0] > 0 ? -1 : 1;
      double pivot = v[0];
      v[0] += v[0] > 0 ? norm : -norm;
      // |v|² = 2·norm·(norm + |pivot|).
      scale(v, norm * (norm + Math.abs(pivot)));
      reflectors[k] = v;
      reflect(a, v, k, k + 1, sums);
    }
    double[][] q = new double[m][n];
    for (int k = 0; k < n; k++) {
      q[k][k] = 1;
    }
    for (int k = n - 1; k >= 0; k--) {
      reflect(q, reflectors[k], k, k, sums);
    }
    for (double[] row : q) {
      for (int k = 0; k < n; k++) {
        row[k] *= signs[k];
      }
    }
    return q;
  }

  /// Divides v by √`halfSquare`, so that the reflection is I − v·vᵀ; a column of zeros reflects
  /// nothing.
  private static void scale(double[] v, double halfSquare) {
    double factor = halfSquare > 0 ? 1 / Math.sqrt(halfSquare) : 0;
    for (int i = 0; i < v.length; i++) {
      v[i] *= factor;
    }
  }

  /// (I − v·vᵀ)·a on the rows from `row` on and the columns from `column` on.
  private static void reflect(double[][] a, double[] v, int row, int column, double[] sums) {
    int n = sums.length;
    Arrays.fill(sums, column, n, 0);
    for (int i = 0; i < v.length; i++) {
      double[] line = a[row + i];
      double factor = v[i];
      for (int j = column; j < n; j++) {
        sums[j] += factor * line[j];
      }
    }
    for (int i = 0; i < v.length; i++) {
      double[] line = a[row + i];
      double factor = v[i];
      for (int j = column; j < n; j++) {
        line[j] -= factor * sums[j];
      }
    }
  }
}

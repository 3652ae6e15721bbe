package dev.seedbed.init;

import dev.seedbed.tensor.Matrix;

/// The mean and the variance of each column of a matrix: of each unit over rows.
record UnitMoments(double[] mean, double[] variance) {

  static UnitMoments of(Matrix matrix) {
    int rows = matrix.rows();
    double[] mean = new double[matrix.columns()];
    double[] variance = new double[matrix.columns()];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += (double) matrix.get(i, j) / rows;
      }
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < mean.length; j++) {
        double centred = matrix.get(i, j) - mean[j];
        variance[j] += centred * centred / rows;
      }
    }
    return new UnitMoments(mean, variance);
  }

  /// The variance of all elements together.
  double pooledVariance() {
    double centre = 0;
    for (double m : mean) {
      centre += m / mean.length;
    }
    double pooled = 0;
    for (int j = 0; j < mean.length; j++) {
      pooled += (variance[j] + (mean[j] - centre) * (mean[j] - centre)) / mean.length;
    }
    return pooled;
  }
}

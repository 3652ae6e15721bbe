package dev.seedbed.check.measure;

import dev.seedbed.data.Dataset;

/// The rows that are propagated.
///
/// @param count of rows
/// @param given whether the user gave them; else inputs are standard normal and targets random
/// @param inputs second moment of each input
/// @param targetMeans of each output
/// @param targetVariances of each output
public record RowsMeasurement(
    int count, boolean given, double[] inputs, double[] targetMeans, double[] targetVariances) {

  /// The second moment of each input.
  static double[] inputs(Dataset.Part rows) {
    double[] sizes = new double[rows.inputs().columns()];
    for (int i = 0; i < rows.rows(); i++) {
      for (int j = 0; j < sizes.length; j++) {
        double x = rows.inputs().get(i, j);
        sizes[j] += x * x / rows.rows();
      }
    }
    return sizes;
  }

  /// The largest root mean square of an input.
  public double largestInput() {
    double largest = 0;
    for (double size : inputs) {
      largest = Math.max(largest, Math.sqrt(size));
    }
    return largest;
  }

  /// The root mean square over all inputs.
  public double inputSize() {
    double sum = 0;
    for (double size : inputs) {
      sum += size / inputs.length;
    }
    return Math.sqrt(sum);
  }
}

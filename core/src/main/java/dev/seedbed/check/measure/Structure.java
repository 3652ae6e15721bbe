package dev.seedbed.check.measure;

import dev.seedbed.network.Layer;

/// Whether weights were made as a whole, so that their elements follow no law by themselves:
/// orthogonal, or all units of one length.
final class Structure {
  private static final int UNITS = 16;
  private static final double NEAR = 1e-3;

  private Structure() {}

  static boolean of(Layer layer) {
    int units = Math.min(UNITS, layer.fanOut());
    double[][] vectors = new double[units][layer.fanIn()];
    for (int j = 0; j < units; j++) {
      for (int k = 0; k < layer.fanIn(); k++) {
        vectors[j][k] = layer.weight().get(k, j);
      }
    }
    int inputs = Math.min(UNITS, layer.fanIn());
    double[][] columns = new double[inputs][layer.fanOut()];
    for (int k = 0; k < inputs; k++) {
      for (int j = 0; j < layer.fanOut(); j++) {
        columns[k][j] = layer.weight().get(k, j);
      }
    }
    return oneLength(vectors) || oneLength(columns) || repeated(vectors);
  }

  static boolean of(float[] values, int units) {
    int length = values.length / units;
    double[][] vectors = new double[Math.min(UNITS, units)][length];
    for (int j = 0; j < vectors.length; j++) {
      for (int k = 0; k < length; k++) {
        vectors[j][k] = values[j * length + k];
      }
    }
    double[][] columns = new double[Math.min(UNITS, length)][units];
    for (int k = 0; k < columns.length; k++) {
      for (int j = 0; j < units; j++) {
        columns[k][j] = values[j * length + k];
      }
    }
    return oneLength(vectors) || oneLength(columns) || repeated(vectors);
  }

  private static boolean oneLength(double[][] vectors) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (double[] vector : vectors) {
      double squares = 0;
      for (double value : vector) {
        squares += value * value;
      }
      least = Math.min(least, squares);
      most = Math.max(most, squares);
    }
    return vectors.length > 1 && most - least <= NEAR * most;
  }

  /// Whether the elements of a unit come again with the other sign, as `looks-linear` makes them.
  private static boolean repeated(double[][] vectors) {
    double[] unit = vectors[0];
    int half = unit.length / 2;
    if (unit.length < 4 || unit.length % 2 == 1) {
      return false;
    }
    for (int k = 0; k < half; k++) {
      if (unit[k] != -unit[half + k]) {
        return false;
      }
    }
    return true;
  }
}

package dev.seedbed.statistics;

import java.util.stream.IntStream;

/// What seeds lose on rows beyond what the seed and the row lose on average: x − row mean − seed
/// mean + mean of all.
///
/// @param means of the losses of each seed
/// @param values the interactions, seeds × rows
/// @param unselected the places of the seeds that nothing but chance chose
record Interactions(double[] means, double[][] values, int[] unselected) {

  static Interactions of(double[][] losses, boolean[] unselected) {
    int seeds = losses.length;
    if (unselected.length != seeds) {
      throw new IllegalArgumentException(
          "losses and unselected must be of the same seeds: %d, %d"
              .formatted(seeds, unselected.length));
    }
    double[] means = new double[seeds];
    double[][] values = new double[seeds][];
    int rows = seeds == 0 ? 0 : losses[0].length;
    double[] ofRow = new double[rows];
    for (int s = 0; s < seeds; s++) {
      if (losses[s].length != rows) {
        throw new IllegalArgumentException(
            "each seed must be measured on the same rows: %d, %d"
                .formatted(rows, losses[s].length));
      }
      Moments.check("losses", losses[s]);
      means[s] = Moments.mean(losses[s]);
      for (int i = 0; i < rows; i++) {
        ofRow[i] += (losses[s][i] - losses[0][i]) / seeds;
      }
    }
    double shift = 0;
    for (int i = 0; i < rows; i++) {
      shift += ofRow[i] / rows;
    }
    for (int s = 0; s < seeds; s++) {
      values[s] = new double[rows];
      double own = means[s] - means[0] - shift;
      for (int i = 0; i < rows; i++) {
        values[s][i] = losses[s][i] - losses[0][i] - ofRow[i] - own;
      }
    }
    int[] places = IntStream.range(0, seeds).filter(s -> unselected[s]).toArray();
    return new Interactions(means, values, places);
  }

  int rows() {
    return values.length == 0 ? 0 : values[0].length;
  }

  double[] unselectedMeans() {
    return IntStream.of(unselected).mapToDouble(s -> means[s]).toArray();
  }

  /// The variance that the choice of rows makes in the mean loss of a seed.
  double noise() {
    double squares = 0;
    for (double[] ofSeed : values) {
      squares += product(ofSeed, ofSeed);
    }
    return squares / (values.length - 1.0) / (rows() - 1.0) / rows();
  }

  /// The variance that the choice of rows makes in the mean loss of seed `s`.
  double noise(int s) {
    double k = values.length;
    return product(values[s], values[s]) * k / (k - 1) / (rows() - 1.0) / rows();
  }

  double rowDegrees() {
    double[] weights = new double[rows()];
    for (double[] ofSeed : values) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] += ofSeed[i] * ofSeed[i];
      }
    }
    double sum = 0;
    double squares = 0;
    for (double weight : weights) {
      sum += weight;
      squares += weight * weight;
    }
    // Equal weights leave 0, or less by rounding.
    double excess = squares / (sum * sum) - 1.0 / weights.length;
    double most = 2.0 * weights.length * values.length;
    return excess * most > 2 ? Math.max(1, 2 / excess) : most;
  }

  /// @param most seeds that are looked at
  double seedDegrees(int most) {
    int k = Math.min(most, unselected.length);
    int n = rows();
    double[][] centred = new double[k][n];
    for (int i = 0; i < n; i++) {
      double mean = 0;
      for (int j = 0; j < k; j++) {
        mean += values[unselected[j]][i] / k;
      }
      for (int j = 0; j < k; j++) {
        centred[j][i] = values[unselected[j]][i] - mean;
      }
    }
    double trace = 0;
    double squares = 0;
    for (int a = 0; a < k; a++) {
      double own = product(centred[a], centred[a]);
      trace += own;
      squares += own * own;
      for (int b = 0; b < a; b++) {
        double both = product(centred[a], centred[b]);
        squares += 2 * both * both;
      }
    }
    double degrees = n - 1.0;
    double unbiased =
        (squares - trace * trace / degrees) * degrees * degrees / ((degrees - 1) * (degrees + 2));
    double all = unselected.length - 1.0;
    // As many as the seeds that were looked at seem independent, all may be.
    double found = unbiased > 0 ? trace * trace / unbiased : all;
    return Math.clamp(found, 1, all);
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

package dev.seedbed.statistics;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/// A study whose truth is known: what seeds lose on some rows, and on as many new ones.
///
/// @param share of the variance of the seeds' means that is their own, in expectation
/// @param own the true mean loss of each seed over all rows there could be, relative to that of all
///   seeds there could be
/// @param losses of each seed on the rows of the study
/// @param newLosses on as many new rows, relative to the mean over all seeds there could be
record SimulatedStudy(double share, double[] own, double[][] losses, double[][] newLosses) {

  /// How seeds and rows interact.
  enum Model {
    /// Independent and normal.
    NORMAL,
    /// Normal, times the row's own size, which is log-normal: few rows decide.
    HARD_ROWS,
    /// Two properties of a row are met by two of a seed: many seeds move together.
    TWO_PROPERTIES,
    /// Each row is misclassified with its own chance, more often by poor seeds.
    ERRORS
  }

  static SimulatedStudy of(Random random, Model model, double share, int seeds, int rows) {
    double[][] ofSeeds = new double[seeds][];
    Arrays.setAll(ofSeeds, s -> Simulation.normals(random, 2, 0, 1));
    return switch (model) {
      case ERRORS -> errors(random, share, seeds, rows);
      case NORMAL, HARD_ROWS, TWO_PROPERTIES -> {
        double deviation = Math.sqrt(share / (1 - share) / rows);
        double[] own = Simulation.normals(random, seeds, 0, deviation);
        double[] common = Simulation.normals(random, rows, 3, 2);
        double[][] losses = interactions(random, model, ofSeeds, rows);
        double[][] newLosses = interactions(random, model, ofSeeds, rows);
        for (int s = 0; s < seeds; s++) {
          for (int i = 0; i < rows; i++) {
            losses[s][i] += own[s] + common[i];
            newLosses[s][i] += own[s];
          }
        }
        yield new SimulatedStudy(share, own, losses, newLosses);
      }
    };
  }

  /// Interactions of mean 0 and variance 1.
  private static double[][] interactions(Random random, Model model, double[][] ofSeeds, int rows) {
    double[][] interactions = new double[ofSeeds.length][rows];
    for (int i = 0; i < rows; i++) {
      double[] ofRow = Simulation.normals(random, 2, 0, 1);
      // exp(σz) has the second moment exp(2σ²).
      double size = model == Model.HARD_ROWS ? Math.exp(random.nextGaussian() - 1) : 1;
      for (int s = 0; s < ofSeeds.length; s++) {
        double alone = random.nextGaussian();
        interactions[s][i] =
            model == Model.TWO_PROPERTIES
                ? (ofSeeds[s][0] * ofRow[0] + ofSeeds[s][1] * ofRow[1] + alone / 2) / 1.5
                : size * alone;
      }
    }
    return interactions;
  }

  /// A tenth of the rows are hard: half of the seeds err on them, on average. The others err on 2
  /// in 100 rows. A seed of own part a errs on each row with a probability that is higher by a.
  private static SimulatedStudy errors(Random random, double share, int seeds, int rows) {
    double noise = (0.1 * 0.5 * 0.5 + 0.9 * 0.02 * 0.98) / rows;
    double deviation = Math.sqrt(share / (1 - share) * noise);
    double[] own = Simulation.normals(random, seeds, 0, deviation);
    return new SimulatedStudy(
        share,
        own,
        errors(random, own, rows, 0),
        errors(random, own, rows, 0.1 * 0.5 + 0.9 * 0.02));
  }

  private static double[][] errors(Random random, double[] own, int rows, double mean) {
    double[][] errors = new double[own.length][rows];
    for (int i = 0; i < rows; i++) {
      boolean hard = random.nextDouble() < 0.1;
      for (int s = 0; s < own.length; s++) {
        // Hard rows tell seeds apart, as they do in truth: easy ones cannot go below 0.
        double chance = hard ? 0.5 + 10 * own[s] : 0.02;
        errors[s][i] = (random.nextDouble() < chance ? 1 : 0) - mean;
      }
    }
    return errors;
  }

  int seeds() {
    return losses.length;
  }

  int winner() {
    double[] means = means();
    return IntStream.range(0, means.length)
        .reduce((a, b) -> means[b] < means[a] ? b : a)
        .orElseThrow();
  }

  double[] means() {
    return Arrays.stream(losses).mapToDouble(Moments::mean).toArray();
  }

  boolean[] all() {
    boolean[] all = new boolean[losses.length];
    Arrays.fill(all, true);
    return all;
  }

  /// How far the winner is ahead of all seeds there could be, on the new rows.
  double leadOnNewRows(int seed) {
    return -Moments.mean(newLosses[seed]);
  }
}

package dev.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

/// What the simulations with a known truth have in common.
final class Simulation {
  /// A mean, or a share, of many independent simulations is 5 standard errors off once in 1.7
  /// million.
  static final double ERRORS = 5;

  private Simulation() {}

  static double[] normals(Random random, int count, double mean, double deviation) {
    double[] normals = new double[count];
    for (int i = 0; i < count; i++) {
      normals[i] = mean + deviation * random.nextGaussian();
    }
    return normals;
  }

  /// Checks that the mean of simulated values is `expected`, to 5 of its standard errors, taken
  /// from the values, and `more`.
  static void assertMean(String name, double[] values, double expected, double more) {
    double error = Math.sqrt(Moments.variance(values) / values.length);
    assertThat(Moments.mean(values)).as(name).isCloseTo(expected, within(ERRORS * error + more));
  }

  /// 5 standard errors of a share of so many simulations, if the truth is `probability`.
  static double tolerance(double probability, int simulations) {
    return ERRORS * Math.sqrt(probability * (1 - probability) / simulations);
  }
}

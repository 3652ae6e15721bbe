package dev.seedbed.statistics;

import dev.seedbed.random.Seed;

/// The sign-flip permutation test: if two schemes are alike, then each difference between them
/// might as well have had the other sign. Fisher 1935, The Design of Experiments, section 21.
final class SignFlips {
  /// The most differences with which all 2ⁿ flips are tried.
  private static final int MOST_EXACT = 14;

  private static final int FLIPS = 10_000;

  /// Sums that differ by less, relative to the sum of absolute differences, are the same sum in
  /// another order.
  private static final double ROUNDING = 1e-12;

  private SignFlips() {}

  /// The two-sided p-value of the mean difference: the share of flips whose sum is as far from 0 as
  /// what was observed, or farther. With more than 14 differences of 10,000 random flips, the
  /// observed one counted among them, so that it is never 0 and never too small on average (Phipson
  /// & Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9(1), section 4).
  ///
  /// @param seed of the random flips, from the stream "flips"; any two tests of as many differences
  ///   meet the same ones
  static double pValue(double[] differences, Seed seed) {
    double sum = 0;
    double size = 0;
    for (double difference : differences) {
      sum += difference;
      size += Math.abs(difference);
    }
    double least = Math.abs(sum) - ROUNDING * size;
    return differences.length <= MOST_EXACT
        ? exact(differences, sum, least)
        : random(differences, sum, least, seed);
  }

  private static double exact(double[] differences, double sum, double least) {
    int all = 1 << differences.length;
    int[] flips = new int[1];
    int extreme = 0;
    for (int i = 0; i < all; i++) {
      flips[0] = i;
      if (Math.abs(flipped(differences, sum, flips)) >= least) {
        extreme++;
      }
    }
    return (double) extreme / all;
  }

  private static double random(double[] differences, double sum, double least, Seed seed) {
    var stream = seed.stream("flips");
    int[] flips = new int[Math.ceilDiv(differences.length, Integer.SIZE)];
    int extreme = 1;
    for (int i = 0; i < FLIPS; i++) {
      stream.words((long) i * flips.length, flips, 0, flips.length);
      if (Math.abs(flipped(differences, sum, flips)) >= least) {
        extreme++;
      }
    }
    return (double) extreme / (FLIPS + 1);
  }

  /// The sum with other signs where a bit is set.
  private static double flipped(double[] differences, double sum, int[] flips) {
    double negative = 0;
    for (int i = 0; i < differences.length; i++) {
      if ((flips[i / Integer.SIZE] >>> i & 1) != 0) {
        negative += differences[i];
      }
    }
    return sum - 2 * negative;
  }
}

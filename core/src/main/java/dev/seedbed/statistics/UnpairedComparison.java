package dev.seedbed.statistics;

import dev.seedbed.distribution.FDistribution;
import dev.seedbed.random.Seed;

/// Two schemes whose runs have no seeds in common, or none that are known. Losses are in any unit;
/// lower is better. Over the same seeds, [Comparison] sees smaller differences.
///
/// @param meanDifference the mean of A's losses − that of B's, below 0 if A is better
/// @param differenceInterval of its expectation, by Student's t with Welch's degrees of freedom
///   (Welch 1947, Biometrika 34); infinite with a single run of either
/// @param probability P(A better than B): the share of pairs of a run of A and a run of B where A's
///   loss is lower, ties counted half. Mann & Whitney 1947
/// @param pValue of the two-sided permutation test of the mean difference: the share of ways to say
///   which runs are A's that make it as large, or larger; all of them up to 16 runs, else 10,000 at
///   random, the observed one among them
/// @param deviation the root of the mean of both variances; NaN with a single run of either
public record UnpairedComparison(
    double meanDifference,
    Interval differenceInterval,
    double probability,
    double pValue,
    double deviation) {
  private static final int MOST_EXACT = 16;
  private static final int PERMUTATIONS = 10_000;

  /// Sums that differ by less, relative to the sum of absolute values, are the same sum in another
  /// order.
  private static final double ROUNDING = 1e-12;

  /// Compares the losses of two schemes.
  ///
  /// @param a at least one, all finite
  /// @param b likewise
  /// @param seed of random permutations, from the stream "permutations"
  public static UnpairedComparison of(double[] a, double[] b, Seed seed) {
    Moments.check("losses", a);
    Moments.check("losses", b);
    double difference = Moments.mean(a) - Moments.mean(b);
    double ofA = Moments.variance(a);
    double ofB = Moments.variance(b);
    return new UnpairedComparison(
        difference,
        welch(difference, ofA, a.length, ofB, b.length),
        wins(a, b) / a.length / b.length,
        pValue(a, b, seed),
        Math.sqrt((ofA + ofB) / 2));
  }

  private static Interval welch(double difference, double ofA, int countA, double ofB, int countB) {
    if (countA < 2 || countB < 2) {
      return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double a = ofA / countA;
    double b = ofB / countB;
    if (a + b == 0) {
      return new Interval(difference, difference);
    }
    double degrees = (a + b) * (a + b) / (a * a / (countA - 1) + b * b / (countB - 1));
    double half = FDistribution.student(Interval.LEVEL, Math.max(1, degrees)) * Math.sqrt(a + b);
    return new Interval(difference - half, difference + half);
  }

  private static double wins(double[] a, double[] b) {
    double wins = 0;
    for (double one : a) {
      for (double other : b) {
        wins += one < other ? 1 : one == other ? 0.5 : 0;
      }
    }
    return wins;
  }

  /// Of a sum over A's runs: with the sum of all, it gives the difference of the means.
  private static double pValue(double[] a, double[] b, Seed seed) {
    double[] all = new double[a.length + b.length];
    System.arraycopy(a, 0, all, 0, a.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    double mean = Moments.mean(all);
    double sum = 0;
    double size = 0;
    for (int i = 0; i < all.length; i++) {
      all[i] -= mean;
      sum += i < a.length ? all[i] : 0;
      size += Math.abs(all[i]);
    }
    double least = Math.abs(sum) - ROUNDING * size;
    return all.length <= MOST_EXACT
        ? exact(all, a.length, least)
        : random(all, a.length, least, seed);
  }

  private static double exact(double[] all, int count, double least) {
    int ways = 0;
    int extreme = 0;
    for (int chosen = 0; chosen < 1 << all.length; chosen++) {
      if (Integer.bitCount(chosen) != count) {
        continue;
      }
      double sum = 0;
      for (int i = 0; i < all.length; i++) {
        sum += (chosen >>> i & 1) != 0 ? all[i] : 0;
      }
      ways++;
      extreme += Math.abs(sum) >= least ? 1 : 0;
    }
    return (double) extreme / ways;
  }

  /// Each permutation exchanges what the one before left: all orders are as probable whatever it
  /// begins with.
  private static double random(double[] all, int count, double least, Seed seed) {
    var stream = seed.stream("permutations");
    int[] words = new int[count];
    int extreme = 1;
    for (int p = 0; p < PERMUTATIONS; p++) {
      stream.words((long) p * count, words, 0, count);
      double sum = 0;
      for (int i = 0; i < count; i++) {
        int other = i + (int) (((words[i] & 0xFFFFFFFFL) * (all.length - i)) >>> Integer.SIZE);
        double kept = all[i];
        all[i] = all[other];
        all[other] = kept;
        sum += all[i];
      }
      extreme += Math.abs(sum) >= least ? 1 : 0;
    }
    return (double) extreme / (PERMUTATIONS + 1);
  }
}

package dev.seedbed.statistics;

import dev.seedbed.distribution.FDistribution;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/// Two schemes compared over the same seeds, pair by pair. Losses are in any unit; lower is better.
///
/// With a single seed nothing can be said: the intervals are as wide as they can be (that of the
/// difference infinite), `pValue`, `asoA` and `asoB` are 1.
///
/// @param a the name of the one that comes first among the schemes
/// @param b the name of the other
/// @param seeds how many both were trained from
/// @param meanDifference the mean of A's loss − B's, below 0 if A is better
/// @param differenceInterval of its expectation, by Student's t; exact if differences are normal.
///   Percentiles of resamples would be too narrow for few seeds: for 5, they cover 84 % instead of
///   95 %
/// @param probability P(A better than B): the share of seeds where A's loss is lower, ties counted
///   half. Bouthillier et al. 2021, arXiv:2103.03098, section 4
/// @param probabilityInterval of that. Clopper and Pearson's, which covers with 95 % or more for
///   any number of seeds, not the paper's percentiles of resamples: they leave out ½ for 2 wins of
///   2 and for 6 of 7, by which one in two or one in eight equal schemes would differ. From the
///   paper's 29 seeds on their ends differ by at most 0.04
/// @param pValue of the two-sided sign-flip test of the mean difference: exact up to 14 seeds, else
///   of 10,000 random flips. At 5 seeds it can't be below 1/16
/// @param holm the p-value adjusted for all comparisons made here, in [0, 1]: whoever calls all
///   those at most 0.05 different is wrong in at most 5 % of such tables about any that is not.
///   Holm 1979, Scandinavian Journal of Statistics 6(2)
/// @param asoA ε_min(A, B): almost stochastic order of A before B (del Barrio et al. 2018; Dror et
///   al. 2019); A is better if it is below 0.5, to be safe below 0.2. Confidence is 1 − 0.05/M for
///   M comparisons; seeds are resampled in pairs. Not a p-value: of two equal schemes one given is
///   below 0.5 in 20 % of cases at any number of seeds, and below 0.2 in 3 % with 20 or more, 5 %
///   with 10, 10 % with 5 (normal losses, M = 1)
/// @param asoB ε_min(B, A)
/// @param seedsNeeded how many seeds would show this probability, if it were the true one, and no
///   fewer than all comparisons made here take; empty if it is ½
/// @param verdict of the better of the two
public record Comparison(
    String a,
    String b,
    int seeds,
    double meanDifference,
    Interval differenceInterval,
    double probability,
    Interval probabilityInterval,
    double pValue,
    double holm,
    double asoA,
    double asoB,
    OptionalLong seedsNeeded,
    Verdict verdict) {

  /// The verdict on the probability that the better scheme beats the other. Bouthillier et al.
  /// 2021, section 4.
  public enum Verdict {
    /// The interval holds ½, or the adjusted p-value is above 0.05: they may be equally good.
    NOT_SIGNIFICANT,
    /// It does not, but all of it is at most ¾: one is better, but not often enough to matter.
    SIGNIFICANT_NOT_MEANINGFUL,
    /// One is better, perhaps on more than three seeds in four.
    MEANINGFUL;

    /// γ: a scheme that wins more often than that is worth having.
    public static final double MEANINGFUL_PROBABILITY = 0.75;

    /// @param interval of the probability that the one beats the other, or the other the one
    /// @param holm the adjusted p-value
    static Verdict of(Interval interval, double holm) {
      if (interval.contains(0.5) || holm > 1 - Interval.LEVEL) {
        return NOT_SIGNIFICANT;
      }
      double high = interval.low() > 0.5 ? interval.high() : 1 - interval.low();
      return high <= MEANINGFUL_PROBABILITY ? SIGNIFICANT_NOT_MEANINGFUL : MEANINGFUL;
    }
  }

  /// Two schemes, by their places.
  record Pair(int a, int b) {}

  /// Compares every scheme with every later one.
  ///
  /// @param losses by the scheme's name: at index i of each array the loss from the same seed.
  ///   Equally many, at least one, all finite
  /// @param seed of resamples and flips
  public static List<Comparison> all(SequencedMap<String, double[]> losses, Seed seed) {
    check(losses);
    List<String> names = List.copyOf(losses.sequencedKeySet());
    double[][] schemes = losses.sequencedValues().toArray(double[][]::new);
    List<Pair> pairs =
        IntStream.range(0, schemes.length)
            .boxed()
            .flatMap(a -> IntStream.range(a + 1, schemes.length).mapToObj(b -> new Pair(a, b)))
            .toList();
    double[][] differences =
        pairs.stream()
            .map(pair -> differences(schemes[pair.a], schemes[pair.b]))
            .toArray(double[][]::new);
    double[] pValues =
        Arrays.stream(differences).mapToDouble(d -> SignFlips.pValue(d, seed)).toArray();
    double[] holm = Holm.adjusted(pValues);
    double[][] epsilons = StochasticOrder.epsilons(schemes, pairs, seed);
    var comparisons = new ArrayList<Comparison>();
    for (int m = 0; m < pairs.size(); m++) {
      Pair pair = pairs.get(m);
      int seeds = differences[m].length;
      double wins = Superiority.wins(schemes[pair.a], schemes[pair.b]);
      Interval interval = Superiority.interval(wins, seeds);
      comparisons.add(
          new Comparison(
              names.get(pair.a),
              names.get(pair.b),
              seeds,
              Moments.mean(differences[m]),
              student(differences[m]),
              wins / seeds,
              interval,
              pValues[m],
              holm[m],
              epsilons[m][0],
              epsilons[m][1],
              Superiority.seedsNeeded(wins / seeds, pairs.size()),
              Verdict.of(interval, holm[m])));
    }
    return List.copyOf(comparisons);
  }

  private static void check(SequencedMap<String, double[]> losses) {
    int seeds = losses.isEmpty() ? 0 : losses.firstEntry().getValue().length;
    for (Map.Entry<String, double[]> entry : losses.entrySet()) {
      Moments.check("losses of " + entry.getKey(), entry.getValue());
      if (entry.getValue().length != seeds) {
        throw new IllegalArgumentException(
            "schemes must have the same seeds: %d of %s, %d of %s"
                .formatted(
                    seeds, losses.firstEntry().getKey(), entry.getValue().length, entry.getKey()));
      }
    }
  }

  static double[] differences(double[] a, double[] b) {
    double[] differences = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      differences[i] = a[i] - b[i];
    }
    return differences;
  }

  /// The mean ± t·s/√n.
  private static Interval student(double[] differences) {
    int n = differences.length;
    if (n < 2) {
      return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double half =
        FDistribution.student(Interval.LEVEL, n - 1) * Math.sqrt(Moments.variance(differences) / n);
    double mean = Moments.mean(differences);
    return new Interval(mean - half, mean + half);
  }
}

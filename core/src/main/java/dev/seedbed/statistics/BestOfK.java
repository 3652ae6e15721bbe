package dev.seedbed.statistics;

import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The loss to expect of the best of `k` seeds: the expected minimum of `k` losses, in the unit of
/// the losses. Lower is better.
///
/// Both estimates are means of the n losses there are, with weights that fall from the smallest v₁
/// to the largest vₙ. At k = n the unbiased one is the smallest loss itself, and nothing is
/// averaged any more: of the right end of the curve little is known.
///
/// @param k how many seeds are raced; from 1 to how many losses there are
/// @param unbiased the mean over all subsets of k of the n losses of the smallest of them, Σ
///   vᵢ·C(n−i, k−1)/C(n, k). Tang et al. 2020, "Showing Your Work Doesn't Always Work",
///   arXiv:2004.13705, section 3
/// @param plugIn the expected minimum of k draws with replacement, Σ vᵢ·[((n−i+1)/n)ᵏ −
///   ((n−i)/n)ᵏ]. Dodge et al. 2019, "Show Your Work", arXiv:1909.03004, section 3.1. Too high on
///   average (draws may repeat), but of less variance; Dodge et al. 2021, arXiv:2110.00613, found
///   it to lead to fewer wrong conclusions
/// @param interval of the expected minimum: percentiles of the unbiased estimate over resamples. Of
///   the two it is the one to resample, as the mean over resamples is the plug-in estimate, known
///   exactly, and the interval is moved back by the difference. It is too narrow all the same, the
///   more so the fewer losses decide: of normal losses it covered the truth in 93 % of 20 and 94 %
///   of 50 for k = 1, in 90 % for k = n/10, 85 % for k = n/5 and 75 % for k = n/2
public record BestOfK(int k, double unbiased, double plugIn, Interval interval) {
  /// The most losses with which every k is computed; with more, only some.
  private static final int EVERY = 100;

  private static final int FIRST = 10;
  private static final double FACTOR = 1.25;

  /// Weights below 2⁻⁶⁰ of the range are lost in rounding anyway.
  private static final double LEAST = 0x1p-60;

  /// The curve for k = 1 … n; with more than 100 losses, for 1 … 10, then each 1.25 times the last,
  /// and n.
  ///
  /// @param losses at least one, all finite, in any order
  /// @param seed of the resamples
  public static List<BestOfK> curve(double[] losses, Seed seed) {
    Moments.check("losses", losses);
    int n = losses.length;
    double[] sorted = losses.clone();
    Arrays.sort(sorted);
    int[] sizes = sizes(n);
    double[][] unbiased = new double[sizes.length][];
    for (int j = 0; j < sizes.length; j++) {
      unbiased[j] = unbiasedSurvival(n, sizes[j]);
    }
    double[][] resampled = new double[sizes.length][Bootstrap.RESAMPLES];
    int[] order = Bootstrap.order(sorted);
    double[] resample = new double[n];
    for (int i = 0; i < Bootstrap.RESAMPLES; i++) {
      Bootstrap.repeat(sorted, order, Bootstrap.counts(seed, i, n), resample);
      for (int j = 0; j < sizes.length; j++) {
        resampled[j][i] = expectation(resample, unbiased[j]);
      }
    }
    return IntStream.range(0, sizes.length)
        .mapToObj(j -> {
          double estimate = expectation(sorted, unbiased[j]);
          double plugIn = expectation(sorted, plugInSurvival(n, sizes[j]));
          Interval interval = Bootstrap.percentiles(resampled[j]).plus(estimate - plugIn);
          return new BestOfK(sizes[j], estimate, plugIn, interval);
        })
        .toList();
  }

  /// The same, cut at what no loss is below or above: the interval is moved, and may be moved past
  /// that.
  ///
  /// @param least what no loss is below
  /// @param greatest what none is above, at least `least`
  public BestOfK within(double least, double greatest) {
    return new BestOfK(k, unbiased, plugIn, interval.within(least, greatest));
  }

  private static int[] sizes(int n) {
    return n <= EVERY
        ? IntStream.rangeClosed(1, n).toArray()
        : IntStream.iterate(
                1,
                k -> k <= n,
                k -> k == n ? n + 1 : Math.min(n, k < FIRST ? k + 1 : (int) (FACTOR * k)))
            .toArray();
  }

  /// E min = v₁ + Σ (vᵢ₊₁ − vᵢ)·P(min > vᵢ): the sum of weights times losses, summed by parts.
  ///
  /// @param survival the probability that none of the i smallest is among the k, for i = 0, 1, …;
  ///   next to 0 from its end on
  private static double expectation(double[] sorted, double[] survival) {
    double sum = sorted[0];
    for (int i = 1; i < survival.length; i++) {
      sum += (sorted[i] - sorted[i - 1]) * survival[i];
    }
    return sum;
  }

  /// C(n−i, k) / C(n, k), each from the one before: no factorial, no overflow.
  private static double[] unbiasedSurvival(int n, int k) {
    double[] survival = new double[n];
    int i = 0;
    for (double s = 1; i < n && s > LEAST; i++) {
      survival[i] = s;
      s *= (double) (n - i - k) / (n - i);
    }
    return Arrays.copyOf(survival, i);
  }

  /// ((n−i) / n)ᵏ.
  private static double[] plugInSurvival(int n, int k) {
    return IntStream.range(0, n)
        .mapToDouble(i -> StrictMath.pow((double) (n - i) / n, k))
        .takeWhile(s -> s > LEAST)
        .toArray();
  }
}

package dev.seedbed.statistics;

import dev.seedbed.distribution.StandardNormal;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.Comparison.Pair;
import java.util.Arrays;
import java.util.List;

/// Almost stochastic order. Del Barrio, Cuesta-Albertos & Matrán 2018, "An Optimal Transportation
/// Approach for Assessing Almost Stochastic Order"; Dror et al. 2019, "Deep Dominance", ACL
/// P19-1266.
final class StochasticOrder {
  private StochasticOrder() {}

  /// The violation ratio e of "A is below B at every quantile": ∫(F⁻¹ − G⁻¹)² where F⁻¹ is above
  /// G⁻¹, over the same everywhere. From 0, if A is never above B, to 1, if B is never above A; ½
  /// if they are equal, 0/0. The quantile functions of n losses each are steps at the same places,
  /// so the integral is a sum, and exact.
  ///
  /// @param a the losses of A in increasing order
  /// @param b those of B, as many
  static double violation(double[] a, double[] b) {
    double above = 0;
    double all = 0;
    for (int i = 0; i < a.length; i++) {
      double square = (a[i] - b[i]) * (a[i] - b[i]);
      all += square;
      if (a[i] > b[i]) {
        above += square;
      }
    }
    return all == 0 ? 0.5 : above / all;
  }

  /// ε_min: the upper confidence limit of a violation ratio, in [0, 1], at one-sided level 1 −
  /// 0.05/`comparisons` (Bonferroni).
  ///
  /// @param deviation the standard deviation of the ratio over resamples
  static double leastEpsilon(double violation, double deviation, int comparisons) {
    double z = -StandardNormal.quantile((1 - Interval.LEVEL) / comparisons);
    return Math.clamp(violation + z * deviation, 0, 1);
  }

  /// ε_min of each pair, forth and back; 1 if there is one seed only. The same seeds are resampled
  /// for all schemes, which is right whether or not a seed helps or hurts them together; the
  /// published procedure resamples each scheme for itself, and is right for independent losses
  /// only.
  ///
  /// @param schemes the losses of each scheme, at the same index of the same seed
  static double[][] epsilons(double[][] schemes, List<Pair> pairs, Seed seed) {
    double[][] epsilons = new double[pairs.size()][2];
    if (pairs.isEmpty() || schemes[0].length < 2) {
      Arrays.stream(epsilons).forEach(both -> Arrays.fill(both, 1));
      return epsilons;
    }
    double[][] ratios = resampled(schemes, pairs, seed);
    double[][] sorted = Arrays.stream(schemes).map(double[]::clone).toArray(double[][]::new);
    Arrays.stream(sorted).forEach(Arrays::sort);
    for (int m = 0; m < pairs.size(); m++) {
      Pair pair = pairs.get(m);
      double violation = violation(sorted[pair.a()], sorted[pair.b()]);
      double deviation = Math.sqrt(Moments.variance(ratios[m]));
      epsilons[m][0] = leastEpsilon(violation, deviation, pairs.size());
      epsilons[m][1] = leastEpsilon(1 - violation, deviation, pairs.size());
    }
    return epsilons;
  }

  /// The violation ratio of each pair in each resample.
  private static double[][] resampled(double[][] schemes, List<Pair> pairs, Seed seed) {
    int n = schemes[0].length;
    int[][] orders = Arrays.stream(schemes).map(Bootstrap::order).toArray(int[][]::new);
    double[][] resamples = new double[schemes.length][n];
    double[][] violations = new double[pairs.size()][Bootstrap.RESAMPLES];
    for (int r = 0; r < Bootstrap.RESAMPLES; r++) {
      int[] counts = Bootstrap.counts(seed, r, n);
      for (int s = 0; s < schemes.length; s++) {
        Bootstrap.repeat(schemes[s], orders[s], counts, resamples[s]);
      }
      for (int m = 0; m < pairs.size(); m++) {
        Pair pair = pairs.get(m);
        violations[m][r] = violation(resamples[pair.a()], resamples[pair.b()]);
      }
    }
    return violations;
  }
}

package dev.seedbed.statistics;

import dev.seedbed.distribution.FDistribution;
import dev.seedbed.distribution.StandardNormal;
import java.util.OptionalLong;

/// The probability that one scheme beats another, from how often it did.
final class Superiority {
  private Superiority() {}

  /// On how many seeds `a` is below `b`; ties count half.
  static double wins(double[] a, double[] b) {
    double wins = 0;
    for (int i = 0; i < a.length; i++) {
      wins += a[i] < b[i] ? 1 : a[i] == b[i] ? 0.5 : 0;
    }
    return wins;
  }

  /// The exact interval of a probability. Clopper & Pearson 1934, Biometrika 26(4): the quantiles
  /// of the beta distribution with (wins, seeds − wins + 1) and (wins + 1, seeds − wins), here by
  /// the F distribution's with twice as many degrees, which half wins leave whole.
  ///
  /// @param wins a multiple of ½
  static Interval interval(double wins, int seeds) {
    return new Interval(low(wins, seeds), 1 - low(seeds - wins, seeds));
  }

  private static double low(double wins, int seeds) {
    if (wins == 0) {
      return 0;
    }
    int above = (int) (2 * wins);
    int below = 2 * (seeds + 1) - above;
    double scaled = above * new FDistribution(above, below).quantile(Interval.TAIL);
    return scaled / (scaled + below);
  }

  /// How many seeds show a probability other than ½ with 95 % power at a one-sided level of 5 %:
  /// ((z − z′) / (√6·(½ − P)))², rounded up. Noether 1987, JASA 82(398), section 3, as used by
  /// Bouthillier et al. 2021, arXiv:2103.03098, appendix C.3: 29 for P = ¾. It is never fewer than
  /// a sign-flip test needs to show any difference at all.
  ///
  /// @param comparisons how many are made at once
  /// @return empty if the probability is ½
  static OptionalLong seedsNeeded(double probability, int comparisons) {
    if (probability == 0.5) {
      return OptionalLong.empty();
    }
    double level = 1 - Interval.LEVEL;
    double z = StandardNormal.quantile(1 - level) - StandardNormal.quantile(level);
    double root = z / (Math.sqrt(6) * (0.5 - probability));
    return OptionalLong.of(
        (long) Math.ceil(Math.max(root * root, SeedsNeeded.fewestPairs(comparisons))));
  }
}

package dev.seedbed.statistics;

import dev.seedbed.distribution.StandardNormal;
import java.util.OptionalLong;

/// How many seeds tell two schemes apart, if the difference of their means and its spread are those
/// seen so far: with a power of 80 %, by a two-sided test at the level 5 %, divided by the number
/// of comparisons.
///
/// The normal approximation with Guenther's correction for Student's t (Guenther 1981, The American
/// Statistician 35(4)): paired (z + z′)²/d² + z²/2, for each of two schemes 2·(z + z′)²/d² + z²/4,
/// where d is the difference in standard deviations. It differs from the exact number by 1 at most
/// for up to 200 seeds. Permutation tests need some seeds whatever the difference: 6 pairs, or 4 of
/// each.
public final class SeedsNeeded {
  private static final double POWER = 0.8;
  private static final double MOST = 1e9;

  private SeedsNeeded() {}

  /// Over the same seeds.
  ///
  /// @param difference the mean difference
  /// @param deviation of the differences
  /// @param comparisons how many are made at once
  /// @return empty if there is no difference, or a billion would not do
  public static OptionalLong paired(double difference, double deviation, int comparisons) {
    double level = level(comparisons);
    double ratio = deviation / difference;
    double z = z(level);
    double needed = sum(z) * sum(z) * ratio * ratio + z * z / 2;
    return whole(Math.max(needed, fewestPairs(comparisons)));
  }

  /// How many pairs, not rounded, a sign-flip test needs whatever the difference: of 2ⁿ ways to
  /// choose signs two are the most extreme.
  static double fewestPairs(int comparisons) {
    return 1 - StrictMath.log(level(comparisons)) / StrictMath.log(2);
  }

  /// Over other seeds, of each scheme.
  ///
  /// @param difference of the means
  /// @param deviation within a scheme
  /// @param comparisons how many are made at once
  /// @return empty if there is no difference, or a billion would not do
  public static OptionalLong unpaired(double difference, double deviation, int comparisons) {
    double level = level(comparisons);
    double ratio = deviation / difference;
    double z = z(level);
    double needed = 2 * sum(z) * sum(z) * ratio * ratio + z * z / 4;
    int fewest = 1;
    for (double ways = 2; 2 / ways > level; fewest++) {
      // The ways to choose n of 2n.
      ways *= 2 * (2.0 * fewest + 1) / (fewest + 1);
    }
    return whole(Math.max(needed, fewest));
  }

  private static double level(int comparisons) {
    return (1 - Interval.LEVEL) / comparisons;
  }

  private static double z(double level) {
    return StandardNormal.quantile(1 - level / 2);
  }

  private static double sum(double z) {
    return z + StandardNormal.quantile(POWER);
  }

  private static OptionalLong whole(double needed) {
    return needed < MOST ? OptionalLong.of((long) Math.ceil(needed)) : OptionalLong.empty();
  }
}

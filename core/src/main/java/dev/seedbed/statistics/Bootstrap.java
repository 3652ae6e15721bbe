package dev.seedbed.statistics;

import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The bootstrap: what would have come out, had other seeds been drawn from those there are. Efron
/// 1979, The Annals of Statistics 7(1).
///
/// Resample `i` belongs to the stream "bootstrap/i" and depends on nothing but the seed, `i` and
/// the number of values: all that is asked of the same values meets the same resamples.
final class Bootstrap {
  static final int RESAMPLES = 1000;

  private Bootstrap() {}

  /// How often each of `n` values occurs in a resample of `n`, drawn with replacement. A value is
  /// chosen by multiplying with 32 random bits, which favours none by more than n/2³².
  static int[] counts(Seed seed, int resample, int n) {
    int[] words = new int[n];
    seed.stream("bootstrap/" + resample).words(0, words, 0, n);
    int[] counts = new int[n];
    for (int word : words) {
      counts[(int) (((word & 0xFFFFFFFFL) * n) >>> Integer.SIZE)]++;
    }
    return counts;
  }

  /// The places of values in increasing order.
  static int[] order(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> values[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /// Puts each value there as often as `counts` says, in the given order.
  static void repeat(double[] values, int[] order, int[] counts, double[] into) {
    int place = 0;
    for (int i : order) {
      Arrays.fill(into, place, place + counts[i], values[i]);
      place += counts[i];
    }
  }

  /// The percentile interval of a statistic, from its value in each resample. Sorts the values.
  static Interval percentiles(double[] statistics) {
    Arrays.sort(statistics);
    return new Interval(
        Quantiles.quantile(statistics, Interval.TAIL),
        Quantiles.quantile(statistics, 1 - Interval.TAIL));
  }
}

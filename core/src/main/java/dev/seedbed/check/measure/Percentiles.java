package dev.seedbed.check.measure;

import dev.seedbed.check.result.LayerReport;
import java.util.Arrays;

/// Exact quantiles of any number of floats, in memory that does not grow: twice through the
/// numbers, each time 16 more bits of the order statistics are known, by counting.
final class Percentiles {
  /// How many bits each time finds out.
  private static final int DIGIT = 16;

  private static final int MASK = (1 << DIGIT) - 1;

  /// So few are sorted sooner than counted.
  private static final int FEW = 1 << 14;

  static final double LOW = 0.02;
  static final double HIGH = 0.98;

  private Percentiles() {}

  /// How numbers are spread.
  ///
  /// @param sample of all the numbers
  static LayerReport.Spread spread(Sample sample, Numbers numbers) {
    double[] percentiles = of(numbers, LOW, HIGH);
    return new LayerReport.Spread(
        sample.mean(), sample.deviation(), percentiles[0], percentiles[1]);
  }

  /// Quantiles of type 7, as NumPy's: linear between the order statistics, the p-quantile at place
  /// (n − 1)·p from 0. What is not a number counts as larger than all others.
  ///
  /// @param shares each in [0, 1]
  /// @return one quantile a share; NaN if there are no numbers
  public static double[] of(Numbers numbers, double... shares) {
    double[] quantiles = new double[shares.length];
    if (numbers.count() == 0) {
      Arrays.fill(quantiles, Double.NaN);
      return quantiles;
    }
    long last = numbers.count() - 1;
    long[] ranks = new long[2 * shares.length];
    for (int i = 0; i < shares.length; i++) {
      ranks[2 * i] = (long) (shares[i] * last);
      ranks[2 * i + 1] = Math.min(ranks[2 * i] + 1, last);
    }
    double[] values = orderStatistics(numbers, ranks);
    for (int i = 0; i < shares.length; i++) {
      double low = values[2 * i];
      double high = values[2 * i + 1];
      double beyond = shares[i] * last - ranks[2 * i];
      quantiles[i] = beyond == 0 || low == high ? low : low + beyond * (high - low);
    }
    return quantiles;
  }

  /// The numbers of these ranks, the least of all having rank 0.
  private static double[] orderStatistics(Numbers numbers, long[] ranks) {
    return numbers.count() <= FEW ? sorted(numbers, ranks) : counted(numbers, ranks);
  }

  private static double[] sorted(Numbers numbers, long[] ranks) {
    float[] all = new float[(int) numbers.count()];
    int[] filled = new int[1];
    numbers.read((values, from, length) -> {
      System.arraycopy(values, from, all, filled[0], length);
      filled[0] += length;
    });
    Arrays.sort(all);
    return Arrays.stream(ranks).mapToDouble(rank -> all[(int) rank]).toArray();
  }

  private static double[] counted(Numbers numbers, long[] ranks) {
    long[] left = ranks.clone();
    long[] high = new long[ranks.length];
    long[] counts = new long[1 << DIGIT];
    numbers.read((values, from, length) -> {
      for (int i = from; i < from + length; i++) {
        counts[key(values[i]) >>> DIGIT]++;
      }
    });
    for (int r = 0; r < ranks.length; r++) {
      high[r] = digit(counts, left, r);
    }
    long[] beginnings = Arrays.stream(high).distinct().toArray();
    // Which of the beginnings a number has, from 1 on; 0 for all others, which are nearly all.
    byte[] which = new byte[1 << DIGIT];
    for (int b = 0; b < beginnings.length; b++) {
      which[(int) beginnings[b]] = (byte) (b + 1);
    }
    long[][] after = new long[beginnings.length][1 << DIGIT];
    numbers.read((values, from, length) -> {
      for (int i = from; i < from + length; i++) {
        int key = key(values[i]);
        int b = which[key >>> DIGIT];
        if (b > 0) {
          after[b - 1][key & MASK]++;
        }
      }
    });
    double[] statistics = new double[ranks.length];
    for (int r = 0; r < ranks.length; r++) {
      int b = 0;
      while (beginnings[b] != high[r]) {
        b++;
      }
      statistics[r] = value(high[r] << DIGIT | digit(after[b], left, r));
    }
    return statistics;
  }

  /// The digit of the number with rank `left[r]`, which becomes its rank among those of that digit.
  private static int digit(long[] counts, long[] left, int r) {
    int value = 0;
    while (left[r] >= counts[value]) {
      left[r] -= counts[value++];
    }
    return value;
  }

  /// A number of 32 bits without a sign, greater for greater floats.
  private static int key(float value) {
    int bits = Float.floatToIntBits(value);
    return bits ^ ((bits >> 31) | Integer.MIN_VALUE);
  }

  private static double value(long key) {
    int bits = (int) key;
    return Float.intBitsToFloat(bits < 0 ? bits & Integer.MAX_VALUE : ~bits);
  }
}

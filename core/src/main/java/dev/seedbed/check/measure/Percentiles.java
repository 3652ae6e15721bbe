package dev.seedbed.check.measure;

import dev.seedbed.check.result.LayerReport;
import java.util.Arrays;

/// Exact quantiles of any number of floats, in memory that does not grow: three times through the
/// numbers, each time 10 or 11 more bits of the order statistics are known, by counting.
final class Percentiles {
  /// How many bits each time finds out, and how many are left after it.
  private enum Digit {
    HIGH(11, 21),
    MIDDLE(11, 10),
    LOW(10, 0);

    private final int bits;
    private final int rest;

    Digit(int bits, int rest) {
      this.bits = bits;
      this.rest = rest;
    }
  }

  private static final double LOW = 0.02;
  private static final double HIGH = 0.98;

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
    long[] left = ranks.clone();
    long[] keys = new long[ranks.length];
    for (Digit digit : Digit.values()) {
      long[][] counts = count(numbers, keys, digit);
      for (int r = 0; r < ranks.length; r++) {
        int value = 0;
        while (left[r] >= counts[r][value]) {
          left[r] -= counts[r][value++];
        }
        keys[r] = keys[r] << digit.bits | value;
      }
    }
    return Arrays.stream(keys).mapToDouble(Percentiles::value).toArray();
  }

  /// How often each value of the digit follows the beginning of each key.
  private static long[][] count(Numbers numbers, long[] keys, Digit digit) {
    long[][] counts = new long[keys.length][1 << digit.bits];
    int mask = (1 << digit.bits) - 1;
    numbers.read((values, from, length) -> {
      for (int i = from; i < from + length; i++) {
        long key = key(values[i]);
        for (int r = 0; r < keys.length; r++) {
          if (key >>> (digit.rest + digit.bits) == keys[r]) {
            counts[r][(int) (key >>> digit.rest) & mask]++;
          }
        }
      }
    });
    return counts;
  }

  /// A number of 32 bits, greater for greater floats.
  private static long key(float value) {
    int bits = Float.floatToIntBits(value);
    return Integer.toUnsignedLong(bits < 0 ? ~bits : bits | Integer.MIN_VALUE);
  }

  private static double value(long key) {
    int bits = (int) key;
    return Float.intBitsToFloat(bits < 0 ? bits & Integer.MAX_VALUE : ~bits);
  }
}

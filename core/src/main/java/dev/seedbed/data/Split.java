package dev.seedbed.data;

import dev.seedbed.random.Seed;
import java.util.Arrays;

/// Which rows are for training (60 %), validation (20 %) and test (20 %).
///
/// @param train rows to learn from, and to learn the encoding from
/// @param validation rows to choose by: when to stop, which seed is best
/// @param test rows to measure the chosen network on, once
record Split(int[] train, int[] validation, int[] test) {
  /// The parts' shares, in percent.
  private static final int[] SHARES = {60, 20, 20};

  /// Splits `rows` at random, each stratum as nearly in proportion as its size allows: stratum
  /// after stratum, each row goes to the part that is farthest behind its share of all rows so far.
  /// The first row of a stratum goes to training, so that every class can be learnt.
  ///
  /// @param strata of each of `rows`, from 0 on; all 0 for a split without strata
  static Split of(int[] rows, int[] strata, Seed seed) {
    int[] order =
        Arrays.stream(seed.stream("split").permutation(rows.length))
            .boxed()
            .sorted((a, b) -> Integer.compare(strata[a], strata[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[][] parts = new int[SHARES.length][rows.length];
    int[] lengths = new int[SHARES.length];
    int previous = -1;
    for (int i = 0; i < order.length; i++) {
      int stratum = strata[order[i]];
      int part = stratum == previous ? farthestBehind(lengths, i) : 0;
      previous = stratum;
      parts[part][lengths[part]++] = rows[order[i]];
    }
    for (int part = 0; part < parts.length; part++) {
      parts[part] = Arrays.copyOf(parts[part], lengths[part]);
      Arrays.sort(parts[part]);
    }
    return new Split(parts[0], parts[1], parts[2]);
  }

  private static int farthestBehind(int[] lengths, int assigned) {
    int farthest = 0;
    long largest = Long.MIN_VALUE;
    for (int part = 0; part < lengths.length; part++) {
      long behind = (long) SHARES[part] * (assigned + 1) - 100L * lengths[part];
      if (behind > largest) {
        largest = behind;
        farthest = part;
      }
    }
    return farthest;
  }
}

package dev.seedbed.data;

import dev.seedbed.random.Seed;
import java.util.Arrays;

/// Which rows are for training (60 %), validation (20 %) and test (20 %).
///
/// @param train rows to learn from, and to learn the encoding from
/// @param validation rows to choose by: when to stop, which seed is best
/// @param test rows to measure the chosen network on, once
record Split(int[] train, int[] validation, int[] test) {

  /// Splits `rows` at random, so that each stratum is divided in the same proportion.
  ///
  /// @param strata of each of `rows`; all 0 for a split without strata
  static Split of(int[] rows, int[] strata, Seed seed) {
    int count = rows.length;
    int[] shuffled = seed.stream("split").permutation(count);
    int[] sizes = new int[Arrays.stream(strata).max().orElse(0) + 1];
    for (int stratum : strata) {
      sizes[stratum]++;
    }
    int[] seen = new int[sizes.length];
    int[][] parts = {new int[count], new int[count], new int[count]};
    int[] lengths = new int[parts.length];
    for (int i : shuffled) {
      int stratum = strata[i];
      int part = part(seen[stratum]++, sizes[stratum]);
      parts[part][lengths[part]++] = rows[i];
    }
    for (int part = 0; part < parts.length; part++) {
      parts[part] = Arrays.copyOf(parts[part], lengths[part]);
      Arrays.sort(parts[part]);
    }
    return new Split(parts[0], parts[1], parts[2]);
  }

  /// The part of the `place`-th row of a stratum of `size` rows: the first go to training, so that
  /// a class with a single row can be learnt.
  private static int part(int place, int size) {
    long train = Math.max(1, Math.round(0.6 * size));
    long validation = Math.max(train + 1, Math.round(0.8 * size));
    return place < train ? 0 : place < validation ? 1 : 2;
  }
}

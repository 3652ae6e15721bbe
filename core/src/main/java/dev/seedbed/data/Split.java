package dev.seedbed.data;

import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Which rows are for training, validation and test; each part in the order of the table.
///
/// @param train rows to learn from, and to learn the encoding from
/// @param validation rows to choose by: when to stop, which seed is best
/// @param test rows to measure the chosen network on, once
record Split(int[] train, int[] validation, int[] test) {

  /// The shares of the parts.
  record Shares(double train, double validation, double test) {
    /// @param tested whether the rows for the test are among those to split
    static Shares of(SplitSpec spec, boolean tested) {
      double test = tested ? SplitSpec.TEST : 0;
      return new Shares(1 - spec.validation() - test, spec.validation(), test);
    }

    private double of(int part) {
      return switch (part) {
        case 0 -> train;
        case 1 -> validation;
        default -> test;
      };
    }

    /// The part that is farthest behind its share when `assigned` rows have been assigned.
    private int farthestBehind(int[] lengths, long assigned) {
      int farthest = 0;
      double largest = Double.NEGATIVE_INFINITY;
      for (int part = 0; part < lengths.length; part++) {
        // Rounded, so that equal shares tie.
        double behind = Math.rint(1e6 * (of(part) * (assigned + 1) - lengths[part]));
        if (of(part) > 0 && behind > largest) {
          largest = behind;
          farthest = part;
        }
      }
      return farthest;
    }
  }

  /// Splits `rows` at random, each stratum as nearly in proportion as its size allows: stratum
  /// after stratum, each row goes to the part that is farthest behind its share of all rows so far.
  /// The first row of a stratum goes to training, so that every class can be learnt.
  ///
  /// @param strata of each of `rows`, from 0 on; all 0 for a split without strata
  static Split random(int[] rows, int[] strata, Shares shares, Seed seed) {
    int[] order = byStratum(seed.stream("split").permutation(rows.length), strata);
    var parts = new Parts(rows.length);
    int previous = -1;
    for (int i = 0; i < order.length; i++) {
      int stratum = strata[order[i]];
      parts.add(stratum == previous ? shares.farthestBehind(parts.lengths, i) : 0, rows[order[i]]);
      previous = stratum;
    }
    return parts.split();
  }

  /// An order sorted by stratum, and within each as it was.
  private static int[] byStratum(int[] order, int[] strata) {
    int[] starts = new int[Arrays.stream(strata).max().orElse(0) + 2];
    for (int stratum : strata) {
      starts[stratum + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] sorted = new int[order.length];
    for (int row : order) {
      sorted[starts[strata[row]]++] = row;
    }
    return sorted;
  }

  /// Splits `rows` by time: the earliest for training, the latest for the test. Rows of the same
  /// time stay together, in the earlier part.
  ///
  /// @param times of all rows of the table
  static Split byTime(int[] rows, double[] times, Shares shares) {
    int[] order = sorted(rows, times);
    int first = after(order, times, (int) Math.rint(shares.train * order.length));
    int second =
        shares.test == 0
            ? order.length
            : after(
                order, times, (int) Math.rint((shares.train + shares.validation) * order.length));
    var parts = new Parts(rows.length);
    for (int i = 0; i < order.length; i++) {
      parts.add(i < first ? 0 : i < second ? 1 : 2, order[i]);
    }
    return parts.split();
  }

  /// Rows in the order of time, and of the table where times are equal.
  private static int[] sorted(int[] rows, double[] times) {
    return Arrays.stream(rows)
        .boxed()
        .sorted((a, b) -> Double.compare(times[a], times[b]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int after(int[] order, double[] times, int wanted) {
    int at = Math.clamp(wanted, 0, order.length);
    while (at > 0 && at < order.length && times[order[at]] == times[order[at - 1]]) {
      at++;
    }
    return at;
  }

  /// Splits `rows` at random by groups: all rows of a group go to the part that is farthest behind
  /// its share.
  ///
  /// @param groups of each of `rows`, from 0 on
  static Split byGroup(int[] rows, int[] groups, Shares shares, Seed seed) {
    int count = Arrays.stream(groups).max().orElse(0) + 1;
    int[] ordered = byStratum(IntStream.range(0, rows.length).toArray(), groups);
    int[] ends = new int[count];
    for (int i = 0; i < ordered.length; i++) {
      ends[groups[ordered[i]]] = i + 1;
    }
    var parts = new Parts(rows.length);
    long assigned = 0;
    for (int group : seed.stream("split").permutation(count)) {
      int part = shares.farthestBehind(parts.lengths, assigned);
      for (int i = group == 0 ? 0 : ends[group - 1]; i < ends[group]; i++) {
        parts.add(part, rows[ordered[i]]);
        assigned++;
      }
    }
    return parts.split();
  }

  /// The parts as they fill.
  private static final class Parts {
    private final int[][] rows;
    private final int[] lengths = new int[3];

    Parts(int most) {
      rows = new int[lengths.length][most];
    }

    void add(int part, int row) {
      rows[part][lengths[part]++] = row;
    }

    Split split() {
      return new Split(part(0), part(1), part(2));
    }

    private int[] part(int part) {
      int[] some = Arrays.copyOf(rows[part], lengths[part]);
      Arrays.sort(some);
      return some;
    }
  }
}

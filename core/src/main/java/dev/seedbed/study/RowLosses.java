package dev.seedbed.study;

import java.util.List;

/// What the trials that were trained to their end lose on each validation row, measured with their
/// networks as they were at their best epochs.
///
/// Beyond [#MOST_GROUPS] rows, row i belongs to group i mod [#MOST_GROUPS]: memory and time of what
/// is worked out from it stay bounded, and groups are as good as rows to a bootstrap.
///
/// @param trials the best first
/// @param rows how many rows each group has
/// @param losses of each trial the sum of the losses of each group
/// @param hits of each trial the number of rows of each group that it classifies rightly; no group
///   for quantities
public record RowLosses(List<TrialResult> trials, int[] rows, double[][] losses, int[][] hits) {
  /// The most groups.
  public static final int MOST_GROUPS = 2000;

  public RowLosses {
    trials = List.copyOf(trials);
  }

  /// How many of `count` rows each group has.
  static int[] groups(int count) {
    int[] rows = new int[Math.min(count, MOST_GROUPS)];
    for (int i = 0; i < count; i++) {
      rows[i % MOST_GROUPS]++;
    }
    return rows;
  }

  /// The sum of each group.
  static double[] sums(double[] losses) {
    double[] sums = new double[Math.min(losses.length, MOST_GROUPS)];
    for (int i = 0; i < losses.length; i++) {
      sums[i % MOST_GROUPS] += losses[i];
    }
    return sums;
  }

  /// The number of hits in each group.
  static int[] counts(boolean[] hits) {
    int[] counts = new int[Math.min(hits.length, MOST_GROUPS)];
    for (int i = 0; i < hits.length; i++) {
      counts[i % MOST_GROUPS] += hits[i] ? 1 : 0;
    }
    return counts;
  }
}

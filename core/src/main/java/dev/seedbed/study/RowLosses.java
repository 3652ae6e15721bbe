package dev.seedbed.study;

import dev.seedbed.init.Scheme;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What the trials that were trained to their end lose on each validation row, measured with their
/// networks as they were at their best epochs.
///
/// Beyond [#MOST_GROUPS] rows, row i belongs to group i mod [#MOST_GROUPS]: memory and time of what
/// is worked out from it stay bounded, and groups are as good as rows to a bootstrap.
///
/// @param trials the best first: all, or of more than [#MOST_TRIALS] those that [#of] chooses
/// @param rows how many rows each group has
/// @param losses of each trial the sum of the losses of each group
/// @param hits of each trial the number of rows of each group that it classifies rightly; no group
///   for quantities
public record RowLosses(List<TrialResult> trials, int[] rows, double[][] losses, int[][] hits) {
  /// The most groups.
  public static final int MOST_GROUPS = 2000;

  /// The most trials, but for the best of each scheme: more say no more of how seeds differ.
  public static final int MOST_TRIALS = 1000;

  public RowLosses {
    trials = List.copyOf(trials);
  }

  /// The trials to measure: all, or of many the best of each scheme, and the first of each by their
  /// numbers, so that nothing but chance chose these.
  ///
  /// @param completed the best first
  static List<TrialResult> of(List<TrialResult> completed) {
    if (completed.size() <= MOST_TRIALS) {
      return completed;
    }
    Map<Scheme, List<TrialResult>> byScheme =
        completed.stream().collect(Collectors.groupingBy(result -> result.trial().scheme()));
    int most = Math.max(1, MOST_TRIALS / byScheme.size());
    var chosen = new HashSet<Integer>();
    for (List<TrialResult> ofScheme : byScheme.values()) {
      chosen.add(ofScheme.getFirst().trial().number());
      ofScheme.stream()
          .map(result -> result.trial().number())
          .sorted()
          .limit(most)
          .forEach(chosen::add);
    }
    return completed.stream().filter(result -> chosen.contains(result.trial().number())).toList();
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

package dev.seedbed.score;

import java.util.ArrayList;
import java.util.List;

/// Whether probabilities mean what they say: rows grouped by the probability of the class that was
/// answered, each with the share that was right. Guo et al. 2017, arXiv:1706.04599.
///
/// @param groups of equal width that have rows
/// @param error the expected calibration error: the mean over rows of the distance between the
///   group's mean probability and its share of right answers
public record Calibration(List<Group> groups, double error) {
  private static final int GROUPS = 10;

  public Calibration {
    groups = List.copyOf(groups);
  }

  /// Rows whose answers have probabilities in (low, high].
  ///
  /// @param probability their mean
  /// @param accuracy the share of right answers
  public record Group(double low, double high, int rows, double probability, double accuracy) {}

  /// Groups rows.
  ///
  /// @param probabilities of the answers, in [0, 1]
  /// @param hits whether they were right
  static Calibration of(double[] probabilities, boolean[] hits) {
    int[] rows = new int[GROUPS];
    int[] right = new int[GROUPS];
    double[] sums = new double[GROUPS];
    for (int i = 0; i < hits.length; i++) {
      int group = Math.clamp((int) Math.ceil(probabilities[i] * GROUPS) - 1, 0, GROUPS - 1);
      rows[group]++;
      right[group] += hits[i] ? 1 : 0;
      sums[group] += probabilities[i];
    }
    var groups = new ArrayList<Group>();
    double error = 0;
    for (int g = 0; g < GROUPS; g++) {
      if (rows[g] > 0) {
        double accuracy = (double) right[g] / rows[g];
        double probability = sums[g] / rows[g];
        groups.add(
            new Group((double) g / GROUPS, (g + 1.0) / GROUPS, rows[g], probability, accuracy));
        error += Math.abs(accuracy - probability) * rows[g] / hits.length;
      }
    }
    return new Calibration(groups, error);
  }
}

package dev.seedbed.score;

import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.Proportion;
import java.util.Arrays;

/// The area under the ROC curve: the probability that a row of the positive class has a higher
/// score than one of the negative class, ties counting half (Mann & Whitney 1947).
///
/// @param value NaN if one of the classes has no row
/// @param positives rows of the positive class
/// @param negatives rows of the negative class
public record RocArea(double value, int positives, int negatives) {
  /// Bits of a double that halving an interval can tell apart.
  private static final int HALVINGS = 60;

  /// Measures every `step`th row from `from` on.
  ///
  /// @param scores of the rows, none NaN
  /// @param truth the class of each row
  /// @param positive the class that should have high scores; all others are negative
  public static RocArea of(float[] scores, int[] truth, int positive, int from, int step) {
    int count = Math.ceilDiv(truth.length - from, step);
    float[] high = new float[count];
    float[] low = new float[count];
    int positives = 0;
    int negatives = 0;
    for (int i = from; i < truth.length; i += step) {
      if (truth[i] == positive) {
        high[positives++] = scores[i];
      } else {
        low[negatives++] = scores[i];
      }
    }
    Arrays.sort(high, 0, positives);
    Arrays.sort(low, 0, negatives);
    // Twice the pairs that are in order, plus those that tie.
    long wins = 0;
    int below = 0;
    int upTo = 0;
    for (int i = 0; i < positives; i++) {
      while (below < negatives && low[below] < high[i]) {
        below++;
      }
      while (upTo < negatives && low[upTo] <= high[i]) {
        upTo++;
      }
      wins += (long) below + upTo;
    }
    return new RocArea(wins / (2.0 * positives * negatives), positives, negatives);
  }

  /// The 95 % interval: the areas θ from which this one is at most 1.96 standard deviations away,
  /// with the variance that Hanley & McNeil 1982 give for θ, and both numbers of rows in its second
  /// part replaced by their mean (Newcombe 2006, Statistics in Medicine 25, method 5). It is honest
  /// at 1, too.
  public Interval interval() {
    return new Interval(end(0), end(1));
  }

  private double end(double bound) {
    double inside = value;
    double outside = bound;
    if (near(bound)) {
      return bound;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (inside + outside) / 2;
      if (near(middle)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return inside;
  }

  private boolean near(double area) {
    double mean = (positives + negatives) / 2.0;
    double variance =
        area
            * (1 - area)
            * (1 + (mean - 1) * (1 - area) / (2 - area) + (mean - 1) * area / (1 + area))
            / ((double) positives * negatives);
    return Math.abs(value - area) <= Proportion.Z * Math.sqrt(variance);
  }
}

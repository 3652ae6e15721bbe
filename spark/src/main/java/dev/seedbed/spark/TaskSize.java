package dev.seedbed.spark;

import dev.seedbed.study.TrialRunner;
import java.util.ArrayList;
import java.util.List;

/// How many trials tasks had best take.
final class TaskSize {
  /// Results come back when a task ends.
  private static final double MOST_SECONDS = 2;

  /// Handing out a task takes some milliseconds.
  private static final double LEAST_SECONDS = 0.05;

  /// A guess before anything was measured: forward, and backward by weights and by inputs, a
  /// multiplication and an addition each, by a core that does ten thousand million a second.
  private static final double OPERATIONS_OF_A_WEIGHT = 6;

  private static final double OPERATIONS_A_SECOND = 1e10;

  /// The weight of the newest figure.
  private static final double NEWEST = 0.2;

  private double secondsOfAnEpoch;

  TaskSize(TrialRunner race) {
    secondsOfAnEpoch =
        OPERATIONS_OF_A_WEIGHT
            * race.spec().network().parameters()
            * race.data().train().rows()
            / OPERATIONS_A_SECOND;
  }

  void took(double seconds, int epochs) {
    if (epochs > 0) {
      secondsOfAnEpoch += NEWEST * (seconds / epochs - secondsOfAnEpoch);
    }
  }

  /// How many trials each task takes: many at first, fewer and fewer to the end, so that all cores
  /// come to it at the same time.
  ///
  /// @param trials of all tasks together
  /// @param epochs that each trial has to go
  /// @param slots how many tasks run at a time
  List<Integer> sizes(int trials, int epochs, int slots) {
    double seconds = secondsOfAnEpoch * Math.max(1, epochs);
    int most = trialsIn(MOST_SECONDS, seconds);
    int least = Math.min(most, trialsIn(LEAST_SECONDS, seconds));
    var sizes = new ArrayList<Integer>();
    for (int left = trials; left > 0; left -= sizes.getLast()) {
      sizes.add(Math.min(left, Math.clamp(left / (2L * slots), least, most)));
    }
    return sizes;
  }

  private static int trialsIn(double seconds, double secondsOfATrial) {
    return Math.toIntExact(Math.clamp(Math.round(seconds / secondsOfATrial), 1, Integer.MAX_VALUE));
  }
}

package dev.seedbed.spark;

import dev.seedbed.study.TrialRunner;

/// How many trials a task had best take, so that it lasts seconds.
final class TaskSize {
  private static final double SECONDS_OF_A_TASK = 2;

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

  /// The size of tasks.
  ///
  /// @param epochs that each trial has to go
  /// @param slots how many tasks run at a time
  /// @return how many trials make a task
  int trialsOfATask(int trials, int epochs, int slots) {
    long lasting = Math.round(SECONDS_OF_A_TASK / (secondsOfAnEpoch * Math.max(1, epochs)));
    // At least twice as many tasks as run at a time, so that none waits long for the last.
    long most = Math.max(1, trials / (2L * slots));
    return Math.toIntExact(Math.clamp(lasting, 1, most));
  }
}

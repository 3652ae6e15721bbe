package dev.seedbed.graph;

import dev.seedbed.kernel.Team;

/// Shares out loops whose steps do not depend on each other.
final class Parallel {
  /// Fewer elementary steps than this are not worth another thread.
  private static final long LEAST_WORK = 1 << 15;

  private Parallel() {}

  /// A part of a loop, from `from` to `to`, without `to`.
  interface Loop {
    void run(int from, int to);
  }

  /// Runs all of a loop of `count` steps.
  static void ranges(Team team, int count, Loop loop) {
    ranges(team, count, 1, loop);
  }

  /// Runs all of a loop of `count` steps, each of `workEach` elementary steps.
  static void ranges(Team team, int count, long workEach, Loop loop) {
    if (count == 0) {
      return;
    }
    if (count == 1 || team.size() == 1 || count * workEach < LEAST_WORK) {
      loop.run(0, count);
      return;
    }
    team.run((worker, workers) ->
        loop.run(Team.start(count, worker, workers), Team.start(count, worker + 1, workers)));
  }
}

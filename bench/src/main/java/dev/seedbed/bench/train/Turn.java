package dev.seedbed.bench.train;

import java.util.concurrent.ExecutorService;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;

/// Something that takes its turn in every round, for so many steps that the clock is exact and so
/// few that the turns of a round see the same machine.
final class Turn {
  private static final int MOST_STEPS = 100_000;

  private final IntToLongFunction run;
  private final double block;
  private final int pieces;
  private final Samples nanos;
  private int steps = 1;
  private double spent;

  /// @param run does a number of steps, gives nanoseconds
  /// @param block how many nanoseconds a turn should take
  /// @param pieces how many times the clock is looked at in a turn, so that it can end early
  /// @param nanos where the nanoseconds of one step go
  private Turn(IntToLongFunction run, double block, int pieces, Samples nanos) {
    this.run = run;
    this.block = block;
    this.pieces = pieces;
    this.nanos = nanos;
  }

  /// A turn of the calling thread.
  static Turn of(IntConsumer work, Samples nanos) {
    return new Turn(
        steps -> {
          long before = System.nanoTime();
          work.accept(steps);
          return System.nanoTime() - before;
        },
        5e6,
        1,
        nanos);
  }

  static Turn of(Way way, ExecutorService pool) {
    // Waking a second thread must not count. A step split over two may take a thousand times as
    // long as usual when one of them has no processor.
    double block = way.trials() == 1 ? 5e6 : 15e6;
    return new Turn(steps -> way.run(steps, pool), block, way.split() ? 10 : 1, way.nanos());
  }

  /// Takes turns without counting them, for so long that all is compiled, and sees how many steps
  /// make a turn.
  void warmUp(double forNanos) {
    long start = System.nanoTime();
    do {
      // The first step comes to caches that hold somebody else's data.
      run(1);
      steps = Math.clamp((long) (block / pieces / run(1)), 1, MOST_STEPS);
      run(steps);
    } while (System.nanoTime() - start < forNanos);
  }

  /// The nanoseconds of each of `count` steps, in the mean.
  private double run(int count) {
    return (double) run.applyAsLong(count) / count;
  }

  void take() {
    double time = 0;
    int done = 0;
    for (int piece = 0; piece < pieces && time < 2 * block; piece++) {
      time += run.applyAsLong(steps);
      done += steps;
    }
    nanos.add(time / done);
    spent += time;
  }

  int count() {
    return nanos.count();
  }

  /// Nanoseconds of all turns taken.
  double spent() {
    return spent;
  }
}

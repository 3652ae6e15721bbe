package dev.seedbed.bench.train;

import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;

/// Something that takes its turn in every round, for so many steps that the clock is exact and so
/// few that the turns of a round see the same machine.
final class Turn {
  private static final long BLOCK_NANOS = 5_000_000;

  /// Waking a second thread must not count.
  private static final long BLOCK_NANOS_OF_TWO_THREADS = 15_000_000;

  private final IntToLongFunction run;
  private final boolean alone;
  private final Samples nanos;
  private int steps = 1;
  private double spent;
  private double busy;

  /// @param run does a number of steps, gives nanoseconds
  /// @param alone whether the calling thread does it all
  /// @param nanos where the nanoseconds of one step go
  Turn(IntToLongFunction run, boolean alone, Samples nanos) {
    this.run = run;
    this.alone = alone;
    this.nanos = nanos;
  }

  /// A turn of the calling thread.
  static Turn alone(IntConsumer work, Samples nanos) {
    return new Turn(
        steps -> {
          long before = System.nanoTime();
          work.accept(steps);
          return System.nanoTime() - before;
        },
        true,
        nanos);
  }

  /// Takes the turn without counting it, and sees how many steps make a block.
  void warmUp() {
    // The first step comes to caches that hold somebody else's data.
    nanos(1);
    double block = alone ? BLOCK_NANOS : BLOCK_NANOS_OF_TWO_THREADS;
    steps = Math.clamp((long) (block / nanos(1)), 1, 100_000);
    nanos(steps);
  }

  private double nanos(int count) {
    return (double) run.applyAsLong(count) / count;
  }

  void take() {
    long before = cpuNanos();
    double time = nanos(steps);
    nanos.add(time);
    spent += time * steps;
    busy += cpuNanos() - before;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  boolean alone() {
    return alone;
  }

  int count() {
    return nanos.count();
  }

  /// Nanoseconds of all turns taken.
  double spent() {
    return spent;
  }

  /// Of these, how many the calling thread had a processor for.
  double busy() {
    return busy;
  }
}

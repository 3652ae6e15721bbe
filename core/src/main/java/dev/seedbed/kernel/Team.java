package dev.seedbed.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Threads that share out the panels of one network, for networks so large that there are fewer of
/// them than cores. Each piece of work is cut by the number of the worker, never by who is free,
/// and no two workers write the same number, so the bits are those of one thread.
///
/// One thread, the first worker, hands out work; between two pieces the others spin for a moment,
/// as the next follows within microseconds, and then sleep. Handing out allocates nothing.
public final class Team implements AutoCloseable {
  private static final int SPINS = 20_000;
  private static final long NAP_NANOS = 50_000;

  /// A team of the calling thread alone, which need not be closed.
  public static final Team ALONE = new Team(1);

  private final Thread[] others;
  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicInteger pieces = new AtomicInteger();
  private volatile boolean closed;
  private @Nullable Work work;
  private volatile @Nullable Throwable failure;

  /// A piece of work that can be cut.
  public interface Work {

    /// Does the part of worker `worker`, which is 0 or more and less than `workers`.
    void run(int worker, int workers);
  }

  private Team(int size) {
    this.others = new Thread[size - 1];
    for (int i = 0; i < others.length; i++) {
      int worker = i + 1;
      others[i] =
          Thread.ofPlatform().name("seedbed-team-", worker).daemon().unstarted(() -> serve(worker));
    }
  }

  /// A team of `size` threads, the calling one among them.
  ///
  /// @param size at least 1
  public static Team of(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a team must have at least one thread: " + size);
    }
    var team = new Team(size);
    for (Thread other : team.others) {
      other.start();
    }
    return team;
  }

  public int size() {
    return others.length + 1;
  }

  /// Where the part of worker `worker` starts, when `count` things are shared out evenly; the next
  /// worker's start is its end.
  public static int start(int count, int worker, int workers) {
    return (int) ((long) count * worker / workers);
  }

  /// Does all parts of `newWork`, and returns when they are done.
  public void run(Work newWork) {
    if (others.length == 0) {
      newWork.run(0, 1);
      return;
    }
    work = newWork;
    unfinished.set(others.length);
    pieces.incrementAndGet();
    for (Thread other : others) {
      LockSupport.unpark(other);
    }
    try {
      newWork.run(0, size());
    } finally {
      for (int spins = 0; unfinished.get() > 0; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(NAP_NANOS);
        }
      }
    }
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      if (thrown instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a part of the work failed", thrown);
    }
  }

  private void serve(int worker) {
    int done = 0;
    while (true) {
      for (int spins = 0; pieces.get() == done; spins++) {
        if (closed) {
          return;
        }
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      done++;
      try {
        if (work != null) {
          work.run(worker, size());
        }
      } catch (RuntimeException | Error e) {
        failure = e;
      } finally {
        unfinished.decrementAndGet();
      }
    }
  }

  /// Ends the other threads.
  @Override
  public void close() {
    closed = true;
    for (Thread other : others) {
      LockSupport.unpark(other);
    }
  }
}

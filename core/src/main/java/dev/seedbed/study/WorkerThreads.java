package dev.seedbed.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Does tasks on some threads of this JVM, and takes in what comes of them one at a time.
final class WorkerThreads {
  private static final int SECONDS_TO_STOP = 8;

  private WorkerThreads() {}

  /// Takes in a result.
  interface Taking<T> {
    void take(T result) throws IOException;
  }

  /// How many of `threads` each of `tasks` may use, so that no core is idle when there are fewer
  /// tasks than cores.
  static int threadsPerTask(int threads, int tasks) {
    // More than there are cores would only wait for each other.
    int useful = Math.min(threads, Runtime.getRuntime().availableProcessors());
    return Math.max(1, useful / Math.max(1, tasks));
  }

  /// Does all tasks. If one fails, or this thread is interrupted, the others are interrupted, and
  /// have some seconds to come to an end.
  ///
  /// @param name of the threads
  /// @param most threads at a time, at least 1
  static <T> void run(String name, int most, List<Callable<T>> tasks, Taking<T> taking)
      throws InterruptedException, IOException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.clamp(tasks.size(), 1, most),
            Thread.ofPlatform().name(name + "-", 1).daemon().factory());
    try {
      var completion = new ExecutorCompletionService<T>(pool);
      tasks.forEach(completion::submit);
      for (int i = 0; i < tasks.size(); i++) {
        taking.take(completion.take().get());
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case UncheckedIOException cause -> throw cause.getCause();
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(name + " failed", e.getCause());
      }
    } finally {
      stop(pool);
    }
  }

  /// Interrupts what is under way, and waits until it has come to an end.
  private static void stop(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      boolean _ = pool.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

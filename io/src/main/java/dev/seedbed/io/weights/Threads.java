package dev.seedbed.io.weights;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;

/// Runs tasks side by side.
public final class Threads {

  private Threads() {}

  /// Runs each task in a separate thread and waits for all. If one fails, the others are
  /// interrupted.
  ///
  /// @throws IOException that of the first task to fail; its unchecked exceptions pass as they are
  public static void runAll(List<Callable<Void>> tasks) throws IOException {
    try (var pool =
        Executors.newFixedThreadPool(
            tasks.size(), Thread.ofPlatform().name("weights-", 1).daemon().factory())) {
      var completion = new ExecutorCompletionService<Void>(pool);
      try {
        tasks.forEach(completion::submit);
        for (int i = 0; i < tasks.size(); i++) {
          completion.take().get();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case IOException io -> throw io;
          case RuntimeException unchecked -> throw unchecked;
          case Error error -> throw error;
          case null, default -> throw new IllegalStateException(e);
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }
}

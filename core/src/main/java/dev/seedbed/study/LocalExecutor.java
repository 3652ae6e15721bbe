package dev.seedbed.study;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/// Runs trials on a fixed number of threads of this JVM, each trial on one; if there are fewer
/// trials than threads, each gets several.
///
/// @param threads at least 1
record LocalExecutor(int threads) implements TrialExecutor {
  LocalExecutor {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
  }

  @Override
  public int threadsPerTrial(int trials) {
    // More than there are cores would only wait for each other.
    int useful = Math.min(threads, Runtime.getRuntime().availableProcessors());
    return Math.max(1, useful / Math.max(1, trials));
  }

  @Override
  public <R> void run(List<Trial> trials, Function<Trial, R> work, Consumer<R> results)
      throws InterruptedException {
    var pool =
        Executors.newFixedThreadPool(
            Math.clamp(trials.size(), 1, threads),
            Thread.ofPlatform().name("trial-", 1).daemon().factory());
    try {
      var completion = new ExecutorCompletionService<R>(pool);
      trials.forEach(trial -> completion.submit(() -> work.apply(trial)));
      for (int i = 0; i < trials.size(); i++) {
        results.accept(completion.take().get());
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException("a trial failed", e.getCause());
      }
    } finally {
      pool.shutdownNow();
    }
  }
}

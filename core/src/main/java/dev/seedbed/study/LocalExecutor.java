package dev.seedbed.study;

import dev.seedbed.kernel.Team;
import dev.seedbed.train.Epoch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Trains trials on a fixed number of threads of this JVM, each trial on one; if there are fewer
/// trials than threads, each gets several. What is under way for long is saved now and then.
///
/// @param threads at least 1
record LocalExecutor(int threads) implements TrialExecutor {
  private static final long SAVE_NANOS = 30_000_000_000L;
  private static final int SECONDS_TO_SAVE = 8;

  LocalExecutor {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
  }

  @Override
  public void advance(
      TrialRunner race, List<Trial> trials, int budget, TrialStates states, Listener listener)
      throws InterruptedException, IOException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.clamp(trials.size(), 1, threads),
            Thread.ofPlatform().name("trial-", 1).daemon().factory());
    try {
      var completion = new ExecutorCompletionService<TrialState>(pool);
      int team = threadsPerTrial(trials.size());
      for (Trial trial : trials) {
        completion.submit(() -> advance(race, trial, budget, team, states, listener));
      }
      for (int i = 0; i < trials.size(); i++) {
        listener.advanced(completion.take().get());
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case UncheckedIOException cause -> throw cause.getCause();
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException("a trial failed", e.getCause());
      }
    } finally {
      stop(pool);
    }
  }

  /// So that no core is idle when there are fewer trials than cores.
  private int threadsPerTrial(int trials) {
    // More than there are cores would only wait for each other.
    int useful = Math.min(threads, Runtime.getRuntime().availableProcessors());
    return Math.max(1, useful / Math.max(1, trials));
  }

  private static TrialState advance(
      TrialRunner race, Trial trial, int budget, int threads, TrialStates states, Listener listener)
      throws IOException {
    var saving = new Saving(states, listener);
    try (Team team = Team.of(threads)) {
      Optional<TrialState> before = states.find(trial);
      TrialState state = race.advance(trial, before, budget, team, saving::goOn);
      if (before.isEmpty() || before.get().curve().size() < state.curve().size()) {
        states.save(state);
      }
      if (saving.interrupted) {
        throw new CancellationException("the study was interrupted");
      }
      return state;
    }
  }

  /// Interrupts what is under way, and waits until it is saved.
  private static void stop(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      boolean _ = pool.awaitTermination(SECONDS_TO_SAVE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Watches one trial.
  private static final class Saving {
    private final TrialStates states;
    private final Listener listener;
    private long saved = System.nanoTime();
    private boolean interrupted;

    Saving(TrialStates states, Listener listener) {
      this.states = states;
      this.listener = listener;
    }

    boolean goOn(Trial trial, Epoch epoch, Supplier<TrialState> state) {
      listener.epochDone(trial, epoch);
      // Not asked of the thread at the end: saving needs it uninterrupted.
      interrupted = Thread.interrupted();
      if (!interrupted && System.nanoTime() - saved > SAVE_NANOS) {
        try {
          states.save(state.get());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        saved = System.nanoTime();
      }
      return !interrupted;
    }
  }
}

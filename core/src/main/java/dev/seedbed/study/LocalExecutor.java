package dev.seedbed.study;

import dev.seedbed.kernel.Team;
import dev.seedbed.train.Epoch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Trains trials on a fixed number of threads of this JVM, each trial on one; if there are fewer
/// trials than threads, each gets several. What is under way for long is saved now and then.
///
/// A trial that runs out of memory is trained once more when the others are done, alone: what comes
/// out does not depend on how much memory there was.
///
/// @param threads at least 1
/// @param notices hears, in one line, of each trial that ran out of memory
record LocalExecutor(int threads, Consumer<String> notices) implements TrialExecutor {
  private static final long SAVE_NANOS = 30_000_000_000L;

  LocalExecutor {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
  }

  @Override
  public void advance(
      TrialRunner race, List<Trial> trials, int budget, TrialStates states, Listener listener)
      throws InterruptedException, IOException {
    int team = WorkerThreads.threadsPerTask(threads, trials.size());
    List<Trial> starved =
        advance(
            threads,
            trials,
            trial -> advance(race, trial, budget, team, states, listener),
            listener);
    for (Trial trial : starved) {
      notices.accept(
          "%s, seed %d ran out of memory: it is trained once more, alone"
              .formatted(trial.scheme().name(), trial.seed().value()));
    }
    List<Trial> lost =
        advance(1, starved, trial -> advance(race, trial, budget, 1, states, listener), listener);
    if (!lost.isEmpty()) {
      throw new OutOfMemoryError(lost.size() + " trials, each alone");
    }
  }

  /// Trains a trial.
  @FunctionalInterface
  private interface Training {
    TrialState advance(Trial trial) throws IOException;
  }

  /// Trains trials.
  ///
  /// @return those that ran out of memory
  private static List<Trial> advance(
      int threads, List<Trial> trials, Training training, Listener listener)
      throws InterruptedException, IOException {
    var starved = new ArrayList<Trial>();
    record Done(Trial trial, Optional<TrialState> state) {}
    WorkerThreads.<Done>run(
        "trial",
        threads,
        trials.stream()
            .<Callable<Done>>map(trial ->
                () -> {
                  try {
                    return new Done(trial, Optional.of(training.advance(trial)));
                  } catch (OutOfMemoryError e) {
                    return new Done(trial, Optional.empty());
                  }
                })
            .toList(),
        done -> done.state().ifPresentOrElse(listener::advanced, () -> starved.add(done.trial())));
    return starved;
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

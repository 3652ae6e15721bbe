package dev.seedbed.spark;

import dev.seedbed.io.run.TrialRunnerFormat;
import dev.seedbed.io.run.TrialStateFormat;
import dev.seedbed.jvm.Sha256;
import dev.seedbed.spark.SeedbedPlugin.ExecutorEnd;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialRunner;
import dev.seedbed.study.TrialState;
import dev.seedbed.train.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/// A race as an executor knows it.
///
/// @param id of the broadcast that brought it
record FarRace(long id, TrialRunner runner, List<Trial> trials, TrialStateFormat format) {
  /// Epochs are told no more often than this.
  private static final long TELL_NANOS = 200_000_000;

  /// All tasks of a rung are of one race, so one is kept.
  private static @Nullable FarRace last;

  static synchronized FarRace of(Broadcast<byte[]> race) {
    FarRace known = last;
    if (known == null || known.id != race.id()) {
      known = of(race.id(), race.value());
      last = known;
    }
    return known;
  }

  private static FarRace of(long id, byte[] bytes) {
    TrialRunner runner = TrialRunnerFormat.decode(bytes);
    return new FarRace(id, runner, runner.spec().trials(), format(runner, bytes));
  }

  /// How the states of trials of a race travel.
  static TrialStateFormat format(TrialRunner runner, byte[] bytes) {
    return new TrialStateFormat(Sha256.hex(bytes), runner.spec());
  }

  /// Trains a trial.
  ///
  /// @return its state
  byte[] advance(Work work, int budget) {
    Trial trial = trials.get(work.trial());
    Optional<TrialState> from =
        work.state().length == 0 ? Optional.empty() : format.decode(trial, work.state());
    TrialState state = runner.advance(trial, from, budget, new Telling(id));
    TaskContext.get().killTaskIfInterrupted();
    return format.encode(state);
  }

  /// Tells the driver of epochs now and then.
  private static final class Telling implements TrialRunner.Watch {
    private final long work;
    private final List<Epoch> untold = new ArrayList<>();
    private long told = System.nanoTime();

    Telling(long work) {
      this.work = work;
    }

    @Override
    public boolean goOn(Trial trial, Epoch epoch, Supplier<TrialState> state) {
      untold.add(epoch);
      if (System.nanoTime() - told > TELL_NANOS) {
        ExecutorEnd.send(
            new Message.Epochs(
                ExecutorEnd.place(),
                work,
                trial.number(),
                untold.getFirst().number(),
                TrialStateFormat.text(untold)));
        untold.clear();
        told = System.nanoTime();
      }
      return !TaskContext.get().isInterrupted();
    }
  }
}

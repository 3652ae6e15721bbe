package dev.seedbed.cli.live;

import dev.seedbed.study.Outcome;
import dev.seedbed.study.Trial;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The progress of a trial during the race, written by the thread that trains it and read by the
/// one that shows it.
final class LiveTrial {

  /// How a trial stands.
  enum State {
    RUNNING,
    COMPLETED,
    STOPPED,
    DIVERGED
  }

  private final Trial trial;
  private State state = State.RUNNING;

  /// The validation loss of each epoch; NaN where it is not known yet.
  private float[] losses = new float[4];

  private int epochs;
  private @Nullable Epoch best;

  LiveTrial(Trial trial) {
    this.trial = trial;
  }

  Trial trial() {
    return trial;
  }

  /// It has trained one more epoch. If it had been stopped, it runs again.
  synchronized void add(Epoch epoch) {
    if (epoch.number() > losses.length) {
      losses = Arrays.copyOf(losses, Math.max(epoch.number(), 2 * losses.length));
    }
    if (epoch.number() > epochs) {
      Arrays.fill(losses, epochs, epoch.number(), Float.NaN);
      epochs = epoch.number();
    }
    losses[epoch.number() - 1] = (float) epoch.validation().loss();
    if (epoch.finite() && (best == null || Epoch.RANKING.compare(epoch, best) < 0)) {
      best = epoch;
    }
    state = State.RUNNING;
  }

  /// Adds the epochs since the last rung; known ones change nothing.
  synchronized void add(List<Epoch> newEpochs) {
    newEpochs.forEach(this::add);
  }

  synchronized void end(Outcome outcome) {
    state =
        switch (outcome) {
          case Outcome.Completed _ -> State.COMPLETED;
          case Outcome.Stopped _ -> State.STOPPED;
          case Outcome.Diverged _ -> State.DIVERGED;
        };
  }

  synchronized State state() {
    return state;
  }

  synchronized int epochs() {
    return epochs;
  }

  /// The lowest cost so far; NaN, which loses against every number, if there is none.
  synchronized double cost() {
    return best == null || state == State.DIVERGED ? Double.NaN : best.cost();
  }

  synchronized View look() {
    int first = 0;
    while (first < epochs && Float.isNaN(losses[first])) {
      first++;
    }
    int from = first;
    double[] copy = new double[epochs - from];
    Arrays.setAll(copy, i -> losses[from + i]);
    return new View(trial, state, Optional.ofNullable(best).map(Epoch::validation), copy);
  }

  /// A look at a trial.
  ///
  /// @param best the score of the best epoch
  /// @param losses the validation loss of each epoch that is known of: all, or those since the run
  ///   was resumed; NaN between them where it is not
  record View(Trial trial, State state, Optional<Score> best, double[] losses) {}
}

package dev.seedbed.study;

import dev.seedbed.data.Dataset;
import dev.seedbed.network.Model;
import dev.seedbed.network.Network;
import dev.seedbed.study.StudyResult.Winner;
import dev.seedbed.tensor.Kernels;
import dev.seedbed.tensor.Team;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import dev.seedbed.train.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Runs studies: trains every trial, ranks them by validation loss, and measures the best one, and
/// only it, on the test rows.
public final class Study {
  private final StudySpec spec;
  private final Dataset data;
  private final int threadsPerTrial;
  private final StudyListener listener;
  private final Kernels kernels = Kernels.best();
  private final List<TrialResult> results = new ArrayList<>();
  private @Nullable Trained best;

  /// A trial that has ended, with the network as it was at its best epoch.
  private record Trained(TrialResult result, Network network) {}

  private Study(StudySpec spec, Dataset data, int threadsPerTrial, StudyListener listener) {
    this.spec = spec;
    this.threadsPerTrial = threadsPerTrial;
    this.data = data;
    this.listener = listener;
  }

  /// Runs `spec` on `data`. The result does not depend on the executor. Of all networks only the
  /// best so far is kept.
  ///
  /// @throws InterruptedException if the calling thread is interrupted
  public static StudyResult run(
      StudySpec spec, Dataset data, TrialExecutor executor, StudyListener listener)
      throws InterruptedException {
    List<Trial> trials = spec.trials();
    var study = new Study(spec, data, executor.threadsPerTrial(trials.size()), listener);
    executor.run(trials, study::train, study::take);
    study.results.sort(TrialResult.RANKING);
    return new StudyResult(study.results, study.winner());
  }

  private Trained train(Trial trial) {
    try (Team team = Team.of(threadsPerTrial)) {
      return train(trial, team);
    }
  }

  private Trained train(Trial trial, Team team) {
    Network start = trial.scheme().draw(spec.network(), trial.seed(), Optional.of(data.train()));
    var training = new Training(spec.training(), start, data, kernels, team);
    var curve = new ArrayList<Epoch>();
    while (!training.finished()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("the study was interrupted");
      }
      Epoch epoch = training.next();
      curve.add(epoch);
      listener.epochDone(trial, epoch);
    }
    Outcome outcome =
        training.diverged()
            ? new Outcome.Diverged(training.epoch())
            : new Outcome.Completed(
                training.bestEpoch(), curve.get(training.bestEpoch() - 1).validation());
    return new Trained(new TrialResult(trial, outcome, curve), training.best());
  }

  private void take(Trained trained) {
    results.add(trained.result());
    if (best == null || TrialResult.RANKING.compare(trained.result(), best.result()) < 0) {
      best = trained;
    }
    listener.trialDone(trained.result());
  }

  private Optional<Winner> winner() {
    if (best == null || best.result().outcome() instanceof Outcome.Diverged) {
      return Optional.empty();
    }
    return Optional.of(
        new Winner(
            best.result(),
            new Model(data.encoder(), data.target(), best.network()),
            Score.measure(best.network(), data.test(), data.target(), kernels)));
  }
}

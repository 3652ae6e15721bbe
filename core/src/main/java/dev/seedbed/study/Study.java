package dev.seedbed.study;

import dev.seedbed.data.Dataset;
import dev.seedbed.network.Model;
import dev.seedbed.network.Network;
import dev.seedbed.network.Propagation;
import dev.seedbed.study.StudyResult.Winner;
import dev.seedbed.tensor.Kernels;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import dev.seedbed.train.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Runs studies: trains every trial, ranks them by validation loss, and measures the best one, and
/// only it, on the test rows.
public final class Study {
  private static final int ROWS_AT_ONCE = 256;

  private Study() {}

  /// Runs `spec` on `data`. The result does not depend on the executor.
  ///
  /// @throws InterruptedException if the calling thread is interrupted
  public static StudyResult run(
      StudySpec spec, Dataset data, TrialExecutor executor, StudyListener listener)
      throws InterruptedException {
    Kernels kernels = Kernels.best();
    var results = new ArrayList<TrialResult>();
    executor.run(
        spec.trials(),
        trial -> train(spec, trial, data, kernels, listener),
        result -> {
          results.add(result);
          listener.trialDone(result);
        });
    results.sort(TrialResult.RANKING);
    return new StudyResult(results, winner(results, data, kernels));
  }

  private static TrialResult train(
      StudySpec spec, Trial trial, Dataset data, Kernels kernels, StudyListener listener) {
    Network start = trial.scheme().draw(spec.network(), trial.seed());
    var training = new Training(spec.training(), start, data, kernels);
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
    return new TrialResult(trial, outcome, curve, training.best());
  }

  private static Optional<Winner> winner(List<TrialResult> ranking, Dataset data, Kernels kernels) {
    TrialResult best = ranking.getFirst();
    return switch (best.outcome()) {
      case Outcome.Diverged _ -> Optional.empty();
      case Outcome.Completed _ -> {
        var model = new Model(data.encoder(), data.target(), best.network());
        var propagation =
            new Propagation(best.network(), Math.min(ROWS_AT_ONCE, data.test().rows()), kernels);
        Score test = Score.measure(propagation, data.test(), data.target());
        yield Optional.of(new Winner(best, model, test));
      }
    };
  }
}

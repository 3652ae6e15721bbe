package dev.seedbed.study;

import dev.seedbed.check.measure.ActivationSpreads;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.data.Dataset;
import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the activations of each hidden layer were spread over the validation rows while a trial was
/// trained. Figures 2, 3 and 10 of Glorot & Bengio 2010.
///
/// @param epochs the start, then what each epoch left; of each the hidden layers, the first first
public record ActivationCurve(List<List<LayerReport.Spread>> epochs) {
  public ActivationCurve {
    epochs = List.copyOf(epochs);
  }

  /// Trains a trial once more, for as many epochs as before and with the same bits, and records its
  /// activations.
  ///
  /// @param team helps where the network is large
  /// @throws InterruptedException if the calling thread is interrupted
  public static ActivationCurve of(TrialRunner race, TrialResult trial, Team team)
      throws InterruptedException {
    Dataset.Part rows = race.data().validation();
    var epochs = new ArrayList<List<LayerReport.Spread>>();
    epochs.add(ActivationSpreads.of(race.start(trial.trial()), rows));
    race.advance(
        trial.trial(),
        Optional.empty(),
        trial.curve().size(),
        team,
        (_, _, state) -> {
          epochs.add(ActivationSpreads.of(state.get().snapshot().network(), rows));
          return !Thread.currentThread().isInterrupted();
        });
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return new ActivationCurve(epochs);
  }
}

package dev.seedbed.study;

import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import java.util.Comparator;
import java.util.List;

/// The result of a trial.
///
/// @param rung at which it was stopped; else how many rungs it had passed when it ended
/// @param curve one entry an epoch
public record TrialResult(Trial trial, int rung, Outcome outcome, List<Epoch> curve) {

  /// By the seed of the start, then that of the order, then the scheme's place.
  static final Comparator<Trial> SEEDS =
      Comparator.comparingLong((Trial trial) -> trial.seed().value())
          .thenComparingLong(trial -> trial.order().value())
          .thenComparingInt(Trial::number);

  /// From the best to the worst: lower cost first, diverged last, ties by the lower validation
  /// loss, then by the lower seed. In a study that is done no trial that was stopped comes before
  /// the winner.
  public static final Comparator<TrialResult> RANKING =
      Comparator.comparingDouble(TrialResult::cost)
          .thenComparingDouble(TrialResult::loss)
          .thenComparing(TrialResult::trial, SEEDS);

  public TrialResult {
    curve = List.copyOf(curve);
  }

  /// [Epoch#cost] of the best epoch; NaN, which loses against every number, if the trial diverged.
  public double cost() {
    return switch (outcome) {
      case Outcome.Completed completed -> curve.get(completed.bestEpoch() - 1).cost();
      case Outcome.Stopped stopped -> curve.get(stopped.bestEpoch() - 1).cost();
      case Outcome.Diverged _ -> Double.NaN;
    };
  }

  /// The validation loss of the best epoch; NaN if the trial diverged.
  public double loss() {
    return outcome.best().map(Score::loss).orElse(Double.NaN);
  }

  /// Whether it was trained to its end, so that its loss can be compared with others'.
  public boolean completed() {
    return outcome instanceof Outcome.Completed;
  }
}

package dev.seedbed.study;

import dev.seedbed.train.Epoch;
import java.util.Comparator;
import java.util.List;

/// What a trial came to.
///
/// @param curve one entry an epoch
public record TrialResult(Trial trial, Outcome outcome, List<Epoch> curve) {

  /// From the best to the worst: lower validation loss first, diverged last, ties by the lower
  /// seed.
  public static final Comparator<TrialResult> RANKING =
      Comparator.comparingDouble(TrialResult::loss)
          .thenComparingLong(result -> result.trial().seed().value());

  public TrialResult {
    curve = List.copyOf(curve);
  }

  /// The best validation loss; NaN, which loses against every number, if the trial diverged.
  public double loss() {
    return switch (outcome) {
      case Outcome.Completed completed -> completed.validation().loss();
      case Outcome.Diverged _ -> Double.NaN;
    };
  }
}

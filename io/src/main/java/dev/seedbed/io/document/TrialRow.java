package dev.seedbed.io.document;

import dev.seedbed.study.Outcome;
import dev.seedbed.study.TrialResult;
import dev.seedbed.train.Score;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How a trial ended: one of `trials` in `result.json`, and a `trial_done` of the journal.
///
/// @param trial its number
/// @param seed of the weights
/// @param orderSeed of the order of rows
/// @param rung the last one that it took part in; 0 if none
/// @param epochs that it was trained
/// @param bestEpoch empty if it diverged
/// @param cost what it is ranked by: the validation loss of its best epoch, or what another metric
///   is short of its best; empty if it diverged
/// @param cut the worst cost that was kept at the rung where it was stopped; empty if it was not
/// @param validationLoss at its best epoch, as all scores here; empty if it diverged
/// @param validationAccuracy empty if it predicts a quantity
/// @param validationRmse empty if it predicts classes
/// @param validationR2 likewise, and if the validation rows' targets are all equal
public record TrialRow(
    int trial,
    String scheme,
    long seed,
    long orderSeed,
    State state,
    int rung,
    int epochs,
    OptionalInt bestEpoch,
    OptionalDouble cost,
    OptionalDouble cut,
    OptionalDouble validationLoss,
    OptionalDouble validationAccuracy,
    OptionalDouble validationRmse,
    OptionalDouble validationR2) {
  public TrialRow {
    boolean scored =
        bestEpoch.isPresent()
            && cost.isPresent()
            && validationLoss.isPresent()
            && validationAccuracy.isPresent() != validationRmse.isPresent();
    if (scored == (state == State.DIVERGED)) {
      throw new IllegalArgumentException(
          "trial %d must have a best epoch and a score if and only if it has not diverged"
              .formatted(trial));
    }
    if (cut.isPresent() != (state == State.STOPPED)) {
      throw new IllegalArgumentException(
          "trial %d must have a cut if and only if it was stopped".formatted(trial));
    }
  }

  /// How a trial can end.
  public enum State {
    COMPLETED,
    STOPPED,
    DIVERGED;

    public static State of(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Completed _ -> COMPLETED;
        case Outcome.Stopped _ -> STOPPED;
        case Outcome.Diverged _ -> DIVERGED;
      };
    }
  }

  /// The row of a trial.
  public static TrialRow of(TrialResult result) {
    Outcome outcome = result.outcome();
    Optional<Score> validation = outcome.best();
    return new TrialRow(
        result.trial().number(),
        result.trial().scheme().name(),
        result.trial().seed().value(),
        result.trial().order().value(),
        State.of(outcome),
        result.rung(),
        result.curve().size(),
        switch (outcome) {
          case Outcome.Completed completed -> OptionalInt.of(completed.bestEpoch());
          case Outcome.Stopped stopped -> OptionalInt.of(stopped.bestEpoch());
          case Outcome.Diverged _ -> OptionalInt.empty();
        },
        FiniteNumbers.finite(validation.map(_ -> result.cost())),
        outcome instanceof Outcome.Stopped stopped
            ? OptionalDouble.of(stopped.cut())
            : OptionalDouble.empty(),
        FiniteNumbers.finite(validation.map(Score::loss)),
        FiniteNumbers.finite(validation.flatMap(FiniteNumbers::accuracy)),
        FiniteNumbers.finite(validation.flatMap(FiniteNumbers::rmse)),
        FiniteNumbers.finite(validation.flatMap(FiniteNumbers::r2)));
  }
}

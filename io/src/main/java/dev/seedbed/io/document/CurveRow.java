package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seedbed.study.Trial;
import dev.seedbed.train.Epoch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The epochs of a trial since the rung before: a `trial_advanced` of the journal.
///
/// @param trial its number
/// @param seed of the weights
/// @param orderSeed of the order of rows
/// @param rung up to which it was trained
public record CurveRow(
    int trial, String scheme, long seed, long orderSeed, int rung, List<Point> curve) {
  public CurveRow {
    curve = List.copyOf(curve);
  }

  /// The losses of an epoch, and the score of the validation rows after it. Losses are empty, and
  /// scores not finite, if the trial diverged in it.
  public record Point(
      int epoch,
      @JsonInclude(ALWAYS) OptionalDouble trainingLoss,
      @JsonInclude(ALWAYS) OptionalDouble validationLoss,
      Optional<Double> validationAccuracy,
      Optional<Double> validationRmse,
      Optional<Double> validationR2,
      @JsonInclude(ALWAYS) OptionalDouble cost,
      @JsonInclude(ALWAYS) OptionalDouble halfDifference) {

    private static Point of(Epoch epoch) {
      return new Point(
          epoch.number(),
          FiniteNumbers.finite(epoch.trainingLoss()),
          FiniteNumbers.finite(epoch.validation().loss()),
          FiniteNumbers.accuracy(epoch.validation()),
          FiniteNumbers.rmse(epoch.validation()),
          FiniteNumbers.r2(epoch.validation()),
          FiniteNumbers.finite(epoch.cost()),
          FiniteNumbers.finite(epoch.halfDifference()));
    }
  }

  /// The row of a trial that was trained up to a rung.
  public static CurveRow of(Trial trial, int rung, List<Epoch> epochs) {
    return new CurveRow(
        trial.number(),
        trial.scheme().name(),
        trial.seed().value(),
        trial.order().value(),
        rung,
        epochs.stream().map(Point::of).toList());
  }
}

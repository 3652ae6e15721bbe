package dev.seedbed.io.document;

import dev.seedbed.train.Score;
import java.util.Optional;
import java.util.OptionalDouble;

/// Numbers as documents have them.
final class FiniteNumbers {
  private FiniteNumbers() {}

  /// The number, if it is finite.
  static OptionalDouble finite(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /// The number, if there is one and it is finite.
  static OptionalDouble finite(Optional<Double> value) {
    return finite(value.orElse(Double.NaN));
  }

  /// The accuracy, if it is a score of classes.
  static Optional<Double> accuracy(Score score) {
    return switch (score) {
      case Score.Classification classes -> Optional.of(classes.accuracy());
      case Score.Regression _ -> Optional.empty();
    };
  }

  /// The root of the mean squared error, if it is a score of a quantity.
  static Optional<Double> rmse(Score score) {
    return switch (score) {
      case Score.Classification _ -> Optional.empty();
      case Score.Regression quantity -> Optional.of(quantity.rmse());
    };
  }

  /// R², if it is a score of a quantity that is not the same in all rows.
  static Optional<Double> r2(Score score) {
    return switch (score) {
      case Score.Classification _ -> Optional.empty();
      case Score.Regression quantity -> Optional.of(quantity.r2()).filter(r2 -> !Double.isNaN(r2));
    };
  }
}

package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seedbed.score.ClassScores;
import dev.seedbed.score.Estimate;
import java.util.OptionalDouble;

/// The test score of one class: one of `best.test_classes`. Intervals are of 95 %.
///
/// @param name the class
/// @param rows of it
/// @param answered rows that were taken for it
/// @param precision the share of those that are of this class; empty if there are none
/// @param recall the share of its rows that were taken for it; empty if it has none
/// @param f1 empty if it neither has rows nor was answered
public record ClassPart(
    String name,
    int rows,
    int answered,
    @JsonInclude(ALWAYS) OptionalDouble precision,
    @JsonInclude(ALWAYS) OptionalDouble precisionLow,
    @JsonInclude(ALWAYS) OptionalDouble precisionHigh,
    @JsonInclude(ALWAYS) OptionalDouble recall,
    @JsonInclude(ALWAYS) OptionalDouble recallLow,
    @JsonInclude(ALWAYS) OptionalDouble recallHigh,
    @JsonInclude(ALWAYS) OptionalDouble f1,
    @JsonInclude(ALWAYS) OptionalDouble f1Low,
    @JsonInclude(ALWAYS) OptionalDouble f1High) {

  public ClassPart {
    requireInterval("precision", precision, precisionLow, precisionHigh);
    requireInterval("recall", recall, recallLow, recallHigh);
    requireInterval("f1", f1, f1Low, f1High);
  }

  private static void requireInterval(
      String name, OptionalDouble share, OptionalDouble low, OptionalDouble high) {
    if (share.isPresent() != low.isPresent() || share.isPresent() != high.isPresent()) {
      throw new IllegalArgumentException(
          "'%s' must have both ends of its interval, or none".formatted(name));
    }
  }

  static ClassPart of(ClassScores.OfClass scores) {
    return new ClassPart(
        scores.label(),
        scores.rows(),
        scores.answered(),
        FiniteNumbers.finite(scores.precision().map(Estimate::value)),
        FiniteNumbers.finite(scores.precision().map(share -> share.interval().low())),
        FiniteNumbers.finite(scores.precision().map(share -> share.interval().high())),
        FiniteNumbers.finite(scores.recall().map(Estimate::value)),
        FiniteNumbers.finite(scores.recall().map(share -> share.interval().low())),
        FiniteNumbers.finite(scores.recall().map(share -> share.interval().high())),
        FiniteNumbers.finite(scores.f1().map(Estimate::value)),
        FiniteNumbers.finite(scores.f1().map(share -> share.interval().low())),
        FiniteNumbers.finite(scores.f1().map(share -> share.interval().high())));
  }
}

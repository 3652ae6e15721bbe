package dev.seedbed.io.results;

import dev.seedbed.data.InputException;
import dev.seedbed.luck.Direction;
import dev.seedbed.notation.Names;
import java.util.Comparator;
import java.util.List;

/// One score of several that a run has, one a step.
final class StepScores {
  private StepScores() {}

  /// A score.
  ///
  /// @param step when
  record At(double step, Cell cell) {}

  /// The last score of a run, or the best. Steps without a score are passed over.
  ///
  /// @throws InputException if the best is wanted, and nobody knows which it is
  static Cell score(List<At> scores, ResultsSpec spec, String metric) {
    List<At> some = scores.stream().filter(at -> !(at.cell() instanceof Cell.Empty)).toList();
    if (some.isEmpty()) {
      return new Cell.Empty();
    }
    return switch (spec.take()) {
      // Of several at the same step the one that stands last.
      case LAST ->
          some.stream()
              .reduce((before, next) -> next.step() >= before.step() ? next : before)
              .orElseThrow()
              .cell();
      case BEST -> best(some, spec, metric);
    };
  }

  private static Cell best(List<At> some, ResultsSpec spec, String metric) {
    Direction direction =
        spec.direction()
            .or(MetricName.of(metric)::direction)
            .orElseThrow(() ->
                new InputException(
                    "is a high '%s' better, or a low one?".formatted(Names.shortened(metric)),
                    new InputException.Hint.NameDirection()));
    Comparator<Double> order =
        direction == Direction.MINIMIZE ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return some.stream()
        .map(At::cell)
        .filter(Cell.Score.class::isInstance)
        .map(Cell.Score.class::cast)
        .max(Comparator.comparing(Cell.Score::value, order))
        .<Cell>map(number -> number)
        .orElse(new Cell.Diverged());
  }
}

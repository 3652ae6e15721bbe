package dev.seedbed.io.results;

import dev.seedbed.luck.Direction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What is known of a table of results. What is empty is found in the table.
///
/// @param layout how runs stand in it
/// @param metric the column of scores; of wide tables and of rows the name of what their cells hold
/// @param direction which scores are better
/// @param configuration the columns that say how a run was made, but for its seed
/// @param seed the column of seeds
/// @param task the column of tasks
/// @param step the column of steps or epochs
/// @param take which of a run's scores counts, if it has one a step
/// @param rowsEvaluated on how many rows each score was measured
public record ResultsSpec(
    Optional<Layout> layout,
    Optional<String> metric,
    Optional<Direction> direction,
    List<String> configuration,
    Optional<String> seed,
    Optional<String> task,
    Optional<String> step,
    Take take,
    OptionalLong rowsEvaluated) {
  /// Nothing is known.
  public static final ResultsSpec FOUND =
      new ResultsSpec(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Take.LAST,
          OptionalLong.empty());

  public ResultsSpec {
    configuration = List.copyOf(configuration);
    if (rowsEvaluated.isPresent() && rowsEvaluated.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "rows evaluated must be at least 1: " + rowsEvaluated.getAsLong());
    }
    if (layout.equals(Optional.of(Layout.ROWS)) && rowsEvaluated.isPresent()) {
      throw new IllegalArgumentException("the table has its rows: rows evaluated need not be said");
    }
  }

  /// How runs stand in a table.
  public enum Layout {
    /// A row a run, or a row a step of a run.
    LONG,
    /// A row a configuration and a column a seed, or the other way round.
    WIDE,
    /// A row a step and a column a run: the data of a chart.
    CHART,
    /// A row an example of the evaluation and a column a run.
    ROWS
  }

  /// Which score of a run counts.
  public enum Take {
    LAST,
    BEST;

    /// As people write it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

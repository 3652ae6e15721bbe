package dev.seedbed.io.results;

import dev.seedbed.io.results.ResultsSpec.Layout;
import dev.seedbed.luck.Runs;
import java.util.List;
import java.util.Optional;

/// Runs, and how they were found in a table.
///
/// @param layout how they stand in it
/// @param seed the column of seeds, if there is one
/// @param configuration the columns that say how a run was made
/// @param task the column of tasks
/// @param step the column of steps, if there are several scores a run
/// @param notes what else to know, a sentence each
public record Results(
    Runs runs,
    Layout layout,
    Optional<String> seed,
    List<String> configuration,
    Optional<String> task,
    Optional<String> step,
    List<String> notes) {
  public Results {
    configuration = List.copyOf(configuration);
    notes = List.copyOf(notes);
  }
}

package dev.seedbed.io.results;

import dev.seedbed.data.InputException;
import dev.seedbed.io.results.ResultsSpec.Layout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Tables with a row a configuration and a column a seed, or a row a seed and a column a
/// configuration.
///
/// @param table cells
/// @param spec what is known
record WideReader(CellTable table, ResultsSpec spec) {
  /// What people add to such tables in a spreadsheet.
  private static final Set<String> SUMMARIES =
      Set.of(
          "mean",
          "avg",
          "average",
          "std",
          "sd",
          "stdev",
          "std dev",
          "median",
          "min",
          "max",
          "sem",
          "var",
          "variance",
          "ci",
          "n");

  private static final String UNKNOWN_METRIC = "result";

  /// Whether columns are called like seeds.
  static boolean looksWide(CellTable table) {
    return seeds(table).size() > 1
        && table.names().stream().noneMatch(name -> ColumnName.of(name).isSeed());
  }

  private static List<String> seeds(CellTable table) {
    return table.names().stream()
        .filter(name -> SeedName.alone(name).isPresent())
        .filter(name -> table.hasNumbers(name) || table.values(name).isEmpty())
        .toList();
  }

  Results read() {
    List<String> seeds = seeds(table);
    var runs = new RunCollector(table, spec);
    String metric = spec.metric().orElse(UNKNOWN_METRIC);
    if (!seeds.isEmpty()) {
      Optional<String> task = task(seeds);
      List<String> columns = configuration(seeds, task);
      for (int row = 0; row < table.rows(); row++) {
        for (String seed : seeds) {
          Cell cell = table.cell(seed, row);
          if (cell instanceof Cell.Text) {
            throw table.noNumber(seed);
          }
          // Nobody ran what is empty.
          if (!(cell instanceof Cell.Empty)) {
            runs.add(
                name(columns, row),
                SeedName.alone(seed).orElseThrow().seed(),
                task.isPresent() ? table.text(task.get(), row) : "",
                cell);
          }
        }
      }
      return results(runs, metric, Optional.empty(), columns, task);
    }
    Optional<String> seed = seedColumn();
    List<String> columns =
        table.names().stream()
            .filter(name -> !seed.equals(Optional.of(name)) && table.isNumeric(name))
            .filter(name -> !ColumnName.of(name).isAdded() && !isSummary(name))
            .toList();
    if (columns.isEmpty()) {
      throw new InputException(table.file() + " has no column of numbers beside seeds");
    }
    for (int row = 0; row < table.rows(); row++) {
      for (String column : columns) {
        Cell cell = table.cell(column, row);
        if (!(cell instanceof Cell.Empty)) {
          runs.add(
              columns.size() == 1 ? "" : column,
              seed.isPresent()
                  ? LongReader.seed(table, seed.get(), row)
                  : Integer.toString(row + 1),
              "",
              cell);
        }
      }
    }
    return results(runs, metric, seed, List.of(), Optional.empty());
  }

  private Results results(
      RunCollector runs,
      String metric,
      Optional<String> seed,
      List<String> configuration,
      Optional<String> task) {
    return new Results(
        runs.runs(metric, true),
        Layout.WIDE,
        seed,
        configuration,
        task,
        Optional.empty(),
        List.of());
  }

  private Optional<String> task(List<String> seeds) {
    return spec.task()
        .map(name -> LongReader.column(table, name))
        .or(() ->
            table.names().stream()
                .filter(name -> !seeds.contains(name) && ColumnName.of(name).isTask())
                .filter(name -> table.values(name).size() > 1)
                .filter(name -> !configuration(seeds, Optional.of(name)).isEmpty())
                .findFirst());
  }

  private List<String> configuration(List<String> seeds, Optional<String> task) {
    if (!spec.configuration().isEmpty()) {
      return spec.configuration().stream().map(name -> LongReader.column(table, name)).toList();
    }
    List<String> others =
        table.names().stream()
            .filter(name -> !seeds.contains(name) && !task.equals(Optional.of(name)))
            .filter(name -> !isSummary(name) && !table.values(name).isEmpty())
            .toList();
    List<String> varying = others.stream().filter(name -> table.values(name).size() > 1).toList();
    return varying.isEmpty() ? others : varying;
  }

  private boolean isSummary(String name) {
    return table.isNumeric(name) && SUMMARIES.contains(name.strip().toLowerCase(Locale.ROOT));
  }

  private String name(List<String> columns, int row) {
    if (columns.isEmpty()) {
      return table.rows() == 1 ? "" : "row " + (row + 1);
    }
    return LongReader.name(table, columns, row);
  }

  private Optional<String> seedColumn() {
    return spec.seed()
        .map(name -> LongReader.column(table, name))
        .or(() -> table.names().stream().filter(name -> ColumnName.of(name).isSeed()).findFirst())
        .or(() ->
            table.names().stream()
                .filter(name ->
                    IntStream.range(0, table.rows())
                        .allMatch(row -> SeedName.alone(table.text(name, row)).isPresent()))
                .filter(name -> !table.isNumeric(name) || name.equals(CellTable.UNNAMED))
                .findFirst());
  }
}

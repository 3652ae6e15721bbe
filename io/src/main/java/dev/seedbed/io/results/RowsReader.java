package dev.seedbed.io.results;

import dev.seedbed.data.InputException;
import dev.seedbed.io.results.ResultsSpec.Layout;
import dev.seedbed.luck.Direction;
import dev.seedbed.notation.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Tables with a row an example of the evaluation and a column a run: hits (1, true) and misses (0,
/// false), or losses. A column is called by its seed, or `configuration/seed`.
///
/// @param table cells
/// @param spec what is known
record RowsReader(CellTable table, ResultsSpec spec) {
  private static final Map<String, Double> WORDS =
      Map.of("true", 1.0, "false", 0.0, "yes", 1.0, "no", 0.0);

  Results read() {
    List<String> columns = columns();
    var runs = new RunCollector(table, spec);
    boolean hits = true;
    for (String column : columns) {
      double[] cells = new double[table.rows()];
      boolean diverged = false;
      for (int row = 0; row < cells.length; row++) {
        switch (table.cell(column, row)) {
          case Cell.Score(double value) -> cells[row] = value;
          case Cell.Diverged _ -> diverged = true;
          case Cell.Empty _ -> throw wrong(column, row, "is empty");
          case Cell.Text(String text) -> {
            Double word = WORDS.get(text.toLowerCase(Locale.ROOT));
            if (word == null) {
              throw wrong(column, row, "is not a number: '" + Names.shortened(text) + "'");
            }
            cells[row] = word;
          }
        }
      }
      hits &= diverged || Arrays.stream(cells).allMatch(cell -> cell == 0 || cell == 1);
      Optional<SeedName> seed = SeedName.behind(column);
      String configuration = seed.map(SeedName::rest).orElse("");
      String name = seed.map(SeedName::seed).orElse(column);
      if (diverged) {
        runs.add(configuration, name, "", new Cell.Diverged());
      } else {
        runs.addRows(configuration, name, cells);
      }
    }
    boolean named = columns.stream().allMatch(column -> SeedName.behind(column).isPresent());
    return new Results(
        runs.runs(metric(hits), named),
        Layout.ROWS,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        named ? List.of() : List.of(LongReader.NO_SEEDS));
  }

  private String metric(boolean hits) {
    return spec.metric()
        .orElse(
            !hits
                ? "loss"
                : spec.direction().equals(Optional.of(Direction.MINIMIZE)) ? "error" : "accuracy");
  }

  private InputException wrong(String column, int row, String fault) {
    return new InputException(
        "%s, row %d, column '%s' %s: every run needs a number for every row"
            .formatted(table.file(), row + 1, Names.shortened(column), fault));
  }

  private List<String> columns() {
    List<String> numbers = table.names().stream().filter(this::holdsNumbers).toList();
    List<String> named =
        numbers.stream().filter(name -> SeedName.behind(name).isPresent()).toList();
    List<String> runs =
        !named.isEmpty()
            ? named
            : numbers.stream()
                .filter(
                    name -> !ColumnName.of(name).isIdentifier() && !ColumnName.of(name).isAdded())
                .toList();
    if (runs.isEmpty()) {
      throw new InputException(
          table.file() + " has no column of numbers: each run needs one, called by its seed");
    }
    return runs;
  }

  private boolean holdsNumbers(String name) {
    return !name.equals(CellTable.UNNAMED)
        && (table.isNumeric(name)
            || table.values(name).stream()
                .allMatch(text -> WORDS.containsKey(text.toLowerCase(Locale.ROOT))));
  }
}

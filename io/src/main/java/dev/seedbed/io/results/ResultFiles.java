package dev.seedbed.io.results;

import dev.seedbed.data.InputException;
import dev.seedbed.io.results.ResultsSpec.Layout;
import dev.seedbed.io.table.CsvFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Reads the results of runs from tables, whatever program wrote them and however runs stand in
/// them.
public final class ResultFiles {
  private ResultFiles() {}

  /// Reads one table, or several that belong together, such as one a run.
  ///
  /// @param files at least one
  /// @param csv how CSV files are written
  /// @param missing what else stands for a missing value
  /// @throws InputException if they are no results, or it is not clear how they are to be read
  public static Results read(
      List<Path> files, CsvFormat csv, Set<String> missing, ResultsSpec spec) {
    var format = new CellTable.Format(csv, missing);
    List<CellTable> tables = files.stream().map(file -> CellTable.read(file, format)).toList();
    CellTable table =
        tables.size() == 1
            ? tables.getFirst()
            : CellTable.joined(tables, FileLabels.of(files), LongReader.FILE);
    return switch (spec.layout().orElseGet(() -> found(table))) {
      case LONG -> new LongReader(table, spec).read();
      case WIDE -> new WideReader(table, spec).read();
      case CHART -> new ChartReader(table, spec).read();
      case ROWS -> new RowsReader(table, spec).read();
    };
  }

  private static Layout found(CellTable table) {
    if (ChartReader.looksLikeChart(table)) {
      return Layout.CHART;
    }
    refuseRows(table);
    return WideReader.looksWide(table) ? Layout.WIDE : Layout.LONG;
  }

  /// Hits look like scores of few values, and losses of rows like scores of many runs.
  private static void refuseRows(CellTable table) {
    List<String> runs =
        table.names().stream()
            .filter(table::isNumeric)
            .filter(name -> SeedName.alone(name).isPresent() || ofConfiguration(name))
            .toList();
    if (table.rows() < 2
        || runs.size() < 2
        || table.names().stream().anyMatch(name -> ColumnName.of(name).isSeed())) {
      return;
    }
    if (runs.stream().allMatch(ResultFiles::ofConfiguration)) {
      throw new InputException(
          table.file() + " has columns called CONFIGURATION/SEED",
          new InputException.Hint.NameRows());
    }
    if (runs.stream().allMatch(name -> holdsHits(table, name))) {
      throw new InputException(
          table.file() + " holds nothing but 0 and 1", new InputException.Hint.NameRows());
    }
  }

  /// Whether a column is called `configuration/seed`.
  private static boolean ofConfiguration(String name) {
    int slash = name.lastIndexOf('/');
    return slash > 0
        && ColumnName.of(name).group() == ColumnName.Group.NONE
        && SeedName.alone(name.substring(slash + 1)).isPresent();
  }

  private static boolean holdsHits(CellTable table, String name) {
    return IntStream.range(0, table.rows())
        .mapToObj(row -> table.cell(name, row))
        .allMatch(cell -> cell instanceof Cell.Score(double value) && (value == 0 || value == 1));
  }
}

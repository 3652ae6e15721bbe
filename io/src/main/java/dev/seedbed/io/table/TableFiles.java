package dev.seedbed.io.table;

import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.file.InputFiles;
import java.nio.file.Path;

/// Reads files of raw data.
public final class TableFiles {

  private TableFiles() {}

  /// Reads a CSV file; delimiter, header and the kinds of the columns are found from what it holds.
  ///
  /// @throws InputException if it cannot be read as a table
  public static Table read(Path file) {
    return read(file, ColumnKinds.found());
  }

  /// Reads a CSV file.
  ///
  /// @param kinds of columns where they are known
  /// @throws InputException if it cannot be read as a table
  public static Table read(Path file, ColumnKinds kinds) {
    return InputFiles.read(file, f -> new CsvFile(f).read(kinds));
  }
}

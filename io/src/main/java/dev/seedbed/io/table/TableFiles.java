package dev.seedbed.io.table;

import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads files of raw data.
public final class TableFiles {

  private TableFiles() {}

  /// Reads a CSV file; delimiter, header and the kinds of the columns are found from what it holds.
  ///
  /// @throws InputException if it cannot be read as a table
  public static Table read(Path file) {
    return read(file, ColumnKinds.FOUND);
  }

  /// Reads a CSV file.
  ///
  /// @param kinds of columns where they are known
  /// @throws InputException if it cannot be read as a table
  public static Table read(Path file, ColumnKinds kinds) {
    if (!Files.exists(file)) {
      throw new InputException("no such file: " + file);
    }
    if (!Files.isRegularFile(file)) {
      throw new InputException("not a file, but a folder or device: " + file);
    }
    try {
      if (Files.size(file) == 0) {
        throw new InputException("the file is empty: " + file);
      }
      return new CsvFile(file).read(kinds);
    } catch (CharacterCodingException e) {
      throw new InputException(file + " is not a text in UTF-8: save it as CSV with that encoding");
    } catch (IOException e) {
      throw new InputException("%s cannot be read: %s".formatted(file, reason(e)));
    }
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }
}

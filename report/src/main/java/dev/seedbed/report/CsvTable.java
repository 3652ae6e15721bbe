package dev.seedbed.report;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.seedbed.data.InputException;
import dev.seedbed.io.file.InputFiles;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/// A table of a run folder, read row by row.
final class CsvTable {

  private CsvTable() {}

  /// @throws InputException if it cannot be read, or `row` misses a column or a number in it
  static void read(Path file, Consumer<NamedCsvRecord> row) {
    InputFiles.read(
        file,
        path -> {
          long line = 1;
          try (var records = CsvReader.builder().ofNamedCsvRecord(path)) {
            for (NamedCsvRecord record : records) {
              line = record.getStartingLineNumber();
              row.accept(record);
            }
          } catch (CsvParseException e) {
            throw new InputException("%s is damaged below line %d".formatted(path, line));
          } catch (NoSuchElementException | NumberFormatException e) {
            throw new InputException(
                "%s is damaged: line %d misses a column, or a number in one".formatted(path, line));
          }
          return path;
        });
  }
}

package dev.seedbed.io.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A CSV file (RFC 4180), or several with the same header, read in one pass if the start of the
/// first shows what its columns hold, else in two.
final class CsvFile {
  private final String name;
  private final List<Path> files;
  private final TableSpec spec;
  private final MissingMarks missing;

  /// @param name of the table
  CsvFile(String name, List<Path> files, TableSpec spec) {
    this.name = name;
    this.files = files;
    this.spec = spec;
    this.missing = new MissingMarks(spec.notation().missing());
  }

  Table read() throws IOException {
    CsvDialect.Found found =
        CsvDialect.of(files.getFirst(), sample(files.getFirst()), spec.csv(), missing);
    CsvDialect dialect = found.dialect();
    List<String> names = names(found);
    var columns =
        new TableColumns(
            files.getFirst(),
            names.stream().map(ColumnHeader::found).toList(),
            spec,
            missing,
            dialect.delimiter() == ';');
    for (List<String> row : found.rows()) {
      columns.look(row);
    }
    return columns.read(name, readers -> pass(dialect, names, readers));
  }

  /// The start of a file: whole lines, and at least the first.
  private String sample(Path file) throws IOException {
    char[] characters = new char[CsvDialect.SAMPLE];
    int length = 0;
    var source = new TextSource(file, spec.csv().encoding());
    try (Reader reader = source.open()) {
      boolean line = false;
      int got;
      while ((got = reader.read(characters, length, characters.length - length)) > 0) {
        line |= containsLineEnd(characters, length, got);
        length += got;
        if (length == characters.length && !line) {
          characters = Arrays.copyOf(characters, longer(file, length));
        }
      }
    } catch (CharacterCodingException e) {
      throw source.notInEncoding();
    }
    String sample = new String(characters, 0, length);
    if (sample.indexOf('\0') >= 0) {
      throw new InputException(
          file + " is not a CSV file (it holds binary data): export the table as CSV in UTF-8");
    }
    int lastLine = Math.max(sample.lastIndexOf('\n'), sample.lastIndexOf('\r'));
    return length < characters.length || lastLine < 0 ? sample : sample.substring(0, lastLine);
  }

  private static boolean containsLineEnd(char[] characters, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (characters[i] == '\n' || characters[i] == '\r') {
        return true;
      }
    }
    return false;
  }

  private static int longer(Path file, int length) {
    if (length >= CsvDialect.MOST_FIELD_CHARACTERS) {
      throw new InputException(
          "%s, line 1: longer than %d million characters"
              .formatted(file, CsvDialect.MOST_FIELD_CHARACTERS >> 20));
    }
    return 2 * length;
  }

  private static List<String> names(CsvDialect.Found found) {
    if (found.dialect().hasHeader()) {
      return found.dialect().names();
    }
    int columns = found.rows().isEmpty() ? 0 : found.rows().getFirst().size();
    return IntStream.range(0, columns).mapToObj(CsvDialect::numberedName).toList();
  }

  /// Reads all rows of all files; returns how many there were.
  private long pass(CsvDialect dialect, List<String> names, List<Optional<ColumnReader>> columns)
      throws IOException {
    long rows = 0;
    for (Path file : files) {
      if (!file.equals(files.getFirst())) {
        checkHeader(file, dialect, names);
      }
      rows += pass(file, dialect, columns);
    }
    return rows;
  }

  private int pass(Path file, CsvDialect dialect, List<Optional<ColumnReader>> columns)
      throws IOException {
    var source = new TextSource(file, spec.csv().encoding());
    var rows = new CsvRows(file, dialect, columns);
    try (Reader text = source.open();
        var reader = dialect.parse(text, rows)) {
      for (boolean sound : reader) {
        if (!sound) {
          break;
        }
      }
    } catch (CsvParseException e) {
      // That memory has run out is no fault of the file.
      for (var cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof Error error) {
          throw error;
        }
      }
      rows.refuseFault();
      if (e.getCause() instanceof CharacterCodingException) {
        throw source.notInEncoding();
      }
      throw new InputException(
          "%s: malformed CSV after line %d: a quote is not closed or stands within a field, or a field or line is longer than 16 million characters"
              .formatted(file, rows.soundLine()));
    }
    rows.refuseFault();
    return rows.rows();
  }

  private void checkHeader(Path file, CsvDialect dialect, List<String> names) throws IOException {
    CsvDialect.Found found = CsvDialect.of(file, sample(file), spec.csv(), missing);
    if (found.dialect().hasHeader() != dialect.hasHeader()
        || found.dialect().delimiter() != dialect.delimiter()
        || found.dialect().comments() != dialect.comments()
        || (!names(found).equals(names) && !found.rows().isEmpty())) {
      throw new InputException(
          "%s has other columns than %s: all parts of a table must have the same"
              .formatted(file, files.getFirst()));
    }
  }
}

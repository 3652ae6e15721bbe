package dev.seedbed.io.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.seedbed.data.Column;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One CSV file (RFC 4180), read twice: first to learn the columns' kinds, then for the values.
final class CsvFile {
  private static final int MOST_COLUMNS = 1_000_000;
  private static final int MOST_FIELD_CHARACTERS = 16 * 1024 * 1024;
  private static final int MOST_RECORD_CHARACTERS = 256 * 1024 * 1024;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path file;

  CsvFile(Path file) {
    this.file = file;
  }

  Table read(ColumnKinds kinds) throws IOException {
    CsvDialect dialect = CsvDialect.of(sample());
    var columns = new ArrayList<ColumnScan>();
    long rows = scan(dialect, kinds, columns);
    if (rows == 0) {
      throw new InputException(file + " has a header, but no rows below it");
    }
    return new Table(name(), values(dialect, columns, Math.toIntExact(rows)));
  }

  private String name() {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /// The start of the file, whole lines where possible.
  private String sample() throws IOException {
    char[] characters = new char[CsvDialect.SAMPLE];
    int length = 0;
    try (var reader = open()) {
      int got;
      while (length < characters.length
          && (got = reader.read(characters, length, characters.length - length)) > 0) {
        length += got;
      }
    }
    String sample = new String(characters, 0, length);
    if (sample.indexOf('\0') >= 0 || sample.startsWith("PK")) {
      throw new InputException(
          file + " is not a CSV file (it holds binary data): export the table as CSV in UTF-8");
    }
    int lastLine = sample.lastIndexOf('\n');
    return length < characters.length || lastLine < 0 ? sample : sample.substring(0, lastLine);
  }

  private BufferedReader open() throws IOException {
    var reader = Files.newBufferedReader(file, UTF_8);
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }

  /// Learns the kinds of the columns; returns the number of rows below the header.
  private long scan(CsvDialect dialect, ColumnKinds kinds, List<ColumnScan> columns)
      throws IOException {
    var rows = new long[1];
    forEachRecord(
        dialect,
        names -> {
          for (String name : names) {
            columns.add(new ColumnScan(name, kinds));
          }
        },
        record -> {
          rows[0]++;
          for (int i = 0; i < columns.size(); i++) {
            columns.get(i).see(dialect.cell(record.getField(i)), record.getStartingLineNumber());
          }
        });
    columns.forEach(column -> column.check(file));
    return rows[0];
  }

  private List<Column> values(CsvDialect dialect, List<ColumnScan> scans, int rows)
      throws IOException {
    var numbers = new float[scans.size()][];
    var texts = new @Nullable String[scans.size()][];
    for (int i = 0; i < scans.size(); i++) {
      if (scans.get(i).isNumber()) {
        numbers[i] = new float[rows];
      } else {
        texts[i] = new @Nullable String[rows];
      }
    }
    var row = new int[1];
    var shared = new HashMap<String, String>();
    forEachRecord(
        dialect,
        names -> {},
        record -> {
          if (row[0] == rows) {
            throw new InputException(file + " changed while it was read");
          }
          for (int i = 0; i < scans.size(); i++) {
            String cell = dialect.cell(record.getField(i));
            if (scans.get(i).isNumber()) {
              numbers[i][row[0]] = CsvDialect.isMissing(cell) ? Float.NaN : Float.parseFloat(cell);
            } else {
              texts[i][row[0]] =
                  CsvDialect.isMissing(cell) ? null : shared.computeIfAbsent(cell, c -> c);
            }
          }
          row[0]++;
        });
    var columns = new ArrayList<Column>();
    for (int i = 0; i < scans.size(); i++) {
      String name = scans.get(i).name();
      columns.add(
          scans.get(i).isNumber()
              ? new Column.Numbers(name, numbers[i])
              : new Column.Texts(name, texts[i]));
    }
    return columns;
  }

  /// Hands on the names of the columns, then each record below them.
  private void forEachRecord(
      CsvDialect dialect, Consumer<List<String>> header, Consumer<CsvRecord> body)
      throws IOException {
    var handler =
        CsvRecordHandler.builder()
            .maxFields(MOST_COLUMNS)
            .maxFieldSize(MOST_FIELD_CHARACTERS)
            .maxRecordSize(MOST_RECORD_CHARACTERS)
            .build();
    try (var reader =
        CsvReader.builder()
            .fieldSeparator(dialect.delimiter())
            .allowUnclosedQuote(false)
            .maxBufferSize(MOST_FIELD_CHARACTERS)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(handler, open())) {
      int columns = 0;
      for (CsvRecord record : reader) {
        if (columns == 0) {
          columns = record.getFieldCount();
          header.accept(dialect.hasHeader() ? names(record) : CsvDialect.numberedNames(columns));
          if (dialect.hasHeader()) {
            continue;
          }
        }
        if (record.getFieldCount() != columns) {
          throw new InputException(
              "%s, line %d: %d fields where %s %d; mend the line or its quotes"
                  .formatted(
                      file,
                      record.getStartingLineNumber(),
                      record.getFieldCount(),
                      dialect.hasHeader() ? "the header has" : "the first line has",
                      columns));
        }
        body.accept(record);
      }
    } catch (CsvParseException e) {
      if (e.getCause() instanceof CharacterCodingException coding) {
        throw coding;
      }
      throw new InputException("%s is not sound CSV: %s".formatted(file, e.getMessage()));
    }
  }

  private List<String> names(CsvRecord header) {
    var names = new ArrayList<String>();
    for (String field : header.getFields()) {
      String name = field.strip();
      if (name.isEmpty()) {
        throw new InputException(
            "%s, line %d: column %d has no name; give it one in the header"
                .formatted(file, header.getStartingLineNumber(), names.size() + 1));
      }
      names.add(name);
    }
    return names;
  }
}

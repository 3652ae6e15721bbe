package dev.seedbed.io.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.seedbed.data.Column;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.table.ColumnKinds.Kind;
import dev.seedbed.notation.Names;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One CSV file (RFC 4180), read twice: first to learn the columns' kinds, then for the values.
final class CsvFile {
  private static final int MOST_TO_NAME = 8;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final byte[] GZIP = {0x1F, (byte) 0x8B};

  private final Path file;

  CsvFile(Path file) {
    this.file = file;
  }

  Table read(ColumnKinds kinds) throws IOException {
    refuseGzip();
    try {
      CsvDialect dialect = CsvDialect.of(sample());
      var scans = new ArrayList<ColumnScan>();
      int rows = scan(dialect, kinds, scans);
      if (rows == 0) {
        throw new InputException(file + " has no rows");
      }
      var values = new ColumnValues(dialect, scans, rows);
      int read = forEachRecord(dialect, names -> values.check(names, file), values::add);
      if (read != rows) {
        throw changed();
      }
      return new Table(name(), values.columns());
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw changed();
    } catch (CharacterCodingException e) {
      throw new InputException(file + " is not a text in UTF-8: save it as CSV with that encoding");
    }
  }

  private InputException changed() {
    return new InputException(file + " changed while it was read: try again");
  }

  private String name() {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private void refuseGzip() throws IOException {
    try (var in = Files.newInputStream(file)) {
      if (Arrays.equals(in.readNBytes(GZIP.length), GZIP)) {
        throw new InputException(file + " is compressed: unpack it first (gunzip)");
      }
    }
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
    if (sample.indexOf('\0') >= 0) {
      throw new InputException(
          file + " is not a CSV file (it holds binary data): export the table as CSV in UTF-8");
    }
    int lastLine = sample.lastIndexOf('\n');
    return length < characters.length || lastLine < 0 ? sample : sample.substring(0, lastLine);
  }

  private BufferedReader open() throws IOException {
    var reader = Files.newBufferedReader(file, UTF_8);
    try {
      reader.mark(1);
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
      return reader;
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  /// Learns the kinds of the columns; returns the number of rows below the header.
  private int scan(CsvDialect dialect, ColumnKinds kinds, List<ColumnScan> scans)
      throws IOException {
    int rows =
        forEachRecord(
            dialect,
            names -> {
              refuseMissing(kinds, names);
              names.forEach(name -> scans.add(new ColumnScan(name, kinds.of(name))));
            },
            (row, record) -> {
              for (int i = 0; i < scans.size(); i++) {
                scans.get(i).see(dialect.cell(record.getField(i)), record.getStartingLineNumber());
              }
            });
    scans.forEach(scan -> scan.check(file));
    return rows;
  }

  private void refuseMissing(ColumnKinds kinds, List<String> names) {
    var missing = new TreeSet<>(kinds.known().keySet());
    names.forEach(missing::remove);
    if (!missing.isEmpty()) {
      throw new InputException(
          "%s has no column '%s: %s"
              .formatted(
                  file,
                  missing.stream()
                          .limit(MOST_TO_NAME)
                          .map(Names::shortened)
                          .collect(Collectors.joining("', '"))
                      + (missing.size() > MOST_TO_NAME
                          ? "' and %d more".formatted(missing.size() - MOST_TO_NAME)
                          : "'"),
                  Names.hint(names, missing.getFirst())));
    }
  }

  @FunctionalInterface
  private interface Body {
    void take(int row, CsvRecord record);
  }

  /// Hands on the names of the columns, then each record below them with its number from 0 on;
  /// returns how many there were.
  private int forEachRecord(CsvDialect dialect, Consumer<List<String>> header, Body body)
      throws IOException {
    long sound = 0;
    try (var reader = dialect.parse(open())) {
      int columns = 0;
      int rows = 0;
      var blank = new ArrayList<CsvRecord>();
      for (CsvRecord record : reader) {
        sound = record.getStartingLineNumber();
        boolean isBlank = record.getFieldCount() == 1 && record.getField(0).isEmpty();
        if (isBlank && columns != 1) {
          continue;
        }
        if (columns == 0) {
          columns = record.getFieldCount();
          header.accept(dialect.hasHeader() ? names(record) : CsvDialect.numberedNames(columns));
          if (dialect.hasHeader()) {
            continue;
          }
        }
        if (isBlank) {
          blank.add(record);
          continue;
        }
        checkFields(record, columns, dialect);
        // With a single column, a blank line between others is a missing value.
        for (CsvRecord missing : blank) {
          body.take(rows++, missing);
        }
        blank.clear();
        body.take(rows++, record);
      }
      return rows;
    } catch (CsvParseException e) {
      if (e.getCause() instanceof CharacterCodingException coding) {
        throw coding;
      }
      throw new InputException(
          "%s: malformed CSV after line %d: a quote is not closed or stands within a field, or a field or line is longer than 16 million characters"
              .formatted(file, sound));
    }
  }

  private void checkFields(CsvRecord record, int columns, CsvDialect dialect) {
    if (record.getFieldCount() != columns) {
      throw new InputException(
          "%s, line %d: %d fields where %s %d; correct the line or its quotes"
              .formatted(
                  file,
                  record.getStartingLineNumber(),
                  record.getFieldCount(),
                  dialect.hasHeader() ? "the header has" : "the first line has",
                  columns));
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

  /// The values of the columns that are used, filled row by row.
  private static final class ColumnValues {
    private final CsvDialect dialect;
    private final List<ColumnScan> scans;
    private final float[][] numbers;
    private final @Nullable String[][] texts;
    private final Map<String, String> shared = new HashMap<>();

    ColumnValues(CsvDialect dialect, List<ColumnScan> scans, int rows) {
      this.dialect = dialect;
      this.scans = scans;
      this.numbers = new float[scans.size()][];
      this.texts = new @Nullable String[scans.size()][];
      for (int i = 0; i < scans.size(); i++) {
        Kind kind = scans.get(i).kind();
        numbers[i] = new float[kind == Kind.NUMBERS ? rows : 0];
        texts[i] = new @Nullable String[kind == Kind.TEXTS ? rows : 0];
      }
    }

    void check(List<String> names, Path file) {
      if (!names.equals(scans.stream().map(ColumnScan::name).toList())) {
        throw new InputException(file + " changed while it was read: try again");
      }
    }

    void add(int row, CsvRecord record) {
      for (int i = 0; i < scans.size(); i++) {
        Kind kind = scans.get(i).kind();
        if (kind == Kind.UNUSED) {
          continue;
        }
        String cell = dialect.cell(record.getField(i));
        boolean missing = CsvDialect.isMissing(cell);
        if (kind == Kind.NUMBERS) {
          numbers[i][row] = missing ? Float.NaN : Float.parseFloat(cell);
        } else {
          texts[i][row] = missing ? null : shared.computeIfAbsent(cell, c -> c);
        }
      }
    }

    List<Column> columns() {
      var columns = new ArrayList<Column>();
      for (int i = 0; i < scans.size(); i++) {
        String name = scans.get(i).name();
        switch (scans.get(i).kind()) {
          case NUMBERS -> columns.add(new Column.Numbers(name, numbers[i]));
          case TEXTS -> columns.add(new Column.Texts(name, texts[i]));
          case UNUSED, FOUND -> {}
        }
      }
      return columns;
    }
  }
}

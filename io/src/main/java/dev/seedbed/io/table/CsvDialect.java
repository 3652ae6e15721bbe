package dev.seedbed.io.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/// How a CSV file is written.
///
/// @param delimiter between fields
/// @param hasHeader whether the first line holds the names of the columns
record CsvDialect(char delimiter, boolean hasHeader) {
  /// How many characters of a file are looked at.
  static final int SAMPLE = 1 << 20;

  private static final int MOST_COLUMNS = 1_000_000;
  private static final int MOST_FIELD_CHARACTERS = 16 * 1024 * 1024;
  private static final int MOST_RECORD_CHARACTERS = 256 * 1024 * 1024;
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
  private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "?");

  /// Finds the dialect that fits the start of a file: of the delimiters, the one that gives the
  /// most lines the same number (above one) of fields, and of equals the one that gives more
  /// fields.
  static CsvDialect of(String sample) {
    char delimiter = DELIMITERS.getFirst();
    List<CsvRecord> records = List.of();
    double bestFit = -1;
    for (char candidate : DELIMITERS) {
      List<CsvRecord> parsed = parse(sample, candidate);
      double fit = fit(parsed);
      if (fit > bestFit) {
        bestFit = fit;
        delimiter = candidate;
        records = parsed;
      }
    }
    return new CsvDialect(delimiter, hasHeader(records, delimiter));
  }

  private static List<CsvRecord> parse(String sample, char delimiter) {
    var records = new ArrayList<CsvRecord>();
    try (var reader = new CsvDialect(delimiter, true).parse(new StringReader(sample))) {
      reader.forEach(records::add);
    } catch (CsvParseException | IOException e) {
      return records;
    }
    return records;
  }

  /// The records of a text; blank lines are records of one empty field, and records may differ in
  /// length.
  CsvReader<CsvRecord> parse(Reader text) {
    var handler =
        CsvRecordHandler.builder()
            .maxFields(MOST_COLUMNS)
            .maxFieldSize(MOST_FIELD_CHARACTERS)
            .maxRecordSize(MOST_RECORD_CHARACTERS)
            .build();
    return CsvReader.builder()
        .fieldSeparator(delimiter)
        .allowUnclosedQuote(false)
        .skipEmptyLines(false)
        .maxBufferSize(MOST_FIELD_CHARACTERS)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .build(handler, text);
  }

  /// The share of records with as many fields as the first, plus a little for more fields; 0 if the
  /// first has one field.
  private static double fit(List<CsvRecord> records) {
    records.removeIf(record -> record.getFieldCount() == 1 && record.getField(0).isEmpty());
    if (records.isEmpty() || records.getFirst().getFieldCount() == 1) {
      return 0;
    }
    int fields = records.getFirst().getFieldCount();
    long same = records.stream().filter(record -> record.getFieldCount() == fields).count();
    return (double) same / records.size() + 1e-3 * (1 - 1.0 / fields);
  }

  /// The first line is a header if no cell of it is a number, or if some column has numbers below a
  /// first cell that is none.
  private static boolean hasHeader(List<CsvRecord> records, char delimiter) {
    if (records.isEmpty()) {
      return true;
    }
    CsvDialect dialect = new CsvDialect(delimiter, true);
    List<String> first = records.getFirst().getFields().stream().map(dialect::cell).toList();
    if (first.stream().noneMatch(CsvDialect::isNumber)) {
      return true;
    }
    List<CsvRecord> below = records.subList(1, records.size());
    return IntStream.range(0, first.size())
        .filter(i -> !isNumber(first.get(i)) && !isMissing(first.get(i)))
        .anyMatch(i -> mostlyNumbers(below, i, dialect));
  }

  private static boolean mostlyNumbers(List<CsvRecord> records, int column, CsvDialect dialect) {
    List<String> cells =
        records.stream()
            .filter(record -> record.getFieldCount() > column)
            .map(record -> dialect.cell(record.getField(column)))
            .filter(cell -> !isMissing(cell))
            .toList();
    return 2 * cells.stream().filter(CsvDialect::isNumber).count() > cells.size();
  }

  /// The names of the columns of a file without a header: column1, column2, …
  static List<String> numberedNames(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(i -> "column" + i).toList();
  }

  /// The content of a field: without spaces around it, and with a decimal point where files with
  /// semicolons have a comma.
  String cell(String field) {
    String cell = field.strip();
    if (delimiter == ';' && cell.indexOf(',') >= 0) {
      String withPoint = cell.replace(',', '.');
      return isNumber(withPoint) ? withPoint : cell;
    }
    return cell;
  }

  /// Whether a cell stands for a missing value: empty, NA, N/A, NaN, null or ?.
  static boolean isMissing(String cell) {
    return cell.length() <= 4 && MISSING.contains(cell.toLowerCase(Locale.ROOT));
  }

  /// Whether a cell is a decimal number such as -1, .5 or 6.02e23.
  static boolean isNumber(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      if ("0123456789.+-eE".indexOf(cell.charAt(i)) < 0) {
        return false;
      }
    }
    try {
      return !Float.isNaN(Float.parseFloat(cell));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}

package dev.seedbed.io.table;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.seedbed.data.InputException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// How a CSV file is written.
///
/// @param delimiter between fields
/// @param names of the columns, "" for those without one; empty if the file has no header
/// @param comments how many lines stand before the header, or the first row: those that begin with
///   #, and what names the delimiter
record CsvDialect(char delimiter, List<String> names, int comments) {
  /// How many characters of a file are looked at.
  static final int SAMPLE = 1 << 20;

  static final int MOST_COLUMNS = 1_000_000;
  static final int MOST_FIELD_CHARACTERS = 16 * 1024 * 1024;
  private static final int MOST_RECORD_CHARACTERS = 256 * 1024 * 1024;

  /// What Excel writes before all else.
  private static final Pattern SEPARATOR = Pattern.compile("sep=(.)\\R");

  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

  /// A dialect, and the rows of the sample that it was found by.
  record Found(CsvDialect dialect, List<List<String>> rows) {}

  /// Finds the dialect that fits the start of a file: of the delimiters, the one that gives the
  /// most lines the same number (above one) of fields, and of equals the one that gives more
  /// fields.
  ///
  /// @param file in messages
  /// @param known what need not be found
  /// @throws InputException if the first line has too many columns
  static Found of(Path file, String sample, CsvFormat known, MissingMarks missing) {
    Matcher named = SEPARATOR.matcher(sample);
    boolean separator = named.lookingAt();
    List<Character> candidates =
        separator
            ? List.of(named.group(1).charAt(0))
            : known.delimiter().map(List::of).orElse(DELIMITERS);
    if (separator) {
      sample = sample.substring(named.end());
    }
    refuseTooManyColumns(file, sample, candidates);
    char delimiter = candidates.getFirst();
    List<List<String>> records = List.of();
    double bestFit = -1;
    for (char candidate : candidates) {
      List<List<String>> parsed = parse(sample, candidate);
      double fit = fit(parsed);
      if (fit > bestFit) {
        bestFit = fit;
        delimiter = candidate;
        records = parsed;
      }
    }
    if (bestFit == 0 && candidates.size() > 1) {
      // A single column: what looks like a delimiter is part of its cells.
      delimiter = unused(sample);
      records = parse(sample, delimiter);
    }
    int comments = comments(sample, records) + (separator ? 1 : 0);
    List<List<String>> rows = records.stream().skip(commentRecords(records)).toList();
    boolean header = known.header().orElseGet(() -> hasHeader(rows, missing));
    List<String> names = header && !rows.isEmpty() ? names(rows) : List.of();
    return new Found(
        new CsvDialect(delimiter, names, comments),
        names.isEmpty() ? rows : rows.subList(1, rows.size()));
  }

  private static void refuseTooManyColumns(Path file, String sample, List<Character> delimiters) {
    if (sample.length() >= MOST_COLUMNS) {
      String first = sample.lines().findFirst().orElse("");
      for (char delimiter : delimiters) {
        if (first.chars().filter(character -> character == delimiter).count() >= MOST_COLUMNS) {
          throw new InputException(
              "%s, line 1: must have at most %d columns".formatted(file, MOST_COLUMNS));
        }
      }
    }
  }

  private static char unused(String sample) {
    return DELIMITERS.stream()
        .filter(delimiter -> sample.indexOf(delimiter) < 0)
        .findFirst()
        .orElse(DELIMITERS.getFirst());
  }

  boolean hasHeader() {
    return !names.isEmpty();
  }

  private static List<List<String>> parse(String sample, char delimiter) {
    var records = new ArrayList<List<String>>();
    var handler =
        CsvRecordHandler.builder()
            .maxFields(MOST_COLUMNS)
            .maxFieldSize(MOST_FIELD_CHARACTERS)
            .maxRecordSize(MOST_RECORD_CHARACTERS)
            .build();
    try (CsvReader<CsvRecord> reader = reader(delimiter).build(handler, new StringReader(sample))) {
      for (CsvRecord record : reader) {
        if (record.getFieldCount() > 1 || !record.getField(0).isEmpty()) {
          records.add(record.getFields());
        }
      }
    } catch (CsvParseException | IOException e) {
      return records;
    }
    return records;
  }

  private static CsvReader.CsvReaderBuilder reader(char delimiter) {
    return CsvReader.builder()
        .fieldSeparator(delimiter)
        .allowUnclosedQuote(false)
        .skipEmptyLines(false)
        .maxBufferSize(MOST_FIELD_CHARACTERS)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  }

  /// The records of a text, as `handler` takes them; records may differ in length.
  <T> CsvReader<T> parse(Reader text, CsvCallbackHandler<T> handler) throws IOException {
    for (int i = 0; i < comments; i++) {
      skipLine(text);
    }
    return reader(delimiter).build(handler, text);
  }

  private static void skipLine(Reader text) throws IOException {
    int character = text.read();
    while (character >= 0 && character != '\n' && character != '\r') {
      character = text.read();
    }
    if (character == '\r') {
      text.mark(1);
      if (text.read() != '\n') {
        text.reset();
      }
    }
  }

  /// The share of records with as many fields as the first, plus a little for more fields; 0 if the
  /// first has one field.
  private static double fit(List<List<String>> records) {
    List<List<String>> rows = records.stream().skip(commentRecords(records)).toList();
    if (rows.isEmpty() || rows.getFirst().size() == 1) {
      return 0;
    }
    int fields = rows.getFirst().size();
    long same = rows.stream().filter(row -> sameWidth(row, fields)).count();
    return (double) same / rows.size() + 1e-3 * (1 - 1.0 / fields);
  }

  /// Whether a row has that many fields, or one more as rows of names and delimiters at the end
  /// make it.
  private static boolean sameWidth(List<String> row, int fields) {
    return row.size() == fields || row.size() == fields + 1;
  }

  /// How many records at the start are comments: they begin with #. The last of them is the header
  /// if it has as many fields as what follows, and is no sentence.
  private static int commentRecords(List<List<String>> records) {
    int comments = 0;
    while (comments < records.size() && records.get(comments).getFirst().startsWith("#")) {
      comments++;
    }
    boolean header =
        comments > 0
            && comments < records.size()
            && records.get(comments - 1).size() > 1
            && records.get(comments - 1).size() == records.get(comments).size()
            && (records.get(comments - 1).stream().noneMatch(field -> field.startsWith(" "))
                || isNumbers(records.get(comments)));
    return header ? comments - 1 : comments;
  }

  private static boolean isNumbers(List<String> row) {
    var evidence = new CellEvidence(new NumberScanner(), new DateScanner());
    return row.stream().map(String::strip).allMatch(cell -> isValue(cell, evidence));
  }

  /// How many lines at the start are comments, with blank ones between them.
  private static int comments(String sample, List<List<String>> records) {
    int left = commentRecords(records);
    int lines = 0;
    for (String line : (Iterable<String>) sample.lines()::iterator) {
      if (left == 0) {
        break;
      }
      left -= line.isEmpty() ? 0 : 1;
      lines++;
    }
    return lines;
  }

  /// The first line is a header if no cell of it is a number or a date, or if some column has
  /// numbers or dates below a first cell that is neither.
  private static boolean hasHeader(List<List<String>> rows, MissingMarks missing) {
    if (rows.isEmpty()) {
      return true;
    }
    var evidence = new CellEvidence(new NumberScanner(), new DateScanner());
    List<String> first = rows.getFirst().stream().map(String::strip).toList();
    if (first.stream().noneMatch(cell -> isValue(cell, evidence))) {
      return true;
    }
    List<List<String>> below = rows.subList(1, rows.size());
    return IntStream.range(0, first.size())
        .filter(i -> !isValue(first.get(i), evidence) && !missing.has(first.get(i)))
        .anyMatch(i -> mostlyValues(below, i, evidence, missing));
  }

  private static boolean mostlyValues(
      List<List<String>> rows, int column, CellEvidence evidence, MissingMarks missing) {
    List<String> cells =
        rows.stream()
            .filter(row -> row.size() > column)
            .map(row -> row.get(column).strip())
            .filter(cell -> !missing.has(cell))
            .toList();
    return 2 * cells.stream().filter(cell -> isValue(cell, evidence)).count() > cells.size();
  }

  private static boolean isValue(String cell, CellEvidence evidence) {
    return evidence.see(cell.toCharArray(), 0, cell.length());
  }

  /// The names in the header, which NumPy writes as a comment. Rows with one field more begin with
  /// the names of the rows, as R writes them, or end with a delimiter.
  private static List<String> names(List<List<String>> rows) {
    var names = new ArrayList<>(rows.getFirst().stream().map(String::strip).toList());
    if (names.getFirst().startsWith("# ")) {
      names.set(0, names.getFirst().substring(2).strip());
    }
    List<List<String>> below = rows.subList(1, rows.size());
    int wider = names.size() + 1;
    if (!below.isEmpty() && below.stream().allMatch(row -> row.size() == wider)) {
      boolean endsEmpty = below.stream().allMatch(row -> row.getLast().isBlank());
      names.add(endsEmpty ? names.size() : 0, "");
    }
    return names;
  }

  /// The names of the columns of a file without a header: column1, column2, …
  static String numberedName(int column) {
    return "column" + (column + 1);
  }
}

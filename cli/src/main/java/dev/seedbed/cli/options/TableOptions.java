package dev.seedbed.cli.options;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.seedbed.data.CellNotation;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.io.table.ColumnKinds.Kind;
import dev.seedbed.io.table.CsvFormat;
import dev.seedbed.io.table.TableSpec;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a table is read, where that is not to be found from what it holds.
public final class TableOptions {
  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      description = "Columns not to use. Quote a name with a comma: '\"a,b\"'.")
  private List<String> ignored = List.of();

  @Option(
      names = "--number",
      paramLabel = "COLUMN",
      description = "Columns of numbers, even if they seem to only count the rows.")
  private List<String> numbers = List.of();

  @Option(
      names = "--text",
      paramLabel = "COLUMN",
      description =
          "Columns of categories, even if they look like numbers, dates or missing values.")
  private List<String> texts = List.of();

  @Option(
      names = "--date",
      paramLabel = "COLUMN[=PATTERN]",
      description =
          "Columns of dates, with the order of day, month and year where it is not clear: 'sold=dd/MM/yyyy'.")
  private List<String> dates = List.of();

  @Mixin private FormatOptions format = new FormatOptions();

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "The labels of an IDX file of images. Default: the file that is named like it, such as train-labels-idx1-ubyte.gz.")
  private @Nullable Path labels;

  /// The columns that `--number` names.
  public Set<String> numbers() {
    return Set.copyOf(columns(numbers));
  }

  /// How the table is read.
  ///
  /// @param needed columns that must not be left out
  /// @throws IllegalArgumentException if the options make no sense
  public TableSpec specification(Set<String> needed) {
    var known = new HashMap<String, Kind>();
    columns(ignored).forEach(column -> add(known, column, Kind.UNUSED));
    columns(numbers).forEach(column -> add(known, column, Kind.NUMBERS));
    columns(texts).forEach(column -> add(known, column, Kind.TEXTS));
    var patterns = new HashMap<String, String>();
    for (String date : columns(dates)) {
      int equals = date.lastIndexOf('=');
      String column = equals < 0 ? date : date.substring(0, equals);
      add(known, column, Kind.DATES);
      if (equals >= 0) {
        patterns.put(column, date.substring(equals + 1));
      }
    }
    var notation =
        new CellNotation(patterns, Set.of(), Set.copyOf(columns(texts)), format.missing());
    return TableSpec.of(new ColumnKinds(known, Kind.FOUND))
        .withNotation(notation)
        .withCsv(format.csv())
        .withLabels(Optional.ofNullable(labels))
        .withNeeded(needed);
  }

  private static void add(Map<String, Kind> known, String column, Kind kind) {
    Kind before = known.put(column, kind);
    if (before != null && before != kind) {
      throw new IllegalArgumentException(
          "a column can be only one of --ignore, --number, --text and --date: '" + column + "'");
    }
  }

  /// The names in the values of an option, each written like a line of CSV.
  public static List<String> columns(List<String> values) {
    return values.stream()
        .filter(value -> !value.isBlank())
        .flatMap(value -> CsvReader.builder().ofSingleCsvRecord(value).getFields().stream())
        .map(String::strip)
        .toList();
  }

  /// How a file of a table is written.
  public static final class FormatOptions {
    @Option(
        names = "--missing",
        paramLabel = "MARK",
        description =
            "What else stands for a missing value, beside NA, N/A, null, none, nan, -, ? and the like.")
    private List<String> missing = List.of();

    @Option(
        names = "--delimiter",
        paramLabel = "CHARACTER",
        description = "What separates the fields of a CSV file; tab for a tabulator.")
    private @Nullable String delimiter;

    @Option(
        names = "--header",
        paramLabel = "yes|no",
        description = "Whether the first line of a CSV file has the names of the columns.")
    private @Nullable String header;

    @Option(
        names = "--encoding",
        paramLabel = "NAME",
        description = "How a CSV file is encoded, such as latin1. Default: UTF-8.")
    private @Nullable String encoding;

    /// The marks of missing values.
    public Set<String> missing() {
      return new HashSet<>(columns(missing));
    }

    /// How a CSV file is written.
    ///
    /// @throws IllegalArgumentException if the options make no sense
    public CsvFormat csv() {
      return new CsvFormat(
          Optional.ofNullable(delimiter).map(FormatOptions::character),
          Optional.ofNullable(header).map(FormatOptions::yes),
          Optional.ofNullable(encoding).map(FormatOptions::charset));
    }

    private static char character(String delimiter) {
      if (delimiter.equals("tab") || delimiter.equals("\\t")) {
        return '\t';
      }
      if (delimiter.length() != 1) {
        throw new IllegalArgumentException(
            "the delimiter must be one character, or tab: '" + delimiter + "'");
      }
      return delimiter.charAt(0);
    }

    private static boolean yes(String header) {
      return switch (header) {
        case "yes" -> true;
        case "no" -> false;
        default -> throw new IllegalArgumentException("header must be yes or no: " + header);
      };
    }

    private static Charset charset(String name) {
      try {
        return Charset.forName(name);
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        throw new IllegalArgumentException(
            "no such encoding: '" + name + "'; common ones are UTF-8, UTF-16, latin1, windows-1252",
            e);
      }
    }
  }
}

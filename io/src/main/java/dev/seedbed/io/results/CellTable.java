package dev.seedbed.io.results;

import dev.seedbed.data.CellNotation;
import dev.seedbed.data.Column;
import dev.seedbed.data.ColumnUse;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.file.InputFiles;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.io.table.ColumnKinds.Kind;
import dev.seedbed.io.table.CsvFormat;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.notation.Names;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A table of results, cell by cell as it is written. For scores it matters what [Table] does not
/// say: whether a cell is empty or holds NaN, and digits beyond the seventh.
///
/// @param names of the columns, in their order
/// @param texts of each column, as they are written; "" where a cell is missing
/// @param numbers of the columns that hold numbers, with what is missing or no number as NaN
record CellTable(
    String file,
    int rows,
    List<String> names,
    Map<String, String[]> texts,
    Map<String, double[]> numbers) {
  /// What stands for a number that is none, as Python, C, Java and spreadsheets write it.
  private static final Pattern NOT_FINITE =
      Pattern.compile("(?i)[-+]?(nan|inf|infinity|∞|#num!|#div/0!|1\\.#inf|1\\.#qnan|diverged)");

  private static final Pattern NUMERIC =
      Pattern.compile(
          "[-+−(\\p{Sc}]*[0-9.,' \\u00A0\\u202F]*[0-9][0-9.,]*([eE][-+]?[0-9]+)? ?%?\\)?");
  private static final Pattern PLAIN =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");

  /// What the reader of tables calls columns without a name.
  private static final Pattern NUMBERED = Pattern.compile("column[0-9]+");

  /// The name that an index without one has.
  static final String UNNAMED = "";

  /// How a file is written, as far as that is known.
  record Format(CsvFormat csv, Set<String> missing) {
    Format {
      missing = Set.copyOf(missing);
    }

    Format withHeader(boolean header) {
      return new Format(
          new CsvFormat(csv.delimiter(), Optional.of(header), csv.encoding()), missing);
    }

    TableSpec spec(Map<String, Kind> kinds, Kind others, Set<String> verbatim, Set<String> more) {
      Set<String> marks = new HashSet<>(missing);
      marks.addAll(more);
      return TableSpec.of(new ColumnKinds(kinds, others))
          .withNotation(new CellNotation(Map.of(), Set.of(), verbatim, marks))
          .withCsv(csv);
    }
  }

  /// Reads a file of any format that [TableFiles] reads, in up to three passes: which columns it
  /// has, what they hold as it is written, and what of that is numbers.
  ///
  /// @throws InputException if it cannot be read as a table
  static CellTable read(Path file, Format format) {
    return Files.isDirectory(file)
        ? readPasses(file, format)
        : InputFiles.read(file, f -> readPasses(f, format));
  }

  private static CellTable readPasses(Path file, Format format) {
    Table known = TableFiles.read(file, format.spec(Map.of(), Kind.TEXTS, Set.of(), Set.of()));
    if (format.csv.header().isEmpty() && isWithoutNames(known)) {
      return readPasses(file, format.withHeader(hasHeader(file, format)));
    }
    var names = new LinkedHashMap<String, Kind>();
    unnamed(known).ifPresent(name -> names.put(name, Kind.TEXTS));
    known.columns().forEach(column -> names.put(column.name(), Kind.TEXTS));
    Table written =
        TableFiles.read(file, format.spec(names, Kind.UNUSED, names.keySet(), Set.of()));
    var texts = new LinkedHashMap<String, String[]>();
    names.keySet().forEach(name -> texts.put(name, texts(written.column(name), known.find(name))));
    return new CellTable(
        file.toString(),
        written.rows(),
        List.copyOf(names.keySet()),
        texts,
        numbers(file, format, texts));
  }

  /// Whether the reader of tables took the first line for data.
  private static boolean isWithoutNames(Table table) {
    return table.columns().stream().allMatch(column -> NUMBERED.matcher(column.name()).matches());
  }

  /// Whether that line has names all the same: seeds, such as 0, 1, 2, look like data.
  ///
  /// @throws InputException if that is not clear
  private static boolean hasHeader(Path file, Format format) {
    try {
      Table table =
          TableFiles.read(
              file, format.withHeader(true).spec(Map.of(), Kind.TEXTS, Set.of(), Set.of()));
      List<String> names = table.columns().stream().map(Column::name).toList();
      List<String> numbers =
          names.stream().filter(name -> NUMERIC.matcher(name).matches()).toList();
      boolean seeds = numbers.stream().allMatch(name -> WHOLE.matcher(name).matches());
      // A line of hits has no three different ones.
      if (seeds && (numbers.size() < names.size() || names.size() > 2)) {
        return true;
      }
    } catch (InputException e) {
      // Two columns of one name are data.
    }
    throw new InputException(
        file + ": the first line may be names of columns, or data",
        new InputException.Hint.NameHeader());
  }

  /// The name in the file of an index that has none, if there is one.
  private static Optional<String> unnamed(Table table) {
    List<String> all =
        table.leftOut().stream()
            .filter(
                use -> use.leftOut().stream().anyMatch(ColumnUse.Reason.Unnamed.class::isInstance))
            .map(use -> NUMBERED.matcher(use.name()).matches() ? UNNAMED : use.name())
            .toList();
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  /// @param usual the same column with the usual marks of missing values
  private static String[] texts(Column column, Optional<Column> usual) {
    @Nullable String[] written = ((Column.Texts) column).values();
    String[] texts = new String[written.length];
    for (int row = 0; row < texts.length; row++) {
      String text = written[row];
      boolean missing =
          text == null
              || (usual.isPresent()
                  && usual.get().isMissing(row)
                  && !NOT_FINITE.matcher(text).matches());
      texts[row] = missing || text == null ? "" : text;
    }
    return texts;
  }

  private static Map<String, double[]> numbers(
      Path file, Format format, Map<String, String[]> texts) {
    var likely = new LinkedHashMap<String, Kind>();
    Set<String> none = new HashSet<>();
    texts.forEach((name, cells) -> {
      if (Stream.of(cells).anyMatch(cell -> NUMERIC.matcher(cell).matches())
          && Stream.of(cells).allMatch(CellTable::likely)) {
        likely.put(name, Kind.NUMBERS);
        Stream.of(cells).filter(CellTable::notFinite).forEach(none::add);
      }
    });
    var numbers = new HashMap<String, double[]>();
    if (likely.isEmpty()) {
      return numbers;
    }
    try {
      Table table = TableFiles.read(file, format.spec(likely, Kind.UNUSED, Set.of(), none));
      table.columns().forEach(column -> numbers.put(column.name(), exact(column, texts)));
    } catch (InputException e) {
      // One of them holds something else, such as dates: which one, only each by itself can say.
      for (String name : likely.keySet()) {
        readAlone(file, format, name, none)
            .ifPresent(column -> numbers.put(name, exact(column, texts)));
      }
    }
    return numbers;
  }

  private static Optional<Column> readAlone(
      Path file, Format format, String name, Set<String> none) {
    try {
      return TableFiles.read(
              file, format.spec(Map.of(name, Kind.NUMBERS), Kind.UNUSED, Set.of(), none))
          .find(name);
    } catch (InputException e) {
      return Optional.empty();
    }
  }

  private static boolean likely(String cell) {
    return cell.isEmpty() || notFinite(cell) || NUMERIC.matcher(cell).matches();
  }

  /// Whether a cell stands for a number that is none, or is too large for the reader of tables,
  /// which no score is.
  private static boolean notFinite(String cell) {
    return NOT_FINITE.matcher(cell).matches()
        || (PLAIN.matcher(cell).matches() && Float.isInfinite(Float.parseFloat(cell)));
  }

  /// The numbers of a column with all digits that are written: what the reader says, or the double
  /// that becomes this float.
  private static double[] exact(Column column, Map<String, String[]> texts) {
    float[] read = ((Column.Numbers) column).values();
    String[] cells = texts.getOrDefault(column.name(), new String[0]);
    double[] exact = new double[read.length];
    for (int row = 0; row < read.length; row++) {
      double written =
          PLAIN.matcher(cells[row]).matches() ? Double.parseDouble(cells[row]) : Double.NaN;
      exact[row] =
          Float.isNaN(read[row])
              ? Double.NaN
              : (float) written == read[row]
                  ? written
                  : Double.parseDouble(Float.toString(read[row]));
    }
    return exact;
  }

  /// Several tables as one, with a column that names the file of each row.
  ///
  /// @param tables at least one
  /// @param labels of the files
  /// @param column its name
  static CellTable joined(List<CellTable> tables, List<String> labels, String column) {
    int rows = tables.stream().mapToInt(CellTable::rows).sum();
    var names = new LinkedHashMap<String, String[]>();
    names.put(column, new String[rows]);
    tables.forEach(table -> table.names.forEach(name -> names.put(name, new String[rows])));
    var numbers = new HashMap<String, double[]>();
    names.forEach((name, cells) -> {
      Arrays.fill(cells, "");
      List<CellTable> having =
          tables.stream().filter(table -> table.texts.containsKey(name)).toList();
      if (!having.isEmpty()
          && having.stream()
              .allMatch(table -> table.numbers.containsKey(name) || table.isEmpty(name))) {
        double[] none = new double[rows];
        Arrays.fill(none, Double.NaN);
        numbers.put(name, none);
      }
    });
    int from = 0;
    for (int t = 0; t < tables.size(); t++) {
      CellTable table = tables.get(t);
      int start = from;
      names.forEach((name, cells) -> {
        String[] own = table.texts.get(name);
        if (own != null) {
          System.arraycopy(own, 0, cells, start, table.rows);
        }
        double[] ownNumbers = table.numbers.get(name);
        double[] all = numbers.get(name);
        if (ownNumbers != null && all != null) {
          System.arraycopy(ownNumbers, 0, all, start, table.rows);
        }
      });
      Arrays.fill(
          Objects.requireNonNull(names.get(column)), from, from + table.rows, labels.get(t));
      from += table.rows;
    }
    return new CellTable(
        tables.getFirst().file,
        rows,
        List.copyOf(names.keySet()),
        Collections.unmodifiableMap(names),
        numbers);
  }

  private boolean isEmpty(String name) {
    return Stream.of(column(name)).allMatch(String::isEmpty);
  }

  boolean has(String name) {
    return texts.containsKey(name);
  }

  String[] column(String name) {
    return Objects.requireNonNull(texts.get(name), name);
  }

  String text(String name, int row) {
    return column(name)[row];
  }

  boolean isNumeric(String name) {
    return numbers.containsKey(name);
  }

  /// Whether some cells of a column are numbers.
  boolean hasNumbers(String name) {
    return Stream.of(column(name)).anyMatch(text -> NUMERIC.matcher(text).matches());
  }

  /// The refusal of a column that should hold scores, by the first cell that is none.
  InputException noNumber(String name) {
    String[] cells = column(name);
    int row = 0;
    while (row < rows - 1 && likely(cells[row])) {
      row++;
    }
    return new InputException(
        "%s, row %d, column '%s': '%s' is not a number; correct it or leave it empty"
            .formatted(file, row + 1, Names.shortened(name), Names.shortened(cells[row])));
  }

  /// What a cell says of a score.
  Cell cell(String name, int row) {
    String text = text(name, row);
    double[] ofColumn = numbers.get(name);
    if (ofColumn != null && !Double.isNaN(ofColumn[row])) {
      return new Cell.Score(ofColumn[row]);
    }
    return text.isEmpty()
        ? new Cell.Empty()
        : notFinite(text) ? new Cell.Diverged() : new Cell.Text(text);
  }

  /// The different texts of a column, in their order, without that of empty cells.
  List<String> values(String name) {
    return Stream.of(column(name)).filter(text -> !text.isEmpty()).distinct().toList();
  }
}

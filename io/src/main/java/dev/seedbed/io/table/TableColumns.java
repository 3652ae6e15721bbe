package dev.seedbed.io.table;

import dev.seedbed.data.CellNotation;
import dev.seedbed.data.Column;
import dev.seedbed.data.ColumnUse;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.notation.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The columns of a table that is read from a file of any format: in one pass over its rows if the
/// columns hold what they were taken for, else in two.
final class TableColumns {
  /// How pandas names an index without a name, in CSV and Parquet.
  private static final Pattern UNNAMED =
      Pattern.compile("|Unnamed: \\d+(_level_\\d+)?|__index_level_\\d+__");

  private static final int MOST_TO_NAME = 8;
  private static final long MOST_ROWS = Integer.MAX_VALUE - 16L;

  private final Path file;
  private final TableSpec spec;

  /// What a comma is, where no column says.
  private final boolean commaIsDecimal;

  private final List<Optional<ColumnReader>> readers = new ArrayList<>();
  private final List<ColumnUse> leftOut = new ArrayList<>();

  /// A pass over all rows of a file.
  @FunctionalInterface
  interface Pass {
    /// Hands every cell of some columns to them.
    ///
    /// @param columns all of the file; empty for those that are not read in this pass
    /// @return how many rows there were
    long read(List<Optional<ColumnReader>> columns) throws IOException;
  }

  /// @param file that messages name
  /// @param commaIsDecimal what a comma is, where a column does not say
  /// @throws InputException if a column is missing that is known, or cannot be read
  TableColumns(
      Path file,
      List<ColumnHeader> headers,
      TableSpec spec,
      MissingMarks missing,
      boolean commaIsDecimal) {
    this.file = file;
    this.spec = spec;
    refuseMissing(headers.stream().map(ColumnHeader::name).toList());
    this.commaIsDecimal = commaIsDecimal;
    // One for all: there may be a million columns.
    var number = new NumberScanner();
    var date = new DateScanner();
    for (int i = 0; i < headers.size(); i++) {
      ColumnHeader header = headers.get(i);
      Optional<ColumnUse.Reason> reason = reason(header);
      if (reason.isPresent()) {
        String name = header.name().isEmpty() ? CsvDialect.numberedName(i) : header.name();
        leftOut.add(new ColumnUse(name, Column.Kind.TEXT, reason, 0, 0));
      }
      readers.add(
          reason.isPresent()
              ? Optional.empty()
              : Optional.of(new ColumnReader(header, spec, missing, number, date)));
    }
  }

  private void refuseMissing(List<String> names) {
    var wanted = new TreeSet<>(spec.kinds().known().keySet());
    wanted.addAll(spec.notation().dates().keySet());
    names.forEach(wanted::remove);
    wanted.removeAll(spec.optional());
    if (!wanted.isEmpty() && !names.isEmpty()) {
      int more = wanted.size() - MOST_TO_NAME;
      throw new InputException(
          "%s has no column '%s'%s: %s"
              .formatted(
                  file,
                  wanted.stream()
                      .limit(MOST_TO_NAME)
                      .map(Names::shortened)
                      .collect(Collectors.joining("', '")),
                  more > 0 ? " and %d more".formatted(more) : "",
                  Names.hint(names, wanted.first())));
    }
  }

  /// Why no cell of a column is read, if so.
  private Optional<ColumnUse.Reason> reason(ColumnHeader header) {
    boolean known = spec.kinds().known().containsKey(header.name());
    if (UNNAMED.matcher(header.name()).matches() && !known) {
      return Optional.of(new ColumnUse.Reason.Unnamed());
    }
    if (header.unreadable().isEmpty()
        || spec.kinds().of(header.name()) == ColumnKinds.Kind.UNUSED) {
      return Optional.empty();
    }
    if (known || spec.needed().contains(header.name())) {
      throw new InputException(
          "%s, column '%s': %s"
              .formatted(
                  file, Names.shortened(header.name()), header.unreadable().orElseThrow().words()));
    }
    return header.unreadable();
  }

  /// Looks at a row of the sample that the first guess is made from.
  void look(List<String> row) {
    for (int i = 0; i < Math.min(row.size(), readers.size()); i++) {
      String cell = row.get(i);
      readers.get(i).ifPresent(column -> column.look(cell));
    }
  }

  /// Reads the table.
  ///
  /// @throws InputException if it has no rows or a cell is not what it must be
  Table read(String name, Pass pass) throws IOException {
    settleMark();
    long rows = read(pass, readers);
    settleMark();
    if (rows == 0) {
      throw new InputException(file + " has no rows");
    }
    List<Optional<ColumnReader>> wrong =
        readers.stream().map(column -> column.filter(c -> !c.isRight())).toList();
    if (wrong.stream().anyMatch(Optional::isPresent)) {
      long again = read(pass, wrong);
      if (again != rows || wrong.stream().flatMap(Optional::stream).anyMatch(c -> !c.isRight())) {
        throw new InputException(file + " changed while it was read: try again");
      }
    }
    return table(name);
  }

  /// A comma is no decimal mark where some column shows a point.
  private void settleMark() {
    boolean decimal =
        commaIsDecimal
            && readers.stream().flatMap(Optional::stream).noneMatch(ColumnReader::showsPoint);
    readers.forEach(column -> column.ifPresent(c -> c.setCommaIsDecimal(decimal)));
  }

  private long read(Pass pass, List<Optional<ColumnReader>> columns) throws IOException {
    columns.forEach(column -> column.ifPresent(ColumnReader::begin));
    long rows = pass.read(columns);
    if (rows > MOST_ROWS) {
      throw new InputException(file + " has more rows than fit into memory");
    }
    return rows;
  }

  private Table table(String name) {
    var columns = new ArrayList<Column>();
    Map<String, String> dates = new HashMap<>();
    Set<String> commas = new HashSet<>();
    for (ColumnReader reader : readers.stream().flatMap(Optional::stream).toList()) {
      reader.leftOut().ifPresent(leftOut::add);
      reader
          .column(file.toString())
          .ifPresent(column -> {
            columns.add(column);
            String pattern = reader.datePattern();
            if (pattern != null) {
              dates.put(column.name(), pattern);
            }
            if (reader.hasDecimalCommas()) {
              commas.add(column.name());
            }
          });
    }
    if (columns.isEmpty()) {
      throw new InputException(file + " has no column with a name and a value");
    }
    return new Table(
        name,
        columns,
        new CellNotation(dates, commas, spec.notation().verbatim(), spec.notation().missing()),
        leftOut);
  }
}

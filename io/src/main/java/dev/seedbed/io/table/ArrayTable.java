package dev.seedbed.io.table;

import dev.seedbed.data.Column;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.array.ArrayReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A table of arrays, whose first axis counts the rows.
///
/// @param file that messages name
record ArrayTable(String name, Path file, TableSpec spec) {
  /// Opens an array.
  @FunctionalInterface
  interface Opener {
    ArrayReader open() throws IOException;
  }

  /// The array of the inputs: each element of a row is a column.
  ///
  /// @param prefix of the columns' names; a number from 1 on follows
  record Inputs(String prefix, Opener opener) {}

  /// The array of the target: one column.
  record Target(String column, Opener opener) {}

  /// Reads the table; the target is its last column.
  ///
  /// @throws InputException if the arrays are none of rows, or have different numbers of rows
  Table read(Inputs inputs, Optional<Target> target) throws IOException {
    var headers = new ArrayList<ColumnHeader>();
    long rows;
    try (ArrayReader array = inputs.opener.open()) {
      Column.Kind kind = kind(array);
      rows = rows(array);
      int columns = columns(array);
      for (int i = 1; i <= columns; i++) {
        headers.add(ColumnHeader.of(inputs.prefix + i, kind));
      }
    }
    if (target.isPresent()) {
      try (ArrayReader array = target.get().opener.open()) {
        headers.add(ColumnHeader.of(target.get().column, kind(array)));
        refuseOtherRows(array, target.get().column, rows);
      }
    }
    var missing = new MissingMarks(spec.notation().missing());
    var columns = new TableColumns(file, headers, spec, missing, false);
    return columns.read(name, readers -> pass(inputs, target, rows, readers));
  }

  private static Column.Kind kind(ArrayReader array) {
    return array.holdsTexts() ? Column.Kind.TEXT : Column.Kind.NUMBER;
  }

  private long rows(ArrayReader array) {
    if (array.lengths().length == 0) {
      throw new InputException(file + " holds a single number, not rows");
    }
    return array.lengths()[0];
  }

  /// How many elements a row has.
  private int columns(ArrayReader array) {
    long columns = Arrays.stream(array.lengths()).skip(1).reduce(1, (a, b) -> a * b);
    if (columns < 1 || columns > CsvDialect.MOST_COLUMNS) {
      throw new InputException(
          "%s holds rows of %d numbers: must be from 1 to %d"
              .formatted(file, columns, CsvDialect.MOST_COLUMNS));
    }
    return (int) columns;
  }

  private void refuseOtherRows(ArrayReader array, String column, long rows) {
    long[] lengths = array.lengths();
    if (lengths.length == 0 || Arrays.stream(lengths).skip(1).anyMatch(length -> length != 1)) {
      throw new InputException(
          "%s: '%s' must be one value a row, not %s".formatted(file, column, shape(lengths)));
    }
    if (lengths[0] != rows) {
      throw new InputException(
          "%s: %d rows of inputs, but %d of '%s'".formatted(file, rows, lengths[0], column));
    }
  }

  /// An array's lengths, such as 28x28.
  static String shape(long[] lengths) {
    return lengths.length == 0
        ? "a single number"
        : LongStream.of(lengths).mapToObj(Long::toString).collect(Collectors.joining("x"));
  }

  private long pass(
      Inputs inputs, Optional<Target> target, long rows, List<Optional<ColumnReader>> readers)
      throws IOException {
    readers.forEach(reader -> reader.ifPresent(r -> r.from(file + ", row")));
    int last = readers.size() - (target.isPresent() ? 1 : 0);
    readAll(inputs.opener, rows, readers.subList(0, last));
    if (target.isPresent()) {
      readAll(target.get().opener, rows, readers.subList(last, readers.size()));
    }
    return rows;
  }

  private static void readAll(Opener opener, long rows, List<Optional<ColumnReader>> readers)
      throws IOException {
    try (ArrayReader array = opener.open()) {
      if (array.firstAxisFastest()) {
        for (int column : columnsInOrder(array.lengths())) {
          for (long row = 1; row <= rows; row++) {
            read(array, readers.get(column), row);
          }
        }
      } else {
        for (long row = 1; row <= rows; row++) {
          for (Optional<ColumnReader> reader : readers) {
            read(array, reader, row);
          }
        }
      }
      array.end();
    }
  }

  private static void read(ArrayReader array, Optional<ColumnReader> reader, long row)
      throws IOException {
    if (array.holdsTexts()) {
      String text = array.text();
      if (reader.isPresent()) {
        reader.get().add(text, row);
      }
    } else {
      double number = array.number();
      if (reader.isPresent()) {
        reader.get().add(number, row);
      }
    }
  }

  /// The columns in the order of an array whose first axis varies fastest: a column's number counts
  /// the elements of a row with the last axis fastest.
  private static int[] columnsInOrder(long[] lengths) {
    int columns = (int) Arrays.stream(lengths).skip(1).reduce(1, (a, b) -> a * b);
    return IntStream.range(0, columns)
        .map(place -> {
          int rest = place;
          int column = 0;
          int stride = columns;
          for (int axis = 1; axis < lengths.length; axis++) {
            stride /= (int) lengths[axis];
            column += rest % (int) lengths[axis] * stride;
            rest /= (int) lengths[axis];
          }
          return column;
        })
        .toArray();
  }
}

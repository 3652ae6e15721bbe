package dev.seedbed.io.table;

import dev.seedbed.data.Column;
import dev.seedbed.data.Table;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Tables in short texts, to be compared.
final class TableText {
  private static final Path RECORDED = Path.of("io/src/test/resources/dev/seedbed/io/table");

  private TableText() {}

  /// A file that make_tables.py has written.
  static Path recorded(String name) {
    return RECORDED.resolve(name);
  }

  /// One line a column: its name, its kind and its values; ~ if one is missing.
  static String of(Table table) {
    return table.columns().stream().map(TableText::of).collect(Collectors.joining("\n"));
  }

  static String of(Column column) {
    return IntStream.range(0, column.rows())
        .mapToObj(row -> column.isMissing(row) ? "~" : value(column, row))
        .collect(Collectors.joining(" ", column.name() + " " + column.kind() + ": ", ""));
  }

  private static String value(Column column, int row) {
    return switch (column) {
      case Column.Numbers numbers -> number(numbers.values()[row]);
      case Column.Dates dates -> number(dates.days()[row]);
      case Column.Texts texts -> String.valueOf(texts.values()[row]);
    };
  }

  private static String number(double number) {
    return number == Math.rint(number)
        ? Long.toString((long) number)
        : (float) number == number ? Float.toString((float) number) : Double.toString(number);
  }
}

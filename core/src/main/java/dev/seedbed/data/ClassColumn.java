package dev.seedbed.data;

import dev.seedbed.notation.Names;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;

/// The classes of a target column.
///
/// @param labels in the order of the outputs: numbers by size, texts by alphabet
/// @param numeric whether the column holds numbers
/// @param ofRow the class of each row of the table; 0 for rows without a target
record ClassColumn(List<String> labels, boolean numeric, int[] ofRow) {
  private static final int MOST_NUMERIC_CLASSES = 20;

  /// From here on floats leave out whole numbers.
  private static final float LARGEST_EXACT = 0x1p24f;

  /// The classes that `column` has in `rows`; empty if it is a quantity.
  ///
  /// @throws InputException if the task does not fit the column
  static Optional<ClassColumn> of(Column column, int[] rows, DataSpec.Task task) {
    return switch (column) {
      case Column.Texts texts -> {
        if (task == DataSpec.Task.REGRESSION) {
          throw new InputException(
              "a quantity must hold numbers: column '%s' holds texts, such as '%s'"
                  .formatted(
                      Names.shortened(texts.name()),
                      Names.shortened("" + texts.values()[rows[0]])));
        }
        yield Optional.of(of(rows, texts.rows(), false, row -> "" + texts.values()[row], x -> x));
      }
      case Column.Dates dates ->
          throw new InputException(
              "the target must hold classes or numbers: column '%s' holds dates"
                  .formatted(Names.shortened(dates.name())));
      case Column.Numbers numbers -> {
        float[] values = numbers.values();
        boolean quantity =
            switch (task) {
              case AUTOMATIC -> !looksLikeClasses(values, rows);
              case CLASSIFICATION -> false;
              case REGRESSION -> true;
            };
        if (quantity) {
          yield Optional.empty();
        }
        checkExact(numbers, rows);
        // Adding 0 makes -0 the same class as 0.
        yield Optional.of(
            of(rows, numbers.rows(), true, row -> values[row] + 0f, ClassColumn::label));
      }
    };
  }

  private static <T extends Comparable<T>> ClassColumn of(
      int[] rows, int tableRows, boolean numeric, IntFunction<T> value, Function<T, String> label) {
    var distinct = new TreeSet<T>();
    for (int row : rows) {
      distinct.add(value.apply(row));
    }
    Map<T, Integer> place = new HashMap<>();
    distinct.forEach(v -> place.put(v, place.size()));
    int[] ofRow = new int[tableRows];
    for (int row : rows) {
      ofRow[row] = place.getOrDefault(value.apply(row), 0);
    }
    return new ClassColumn(distinct.stream().map(label).toList(), numeric, ofRow);
  }

  private static boolean looksLikeClasses(float[] values, int[] rows) {
    int most = Math.min(MOST_NUMERIC_CLASSES, rows.length / 2);
    var distinct = new HashSet<Float>();
    for (int row : rows) {
      if (values[row] != Math.rint(values[row])
          || (distinct.add(values[row]) && distinct.size() > most)) {
        return false;
      }
    }
    return true;
  }

  private static void checkExact(Column.Numbers column, int[] rows) {
    for (int row : rows) {
      if (Math.abs(column.values()[row]) >= LARGEST_EXACT) {
        throw new InputException(
            "target '%s' has numbers of 2^24 and more, which 32-bit floats cannot tell apart"
                .formatted(Names.shortened(column.name())),
            new InputException.Hint.TreatAsTexts(column.name()));
      }
    }
  }

  /// How a number is written as a class: a whole one without a point.
  static String label(float value) {
    return value == Math.rint(value) && Math.abs(value) < LARGEST_EXACT
        ? Integer.toString((int) value)
        : Float.toString(value);
  }
}

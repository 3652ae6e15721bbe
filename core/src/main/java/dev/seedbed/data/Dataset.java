package dev.seedbed.data;

import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A table made ready for training: split, and encoded by what its training part shows.
///
/// @param encoder how raw columns become the network's inputs
/// @param target what the network predicts
/// @param remarks what was left out and why, one sentence each
public record Dataset(
    Encoder encoder, Target target, Part train, Part validation, Part test, List<String> remarks) {

  private static final int MOST_NUMERIC_CLASSES = 20;
  private static final int MOST_CATEGORIES = 100;
  private static final int FEWEST_ROWS = 5;

  /// Some of the rows, as the network sees them.
  ///
  /// @param inputs rows × [Encoder#width()]
  /// @param targets rows × [Target#width()]: 1 at the class and 0 elsewhere, or the encoded
  ///   quantity
  public record Part(Matrix inputs, Matrix targets) {
    public int rows() {
      return inputs.rows();
    }
  }

  public Dataset {
    remarks = List.copyOf(remarks);
  }

  public int rows() {
    return train.rows() + validation.rows() + test.rows();
  }

  /// Makes `table` ready as `spec` says. Rows without a target are left out, and so are texts with
  /// so many different values that they tell rows apart rather than describe them.
  ///
  /// @throws InputException if the data cannot be used so
  public static Dataset of(Table table, DataSpec spec) {
    Column targetColumn = table.column(spec.target());
    spec.ignored().forEach(table::column);
    var remarks = new ArrayList<String>();

    int[] rows =
        IntStream.range(0, table.rows()).filter(row -> !targetColumn.isMissing(row)).toArray();
    if (rows.length < FEWEST_ROWS) {
      throw new InputException(
          "%s has %d rows with a '%s': at least %d are needed"
              .formatted(table.name(), rows.length, spec.target(), FEWEST_ROWS));
    }
    if (rows.length < table.rows()) {
      remarks.add(
          "%d of %d rows have no '%s' and were left out"
              .formatted(table.rows() - rows.length, table.rows(), spec.target()));
    }

    String[] classes = classes(targetColumn, rows, spec.task());
    List<String> labels = classes.length == 0 ? List.of() : labels(targetColumn, classes);
    int[] strata = new int[rows.length];
    for (int i = 0; i < classes.length; i++) {
      strata[i] = labels.indexOf(classes[i]);
    }
    if (classes.length > 0) {
      checkClasses(spec.target(), labels, rows.length);
    }
    Split split = Split.of(rows, strata, spec.seed());
    if (split.validation().length == 0 || split.test().length == 0) {
      throw new InputException(
          "%s has too few rows of each class to set some aside for validation and test: %d rows, %d classes"
              .formatted(table.name(), rows.length, labels.size()));
    }

    Encoder encoder = Encoder.fit(features(table, spec, split.train(), remarks), split.train());
    Target target =
        classes.length > 0
            ? new Target.Classes(spec.target(), labels, targetColumn instanceof Column.Numbers)
            : quantity((Column.Numbers) targetColumn, split.train());
    return new Dataset(
        encoder,
        target,
        part(table, encoder, target, split.train()),
        part(table, encoder, target, split.validation()),
        part(table, encoder, target, split.test()),
        remarks);
  }

  /// The class of each row; none at all if the target is a quantity.
  private static String[] classes(Column target, int[] rows, DataSpec.Task task) {
    return switch (target) {
      case Column.Texts texts -> {
        if (task == DataSpec.Task.REGRESSION) {
          throw new InputException(
              "a quantity must hold numbers: column '%s' holds texts, such as '%s'"
                  .formatted(texts.name(), texts.values()[rows[0]]));
        }
        yield Arrays.stream(rows).mapToObj(row -> texts.values()[row]).toArray(String[]::new);
      }
      case Column.Numbers numbers -> {
        boolean quantity =
            switch (task) {
              case AUTOMATIC -> !looksLikeClasses(numbers.values(), rows);
              case CLASSIFICATION -> false;
              case REGRESSION -> true;
            };
        yield quantity
            ? new String[0]
            : Arrays.stream(rows)
                .mapToObj(row -> label(numbers.values()[row]))
                .toArray(String[]::new);
      }
    };
  }

  private static boolean looksLikeClasses(float[] values, int[] rows) {
    boolean whole = Arrays.stream(rows).allMatch(row -> values[row] == Math.rint(values[row]));
    return whole
        && Arrays.stream(rows).mapToObj(row -> values[row]).distinct().count()
            <= MOST_NUMERIC_CLASSES;
  }

  /// How a number is written as a class: a whole one without a point.
  static String label(float value) {
    return value == Math.rint(value) && Math.abs(value) < 0x1p24f
        ? Integer.toString((int) value)
        : Float.toString(value);
  }

  private static List<String> labels(Column target, String[] classes) {
    if (target instanceof Column.Texts) {
      return Arrays.stream(classes).distinct().sorted().toList();
    }
    var byValue = new TreeMap<Float, String>();
    for (String label : classes) {
      byValue.put(Float.valueOf(label), label);
    }
    return List.copyOf(byValue.values());
  }

  private static void checkClasses(String target, List<String> labels, int rows) {
    if (labels.size() < 2) {
      throw new InputException(
          "target '%s' has one class only, '%s': there is nothing to learn"
              .formatted(target, labels.getFirst()));
    }
    if (2 * labels.size() > rows) {
      throw new InputException(
          "target '%s' has %d classes in %d rows: at least two rows a class are needed on average"
              .formatted(target, labels.size(), rows));
    }
  }

  private static Target quantity(Column.Numbers column, int[] rows) {
    var moments = Moments.of(column.values(), rows);
    if (moments.standardDeviation() == 0) {
      throw new InputException(
          "target '%s' is %s in every training row: there is nothing to learn"
              .formatted(column.name(), label((float) moments.mean())));
    }
    return new Target.Quantity(
        column.name(), (float) moments.mean(), (float) moments.standardDeviation());
  }

  private static List<Column> features(
      Table table, DataSpec spec, int[] rows, List<String> remarks) {
    var features = new ArrayList<Column>();
    var constant = new ArrayList<String>();
    for (Column column : table.columns()) {
      if (column.name().equals(spec.target()) || spec.ignored().contains(column.name())) {
        continue;
      }
      switch (column) {
        case Column.Numbers numbers -> {
          if (Moments.of(numbers.values(), rows).standardDeviation() == 0) {
            constant.add(column.name());
          }
          features.add(column);
        }
        case Column.Texts texts -> {
          int categories = Encoder.categories(texts, rows).size();
          if (categories == 0) {
            remarks.add("'" + column.name() + "' is missing in all training rows: left out");
          } else if (categories > Math.min(MOST_CATEGORIES, rows.length / 2)) {
            remarks.add(
                "'%s' was left out: %d different texts in %d training rows"
                    .formatted(column.name(), categories, rows.length));
          } else {
            features.add(column);
          }
        }
      }
    }
    if (!constant.isEmpty()) {
      remarks.add(
          constant.stream().collect(Collectors.joining("', '", "'", "'"))
              + (constant.size() == 1 ? " is" : " are")
              + " constant in the training rows and will count as 0");
    }
    if (features.size() == constant.size()) {
      throw new InputException(
          table.name() + " has no column to predict '" + spec.target() + "' from");
    }
    return features;
  }

  private static Part part(Table table, Encoder encoder, Target target, int[] rows) {
    var targets = new Matrix(rows.length, target.width());
    Column column = table.column(target.column());
    for (int i = 0; i < rows.length; i++) {
      switch (target) {
        case Target.Classes classes ->
            targets.set(i, classes.labels().indexOf(label(column, rows[i])), 1);
        case Target.Quantity quantity ->
            targets.set(i, 0, quantity.encode(((Column.Numbers) column).values()[rows[i]]));
      }
    }
    return new Part(encoder.encode(table, rows), targets);
  }

  private static String label(Column column, int row) {
    return switch (column) {
      case Column.Numbers numbers -> label(numbers.values()[row]);
      case Column.Texts texts -> String.valueOf(texts.values()[row]);
    };
  }
}

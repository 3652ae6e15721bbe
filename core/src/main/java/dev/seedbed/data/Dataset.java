package dev.seedbed.data;

import dev.seedbed.notation.Names;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A table made ready for training: split, and encoded by what its training part shows.
///
/// @param encoder how raw columns become the network's inputs
/// @param target what the network predicts
/// @param remarks what was left out and why, one sentence each
public record Dataset(
    Encoder encoder, Target target, Part train, Part validation, Part test, List<String> remarks) {

  private static final int MOST_CATEGORIES = 100;
  private static final int FEWEST_ROWS = 5;

  /// The fewest rows of a class with which it has one in each part.
  private static final int FEWEST_ROWS_OF_A_CLASS = 5;

  private static final int CLASSES_TO_NAME = 5;

  /// Some of the rows, as the network sees them.
  ///
  /// @param inputs rows × [Encoder#width()]
  /// @param targets rows × [Target#width()]: the class, or the encoded quantity
  public record Part(Matrix inputs, Targets targets) {
    /// The rows of `table` that have a target, encoded as some training rows were.
    ///
    /// @throws InputException if there is none, a column is missing or of the wrong kind, or the
    ///   target has a class that is not one of those
    public static Part of(Table table, Encoder encoder, Target target) {
      Column column = table.column(target.column());
      int[] rows = IntStream.range(0, table.rows()).filter(row -> !column.isMissing(row)).toArray();
      if (rows.length == 0) {
        throw new InputException(
            "%s has no row with a '%s'".formatted(table.name(), Names.shortened(target.column())));
      }
      return of(table, rows, encoder, target);
    }

    private static Part of(Table table, int[] rows, Encoder encoder, Target target) {
      return new Part(
          encoder.encode(table, rows), target.encode(table.column(target.column()), rows));
    }

    public int rows() {
      return inputs.rows();
    }

    /// A copy of the rows `order[from]` to `order[to - 1]`.
    public Part rows(int[] order, int from, int to) {
      var some = new Matrix(to - from, inputs.columns());
      for (int i = from; i < to; i++) {
        some.copyRow(inputs, order[i], i - from);
      }
      return new Part(some, targets.rows(order, from, to));
    }
  }

  public Dataset {
    remarks = List.copyOf(remarks);
  }

  public int rows() {
    return train.rows() + validation.rows() + test.rows();
  }

  /// Prepares `table` as `spec` says. Rows without a target are left out, and so are columns of
  /// texts with more than 100 values, or with more values than half of the rows: they identify
  /// rows.
  ///
  /// @throws InputException if the data cannot be used so
  public static Dataset of(Table table, DataSpec spec) {
    Column targetColumn = table.column(spec.target());
    var remarks = new ArrayList<String>();
    int[] rows = rowsWith(targetColumn, table, remarks);
    Optional<ClassColumn> classes = ClassColumn.of(targetColumn, rows, spec.task());
    int[] strata =
        classes
            .map(c -> Arrays.stream(rows).map(row -> c.ofRow()[row]).toArray())
            .orElse(new int[rows.length]);
    classes.ifPresent(c -> checkClasses(spec.target(), c.labels(), strata, remarks));
    Split split = Split.of(rows, strata, spec.seed());

    List<Column> features = features(table, spec.target(), split.train(), remarks);
    Encoder encoder = Encoder.fit(features, split.train());
    Target target =
        classes
            .<Target>map(c -> new Target.Classes(spec.target(), c.labels(), c.numeric()))
            .orElseGet(() -> quantity((Column.Numbers) targetColumn, split.train()));
    return new Dataset(
        encoder,
        target,
        Part.of(table, split.train(), encoder, target),
        Part.of(table, split.validation(), encoder, target),
        Part.of(table, split.test(), encoder, target),
        remarks);
  }

  private static int[] rowsWith(Column target, Table table, List<String> remarks) {
    int[] rows = IntStream.range(0, table.rows()).filter(row -> !target.isMissing(row)).toArray();
    if (rows.length < FEWEST_ROWS) {
      throw new InputException(
          "%s has %d rows with a '%s': at least %d are needed"
              .formatted(table.name(), rows.length, Names.shortened(target.name()), FEWEST_ROWS));
    }
    if (rows.length < table.rows()) {
      remarks.add(
          "%d of %d rows have no '%s' and were left out"
              .formatted(table.rows() - rows.length, table.rows(), Names.shortened(target.name())));
    }
    return rows;
  }

  private static void checkClasses(
      String target, List<String> labels, int[] strata, List<String> remarks) {
    if (labels.size() < 2) {
      throw new InputException(
          "target '%s' has one class only, '%s': there is nothing to learn"
              .formatted(Names.shortened(target), Names.shortened(labels.getFirst())));
    }
    if (2 * labels.size() > strata.length) {
      throw new InputException(
          "target '%s' has %d classes in %d rows: at least two rows a class are needed on average"
              .formatted(Names.shortened(target), labels.size(), strata.length));
    }
    int[] sizes = new int[labels.size()];
    for (int stratum : strata) {
      sizes[stratum]++;
    }
    List<String> rare =
        IntStream.range(0, sizes.length)
            .filter(i -> sizes[i] < FEWEST_ROWS_OF_A_CLASS)
            .mapToObj(i -> Names.shortened(labels.get(i)))
            .toList();
    if (!rare.isEmpty()) {
      remarks.add(
          "classes with fewer than %d rows, which not every part can have: %s%s"
              .formatted(
                  FEWEST_ROWS_OF_A_CLASS,
                  rare.stream().limit(CLASSES_TO_NAME).collect(Collectors.joining(", ")),
                  rare.size() > CLASSES_TO_NAME
                      ? " and " + (rare.size() - CLASSES_TO_NAME) + " more"
                      : ""));
    }
  }

  private static Target quantity(Column.Numbers column, int[] rows) {
    var moments = ColumnMoments.of(column.values(), rows);
    if (moments.inverseDeviation() == 0) {
      throw new InputException(
          "target '%s' is %s in every training row: there is nothing to learn"
              .formatted(
                  Names.shortened(column.name()), ClassColumn.label((float) moments.mean())));
    }
    return new Target.Quantity(
        column.name(), (float) moments.mean(), (float) moments.standardDeviation());
  }

  private static List<Column> features(
      Table table, String target, int[] rows, List<String> remarks) {
    var features = new ArrayList<Column>();
    var constant = new ArrayList<String>();
    for (Column column : table.columns()) {
      if (column.name().equals(target)) {
        continue;
      }
      switch (column) {
        case Column.Numbers numbers -> {
          if (ColumnMoments.of(numbers.values(), rows).inverseDeviation() == 0) {
            constant.add(Names.shortened(column.name()));
          }
          features.add(column);
        }
        case Column.Texts texts -> {
          int categories = Encoder.categories(texts, rows).size();
          if (categories < 2) {
            remarks.add(
                "'%s' was left out: it has %s text in the training rows"
                    .formatted(Names.shortened(column.name()), categories == 0 ? "no" : "one"));
          } else if (categories > Math.min(MOST_CATEGORIES, rows.length / 2)) {
            remarks.add(
                "'%s' was left out: %d different texts in %d training rows"
                    .formatted(Names.shortened(column.name()), categories, rows.length));
          } else {
            features.add(column);
          }
        }
      }
    }
    if (!constant.isEmpty()) {
      remarks.add(
          constant.stream().limit(CLASSES_TO_NAME).collect(Collectors.joining("', '", "'", "'"))
              + (constant.size() > CLASSES_TO_NAME
                  ? " and " + (constant.size() - CLASSES_TO_NAME) + " more columns"
                  : "")
              + (constant.size() == 1 ? " does" : " do")
              + " not vary in the training rows and will count as 0");
    }
    if (features.size() == constant.size()) {
      throw new InputException(
          table.name()
              + " has no column that varies to predict '"
              + Names.shortened(target)
              + "' from");
    }
    return features;
  }
}

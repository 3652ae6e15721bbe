package dev.seedbed.data;

import dev.seedbed.notation.Names;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A table made ready for training: split, and encoded by what its training part shows.
///
/// @param encoder how raw columns become the network's inputs
/// @param target what the network predicts
/// @param testKeys what identifies the rows of the test
/// @param columns what became of each column of the file
/// @param notices what its owner should know, the weightiest first
public record Dataset(
    Encoder encoder,
    Target target,
    Part train,
    Part validation,
    Part test,
    RowKeys testKeys,
    List<ColumnUse> columns,
    List<Notice> notices) {

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
      return of(table, rowsWith(table, target.column()), encoder, target);
    }

    /// The rows of `table` that have a target which is one of the classes, or a quantity, encoded
    /// as some training rows were; empty if there is none.
    ///
    /// @throws InputException if a column is missing or of the wrong kind
    public static Optional<Part> known(Table table, Encoder encoder, Target target) {
      Column column = table.column(target.column());
      IntPredicate known = target.known(column);
      int[] rows =
          IntStream.range(0, table.rows())
              .filter(row -> !column.isMissing(row) && known.test(row))
              .toArray();
      return rows.length == 0 ? Optional.empty() : Optional.of(of(table, rows, encoder, target));
    }

    private static Part of(Table table, int[] rows, Encoder encoder, Target target) {
      return new Part(
          encoder.encode(table, rows), target.encode(table.column(target.column()), rows));
    }

    public int rows() {
      return inputs.rows();
    }

    private Part weighted(float[] weights) {
      var classes = (Targets.Classes) targets;
      return new Part(inputs, new Targets.Classes(classes.columns(), classes.ofRow(), weights));
    }

    /// These rows, and behind them those of another part of the same dataset.
    public Part and(Part other) {
      Matrix all = Encoder.matrix(rows() + other.rows(), inputs.columns());
      System.arraycopy(inputs.data(), 0, all.data(), 0, inputs.at(rows()));
      System.arraycopy(
          other.inputs.data(), 0, all.data(), inputs.at(rows()), inputs.at(other.rows()));
      return new Part(all, targets.and(other.targets));
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
    columns = List.copyOf(columns);
    notices = List.copyOf(notices);
  }

  /// A dataset of encoded rows alone: nothing is known of the table that they come from.
  public Dataset(Encoder encoder, Target target, Part train, Part validation, Part test) {
    this(encoder, target, train, validation, test, RowKeys.NONE, List.of(), List.of());
  }

  public int rows() {
    return train.rows() + validation.rows() + test.rows();
  }

  /// The same rows, where all classes weigh the same together in training and in choosing: the loss
  /// of a row of class c is multiplied by n / (k·n_c), for k classes, n training rows and n_c of
  /// them of the class ("balanced" in scikit-learn; King & Zeng 2001). The rows of the test keep
  /// their losses.
  ///
  /// @throws IllegalArgumentException if the target is a quantity
  public Dataset balanced() {
    if (!(train.targets() instanceof Targets.Classes classes)) {
      throw new IllegalArgumentException(
          "a quantity has no classes to balance: '" + Names.shortened(target.column()) + "'");
    }
    int[] counts = classes.counts();
    float[] weights = new float[counts.length];
    for (int c = 0; c < counts.length; c++) {
      // A class without training rows is never met in training.
      weights[c] =
          counts[c] == 0 ? 1 : (float) ((double) train.rows() / ((long) counts.length * counts[c]));
    }
    return new Dataset(
        encoder,
        target,
        train.weighted(weights),
        validation.weighted(weights),
        test,
        testKeys,
        columns,
        notices);
  }

  private Dataset with(List<ColumnUse> newColumns, List<Notice> newNotices) {
    return new Dataset(
        encoder,
        target,
        train,
        validation,
        test,
        testKeys,
        newColumns,
        newNotices.stream().sorted(Notice.WEIGHT).toList());
  }

  /// Prepares `table` as `spec` says. Rows without a target are left out, and so are columns that
  /// say nothing, as [ColumnUse.Reason] has them.
  ///
  /// @throws InputException if the data cannot be used so
  public static Dataset of(Table table, DataSpec spec) {
    return of(table, Optional.empty(), spec);
  }

  /// Likewise, with rows for the test that stand in a table of their own.
  ///
  /// @throws InputException if the data cannot be used so
  public static Dataset of(Table table, Optional<Table> tested, DataSpec spec) {
    Column targetColumn = table.column(spec.target());
    var notices = new ArrayList<Notice>();
    int[] rows = usableRows(table, spec, notices);
    Optional<ClassColumn> classes = ClassColumn.of(targetColumn, rows, spec.task());
    int[] strata =
        classes
            .map(c -> Arrays.stream(rows).map(row -> c.ofRow()[row]).toArray())
            .orElse(new int[rows.length]);
    classes.ifPresent(c -> checkClasses(spec.target(), c.labels(), strata, notices));
    Split split = split(table, rows, strata, spec, tested.isEmpty());

    var selection = new FeatureSelection(table, spec, split.train());
    Encoder encoder = selection.encoder();
    Target target =
        classes
            .<Target>map(c -> new Target.Classes(spec.target(), c.labels(), c.numeric()))
            .orElseGet(() -> quantity((Column.Numbers) targetColumn, split.train()));
    Table testTable = tested.orElse(table);
    int[] testRows = tested.isPresent() ? testRows(testTable, target, notices) : split.test();
    var dataset =
        new Dataset(
            encoder,
            target,
            Part.of(table, split.train(), encoder, target),
            Part.of(table, split.validation(), encoder, target),
            Part.of(testTable, testRows, encoder, target),
            new RowKeys(testRows, spec.id().map(id -> texts(testTable, id))),
            List.of(),
            List.of());
    notices.addAll(selection.notices());
    notices.addAll(DataWarnings.of(table, spec, dataset, split, classes));
    return dataset.with(selection.uses(), notices);
  }

  private static Column.Texts texts(Table table, String id) {
    if (table.column(id) instanceof Column.Texts texts) {
      return texts;
    }
    throw new InputException(
        "column '%s' must be read as text to name the rows".formatted(Names.shortened(id)));
  }

  private static Split split(Table table, int[] rows, int[] strata, DataSpec spec, boolean tested) {
    var shares = Split.Shares.of(spec.split(), tested);
    Split split =
        switch (spec.split().way()) {
          case SplitSpec.Way.Random _ -> Split.random(rows, strata, shares, spec.seed());
          case SplitSpec.Way.Time(String column) ->
              Split.byTime(rows, times(table.column(column)), shares);
          case SplitSpec.Way.Group(String column) ->
              Split.byGroup(rows, groups(table.column(column), rows), shares, spec.seed());
        };
    int fewest =
        Math.min(
            split.train().length,
            Math.min(split.validation().length, tested ? split.test().length : Integer.MAX_VALUE));
    if (fewest == 0) {
      throw new InputException(
          "%s cannot be split so: it has too few rows, times or groups for parts of %,d rows to train, %,d to validate and %,d to test"
              .formatted(
                  table.name(),
                  split.train().length,
                  split.validation().length,
                  split.test().length));
    }
    return split;
  }

  private static double[] times(Column column) {
    return switch (column) {
      case Column.Dates dates -> dates.days();
      case Column.Numbers numbers ->
          IntStream.range(0, numbers.rows()).mapToDouble(row -> numbers.values()[row]).toArray();
      case Column.Texts _ ->
          throw new InputException(
              "column '%s' must hold dates or numbers to split the rows by time"
                  .formatted(Names.shortened(column.name())));
    };
  }

  /// A number for the value that each of some rows has.
  private static int[] groups(Column column, int[] rows) {
    var numbers = new HashMap<Object, Integer>();
    int[] groups = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      Object value =
          switch (column) {
            case Column.Dates dates -> dates.days()[rows[i]];
            case Column.Numbers some -> some.values()[rows[i]];
            case Column.Texts texts -> "" + texts.values()[rows[i]];
          };
      groups[i] = numbers.computeIfAbsent(value, _ -> numbers.size());
    }
    return groups;
  }

  /// The rows of a table of their own that the network can be tested on.
  private static int[] testRows(Table table, Target target, List<Notice> notices) {
    Column column = table.column(target.column());
    IntPredicate known = target.known(column);
    int[] present = rowsWith(table, target.column());
    int[] rows = Arrays.stream(present).filter(known).toArray();
    if (rows.length == 0) {
      throw new InputException(
          "%s has no row with a '%s' that the training rows have"
              .formatted(table.name(), Names.shortened(target.column())));
    }
    if (rows.length < table.rows()) {
      notices.add(
          Notice.of(
              Notice.Kind.ROWS_LEFT_OUT,
              target.column(),
              "%,d of %,d rows for the test were left out: %,d have no value, %,d have a class that no training row has"
                  .formatted(
                      table.rows() - rows.length,
                      table.rows(),
                      table.rows() - present.length,
                      present.length - rows.length)));
    }
    return rows;
  }

  private static int[] rowsWith(Table table, String target) {
    Column column = table.column(target);
    int[] rows = IntStream.range(0, table.rows()).filter(row -> !column.isMissing(row)).toArray();
    if (rows.length == 0) {
      throw new InputException(
          "%s has no row with a '%s'".formatted(table.name(), Names.shortened(target)));
    }
    return rows;
  }

  /// The rows with a target, and with what decides the split.
  private static int[] usableRows(Table table, DataSpec spec, List<Notice> notices) {
    int[] rows = present(table, spec.target(), notices, IntStream.range(0, table.rows()).toArray());
    rows =
        switch (spec.split().way()) {
          case SplitSpec.Way.Random _ -> rows;
          case SplitSpec.Way.Time(String column) -> present(table, column, notices, rows);
          case SplitSpec.Way.Group(String column) -> present(table, column, notices, rows);
        };
    if (rows.length < FEWEST_ROWS) {
      throw new InputException(
          "%s has %d rows with a '%s': at least %d are needed"
              .formatted(table.name(), rows.length, Names.shortened(spec.target()), FEWEST_ROWS));
    }
    return rows;
  }

  private static int[] present(Table table, String name, List<Notice> notices, int[] rows) {
    Column column = table.column(name);
    int[] present = Arrays.stream(rows).filter(row -> !column.isMissing(row)).toArray();
    if (present.length < rows.length) {
      notices.add(
          Notice.of(
              Notice.Kind.ROWS_LEFT_OUT,
              name,
              "%,d of %,d rows have no value and were left out"
                  .formatted(rows.length - present.length, table.rows())));
    }
    return present;
  }

  private static void checkClasses(
      String target, List<String> labels, int[] strata, List<Notice> notices) {
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
      notices.add(
          Notice.of(
              Notice.Kind.RARE_CLASSES,
              target,
              "classes with fewer than %d rows, which not every part can have: %s%s"
                  .formatted(
                      FEWEST_ROWS_OF_A_CLASS,
                      rare.stream().limit(CLASSES_TO_NAME).collect(Collectors.joining(", ")),
                      rare.size() > CLASSES_TO_NAME
                          ? " and " + (rare.size() - CLASSES_TO_NAME) + " more"
                          : "")));
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
}

package dev.seedbed.data;

import dev.seedbed.data.Notice.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Looks for what makes a result look better than it is.
final class DataWarnings {
  /// A sample of rows says enough about one column.
  private static final int ROWS_TO_LOOK_AT = 10_000;

  /// The more columns there are, the fewer rows of each are looked at.
  private static final int CELLS_TO_LOOK_AT = 10_000_000;

  private static final int FEWEST_ROWS_TO_LOOK_AT = 500;

  private static final int FEWEST_ROWS = 20;

  /// The share of rows that a column may get wrong, and still tell the target.
  private static final double MOST_WRONG = 0.005;

  private static final double LEAST_R2 = 0.999;
  private static final double FEWEST_ROWS_OF_A_VALUE = 5;
  private static final int FEWEST_ROWS_OF_AN_INPUT = 2;
  private static final double DUPLICATES_TO_TELL = 0.01;
  private static final Set<String> TIMES =
      Set.of("time", "timestamp", "datetime", "date", "year", "epoch", "unixtime");

  private final Table table;
  private final DataSpec spec;
  private final List<Notice> notices = new ArrayList<>();

  private DataWarnings(Table table, DataSpec spec) {
    this.table = table;
    this.spec = spec;
  }

  /// What is to be said of a table and the dataset that was made from it.
  ///
  /// @param split of the table's rows; those for the test may stand in another table
  /// @param classes of all rows; empty if the target is a quantity
  static List<Notice> of(
      Table table, DataSpec spec, Dataset dataset, Split split, Optional<ClassColumn> classes) {
    var warnings = new DataWarnings(table, spec);
    if (dataset.encoder().features().size() > 1) {
      int columns = dataset.encoder().features().size();
      int most = Math.clamp(CELLS_TO_LOOK_AT / columns, FEWEST_ROWS_TO_LOOK_AT, ROWS_TO_LOOK_AT);
      int[] some = sample(split.train(), most);
      for (Feature feature : dataset.encoder().features()) {
        warnings.leak(table.column(feature.column()), some, classes);
      }
    }
    if (classes.isEmpty()
        && table.column(spec.target()) instanceof Column.Numbers numbers
        && FeatureSelection.countsRows(numbers)) {
      warnings.add(
          Notice.of(
              Kind.TARGET_COUNTS_ROWS, spec.target(), "its numbers seem to only count the rows"));
    }
    warnings.duplicates(dataset);
    if (split.test().length > 0) {
      warnings.timeOrder();
    }
    int width = dataset.encoder().width();
    if (dataset.train().rows() < FEWEST_ROWS_OF_AN_INPUT * width) {
      warnings.add(
          Notice.ofRows(
              Kind.FEW_ROWS,
              "%,d training rows are few for %,d inputs".formatted(dataset.train().rows(), width)));
    }
    return warnings.notices;
  }

  private void add(Notice notice) {
    notices.add(notice);
  }

  private static int[] sample(int[] rows, int most) {
    int step = Math.ceilDiv(rows.length, most);
    return IntStream.range(0, rows.length)
        .filter(i -> i % Math.max(1, step) == 0)
        .map(i -> rows[i])
        .toArray();
  }

  private void leak(Column column, int[] rows, Optional<ClassColumn> classes) {
    int[] present = Arrays.stream(rows).filter(row -> !column.isMissing(row)).toArray();
    // A column that says something about few rows leaks little.
    if (present.length < FEWEST_ROWS || 2 * present.length < rows.length) {
      return;
    }
    boolean tells =
        classes.isPresent()
            ? tellsClass(column, present, classes.get())
            : tellsQuantity(
                column, present, ((Column.Numbers) table.column(spec.target())).values());
    if (tells) {
      add(
          Notice.of(
              Kind.LEAK,
              column.name(),
              "alone tells '%s' in nearly all rows".formatted(spec.target())));
    }
  }

  /// Whether the most frequent class of each value is nearly always right, and that of all rows is
  /// not; or, where most values differ, whether each class has its own range of them.
  private static boolean tellsClass(Column column, int[] rows, ClassColumn classes) {
    var all = new HashMap<Integer, Integer>();
    var ofValue = new HashMap<Object, Map<Integer, Integer>>();
    for (int row : rows) {
      int c = classes.ofRow()[row];
      all.merge(c, 1, Integer::sum);
      ofValue.computeIfAbsent(value(column, row), _ -> new HashMap<>()).merge(c, 1, Integer::sum);
    }
    int usual = all.values().stream().max(Integer::compare).orElse(0);
    if (rows.length - usual < Math.max(2, 5 * MOST_WRONG * rows.length)) {
      return false;
    }
    if (ofValue.size() * FEWEST_ROWS_OF_A_VALUE <= rows.length) {
      int right =
          ofValue.values().stream()
              .mapToInt(counts -> counts.values().stream().max(Integer::compare).orElse(0))
              .sum();
      return rows.length - right <= MOST_WRONG * rows.length;
    }
    return column instanceof Column.Numbers numbers
        && runs(numbers.values(), rows, classes.ofRow()) == all.size();
  }

  private static Object value(Column column, int row) {
    return switch (column) {
      case Column.Numbers numbers -> numbers.values()[row] + 0f;
      case Column.Dates dates -> dates.days()[row];
      case Column.Texts texts -> "" + texts.values()[row];
    };
  }

  /// How often the class changes when rows are sorted by value, plus one; rows of one value that
  /// differ in class count as changes.
  private static int runs(float[] values, int[] rows, int[] classes) {
    int[] sorted =
        Arrays.stream(rows)
            .boxed()
            .sorted((a, b) ->
                values[a] == values[b]
                    ? Integer.compare(classes[a], classes[b])
                    : Float.compare(values[a], values[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    int runs = 1;
    for (int i = 1; i < sorted.length; i++) {
      if (classes[sorted[i]] != classes[sorted[i - 1]]) {
        runs += values[sorted[i]] == values[sorted[i - 1]] ? sorted.length : 1;
      }
    }
    return Math.max(runs, 1);
  }

  private static boolean tellsQuantity(Column column, int[] rows, float[] target) {
    return switch (column) {
      case Column.Numbers numbers -> linearR2(numbers.values(), target, rows) >= LEAST_R2;
      case Column.Dates _ -> false;
      case Column.Texts texts -> groupR2(texts.values(), target, rows) >= LEAST_R2;
    };
  }

  private static double linearR2(float[] x, float[] y, int[] rows) {
    double meanX = Arrays.stream(rows).mapToDouble(row -> x[row]).average().orElse(0);
    double meanY = Arrays.stream(rows).mapToDouble(row -> y[row]).average().orElse(0);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int row : rows) {
      xx += (x[row] - meanX) * (x[row] - meanX);
      xy += (x[row] - meanX) * (y[row] - meanY);
      yy += (y[row] - meanY) * (y[row] - meanY);
    }
    return xx > 0 && yy > 0 ? xy * xy / (xx * yy) : 0;
  }

  private static double groupR2(@Nullable String[] groups, float[] y, int[] rows) {
    var sums = new HashMap<String, double[]>();
    double mean = Arrays.stream(rows).mapToDouble(row -> y[row]).average().orElse(0);
    for (int row : rows) {
      double[] sum = sums.computeIfAbsent("" + groups[row], _ -> new double[2]);
      sum[0] += y[row];
      sum[1]++;
    }
    if (sums.size() * FEWEST_ROWS_OF_A_VALUE > rows.length) {
      return 0;
    }
    double all = 0;
    double within = 0;
    for (int row : rows) {
      double[] sum = sums.getOrDefault("" + groups[row], new double[] {0, 1});
      all += (y[row] - mean) * (y[row] - mean);
      within += (y[row] - sum[0] / sum[1]) * (y[row] - sum[0] / sum[1]);
    }
    return all > 0 ? 1 - within / all : 0;
  }

  /// Rows for validation and test that also stand among those for training, with the same inputs
  /// and the same target.
  private void duplicates(Dataset dataset) {
    long[] training = hashes(dataset.train());
    Arrays.sort(training);
    int validation = known(training, dataset.validation());
    int test = known(training, dataset.test());
    int rows = dataset.validation().rows() + dataset.test().rows();
    if (validation + test >= Math.max(1, DUPLICATES_TO_TELL * rows)) {
      add(
          Notice.ofRows(
              Kind.DUPLICATES,
              "%,d of %,d validation rows and %,d of %,d test rows also stand among the training rows"
                  .formatted(
                      validation, dataset.validation().rows(), test, dataset.test().rows())));
    }
  }

  private static int known(long[] training, Dataset.Part rows) {
    return (int)
        Arrays.stream(hashes(rows))
            .filter(hash -> Arrays.binarySearch(training, hash) >= 0)
            .count();
  }

  private static long[] hashes(Dataset.Part rows) {
    long[] hashes = new long[rows.rows()];
    int columns = rows.inputs().columns();
    float[] inputs = rows.inputs().data();
    for (int i = 0; i < hashes.length; i++) {
      long hash = columns;
      for (int j = rows.inputs().at(i); j < rows.inputs().at(i) + columns; j++) {
        hash = mixed(hash, Float.floatToIntBits(inputs[j] + 0f));
      }
      hashes[i] =
          switch (rows.targets()) {
            case Targets.Classes classes -> mixed(hash, classes.ofRow()[i]);
            case Targets.Values values ->
                mixed(hash, Float.floatToIntBits(values.matrix().get(i, 0)));
          };
    }
    return hashes;
  }

  private static long mixed(long hash, int bits) {
    long product = (hash ^ bits) * 0x9E3779B97F4A7C15L;
    return product ^ (product >>> 29);
  }

  private void timeOrder() {
    if (!(spec.split().way() instanceof SplitSpec.Way.Random)) {
      return;
    }
    for (Column column : table.columns()) {
      boolean time =
          column instanceof Column.Dates
              || (column instanceof Column.Numbers
                  && TIMES.contains(column.name().toLowerCase(Locale.ROOT)));
      if (time && !column.name().equals(spec.target()) && ordered(column)) {
        add(
            Notice.of(
                Kind.TIME_ORDER,
                column.name(),
                "the rows stand in its order, but are split at random: the network is tested on rows between those that it learns from"));
        return;
      }
    }
  }

  private static boolean ordered(Column column) {
    double previous = Double.NaN;
    int up = 0;
    int down = 0;
    for (int row = 0; row < column.rows(); row++) {
      if (column.isMissing(row)) {
        continue;
      }
      double time =
          switch (column) {
            case Column.Numbers numbers -> numbers.values()[row];
            case Column.Dates dates -> dates.days()[row];
            case Column.Texts _ -> Double.NaN;
          };
      up += time > previous ? 1 : 0;
      down += time < previous ? 1 : 0;
      if (up > 0 && down > 0) {
        return false;
      }
      previous = time;
    }
    return up + down >= FEWEST_ROWS;
  }
}

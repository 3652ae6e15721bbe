package dev.seedbed.data;

import dev.seedbed.data.ColumnUse.Reason;
import dev.seedbed.data.Feature.Cycle;
import dev.seedbed.notation.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which columns of a table become inputs, and how: learnt from its training rows.
final class FeatureSelection {
  private static final int MOST_CATEGORIES = 100;

  /// The fewest rows of a category that is worth an input where there are too many.
  private static final int FEWEST_ROWS_OF_A_CATEGORY = 5;

  /// The fewest rows in which consecutive numbers are no accident.
  private static final int FEWEST_COUNTED = 20;

  private static final int REASONS_TO_GIVE = 3;

  /// Names of columns that number the rows, from anywhere on.
  private static final Pattern ID =
      Pattern.compile("(?i:(.*[_ .-])?(id|index|idx|key|nr|no|num))|.*[a-z]I[dD]");

  private final Table table;
  private final DataSpec spec;
  private final int[] rows;
  private final List<Feature> numbers = new ArrayList<>();
  private final List<Feature> dates = new ArrayList<>();
  private final List<Feature> texts = new ArrayList<>();
  private final List<ColumnUse> uses = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final List<Column.Numbers> counting = new ArrayList<>();
  private boolean varies;

  /// @param rows those for training
  FeatureSelection(Table table, DataSpec spec, int[] rows) {
    this.table = table;
    this.spec = spec;
    this.rows = rows;
    table.leftOut().forEach(this::use);
    table.columns().forEach(this::add);
    // A column that counts the rows is better than none.
    counting.forEach(column -> {
      if (varies) {
        leaveOut(column, new Reason.CountsRows());
      } else {
        addNumbers(column);
      }
    });
    if (!varies) {
      throw new InputException(
          "%s has no column that varies to predict '%s' from%s"
              .formatted(table.name(), Names.shortened(spec.target()), reasons()));
    }
  }

  /// Why columns were left out, the first ones.
  private String reasons() {
    return uses.stream()
        .filter(use -> !use.used())
        .limit(REASONS_TO_GIVE)
        .map(use ->
            "; '%s': %s"
                .formatted(Names.shortened(use.name()), use.leftOut().orElseThrow().words()))
        .collect(Collectors.joining());
  }

  Encoder encoder() {
    var features = new ArrayList<>(numbers);
    features.addAll(dates);
    features.addAll(texts);
    var columns = new HashSet<String>();
    features.forEach(feature -> columns.add(feature.column()));
    columns.add(spec.target());
    return new Encoder(features, table.notation().of(columns));
  }

  /// What became of each column of the file, in the order of the table; those that the reader left
  /// out come first.
  List<ColumnUse> uses() {
    return uses;
  }

  List<Notice> notices() {
    return notices;
  }

  private void use(ColumnUse use) {
    uses.add(use);
    use.leftOut()
        .filter(reason -> !reason.wanted())
        .ifPresent(reason ->
            notices.add(
                Notice.of(Notice.Kind.LEFT_OUT, use.name(), "left out: " + reason.words())));
  }

  private void leaveOut(Column column, Reason reason) {
    use(ColumnUse.leftOut(column, reason));
  }

  private void add(Column column) {
    if (column.name().equals(spec.target())) {
      uses.add(ColumnUse.input(column, 0));
    } else if (spec.id().filter(column.name()::equals).isPresent()) {
      leaveOut(column, new Reason.Id());
    } else if (decidesSplit(column)) {
      leaveOut(column, new Reason.OfSplit());
    } else {
      switch (column) {
        case Column.Numbers c when countsRows(c) && !spec.kept().contains(c.name()) ->
            counting.add(c);
        case Column.Numbers c -> addNumbers(c);
        case Column.Dates c -> addDates(c);
        case Column.Texts c -> addTexts(c);
      }
    }
  }

  private void add(List<Feature> kind, Column column, Feature feature) {
    kind.add(feature);
    uses.add(ColumnUse.input(column, feature.width()));
  }

  /// Whether a column decides the split and tells nothing about other rows. The place of a date in
  /// the year or the week does.
  private boolean decidesSplit(Column column) {
    return switch (spec.split().way()) {
      case SplitSpec.Way.Random _ -> false;
      case SplitSpec.Way.Group(String name) -> column.name().equals(name);
      case SplitSpec.Way.Time(String name) ->
          column.name().equals(name) && !(column instanceof Column.Dates);
    };
  }

  private void addNumbers(Column.Numbers column) {
    var moments = ColumnMoments.of(column.values(), rows);
    boolean flagged = isMissingSomewhere(column);
    float scale = moments.inverseDeviation();
    if (scale > 0) {
      varies = true;
    } else if (!flagged) {
      notices.add(
          Notice.of(
              Notice.Kind.CONSTANT, column.name(), "constant in the training rows, counts as 0"));
    }
    add(numbers, column, new Feature.Scaled(column.name(), (float) moments.mean(), scale, flagged));
  }

  /// Whether the numbers are 0 to n − 1 or 1 to n, in any order; or consecutive from anywhere on,
  /// if the name says that they number something.
  static boolean countsRows(Column.Numbers column) {
    float[] values = column.values();
    if (values.length < FEWEST_COUNTED) {
      return false;
    }
    float smallest = Float.POSITIVE_INFINITY;
    for (float value : values) {
      smallest = Math.min(smallest, value);
    }
    boolean[] seen = new boolean[values.length];
    for (float value : values) {
      float place = value - smallest;
      if (!(place < values.length) || place != Math.rint(place) || seen[(int) place]) {
        return false;
      }
      seen[(int) place] = true;
    }
    return smallest == 0 || smallest == 1 || ID.matcher(column.name()).matches();
  }

  private boolean isMissingSomewhere(Column column) {
    boolean some = false;
    boolean all = true;
    for (int row : rows) {
      boolean missing = column.isMissing(row);
      some |= missing;
      all &= missing;
    }
    return some && !all;
  }

  private void addDates(Column.Dates column) {
    double first = Double.POSITIVE_INFINITY;
    double last = Double.NEGATIVE_INFINITY;
    for (int row : rows) {
      if (!column.isMissing(row)) {
        first = Math.min(first, column.days()[row]);
        last = Math.max(last, column.days()[row]);
      }
    }
    if (!(first < last)) {
      leaveOut(column, new Reason.Constant());
      return;
    }
    long origin = (long) Math.floor(first);
    float[] x = new float[column.rows()];
    for (int row : rows) {
      x[row] = (float) (column.days()[row] - origin);
    }
    var moments = ColumnMoments.of(x, rows);
    boolean later =
        spec.split().way() instanceof SplitSpec.Way.Time(String name) && name.equals(column.name());
    Set<Cycle> cycles = cycles(x, origin, last - first);
    if (later && cycles.isEmpty()) {
      leaveOut(column, new Reason.OfSplit());
      return;
    }
    varies = true;
    // Later rows would lie beyond all that was learnt.
    float scale = later ? 0 : moments.inverseDeviation();
    add(
        dates,
        column,
        new Feature.Dated(
            column.name(),
            origin,
            (float) moments.mean(),
            scale,
            cycles,
            isMissingSomewhere(column)));
  }

  /// The cycles of which the training rows show more than half, at more than one place.
  private Set<Cycle> cycles(float[] x, long origin, double span) {
    var cycles = EnumSet.noneOf(Cycle.class);
    for (Cycle cycle : Cycle.values()) {
      // The mean year and the calendar's differ by up to a day and a half.
      double same = cycle == Cycle.YEAR ? 1.6 / cycle.days() : 1e-4;
      if (span > cycle.days() / 2 && spread(x, origin, cycle) > same) {
        cycles.add(cycle);
      }
    }
    return cycles;
  }

  /// How far the places in a cycle are from the first row's, at most.
  private double spread(float[] x, long origin, Cycle cycle) {
    double first = Double.NaN;
    double farthest = 0;
    for (int row : rows) {
      double place = cycle.passed(x[row], origin);
      if (Double.isNaN(first)) {
        first = place;
      }
      double distance = Math.abs(place - first);
      if (!Double.isNaN(distance)) {
        farthest = Math.max(farthest, Math.min(distance, 1 - distance));
      }
    }
    return farthest;
  }

  private void addTexts(Column.Texts column) {
    Map<String, Integer> counts = counts(column);
    boolean flagged = isMissingSomewhere(column);
    if (counts.size() < 2 && !(counts.size() == 1 && flagged)) {
      leaveOut(column, new Reason.Constant());
      return;
    }
    Optional<List<String>> categories = categories(counts);
    if (categories.isEmpty()) {
      leaveOut(column, new Reason.TooManyTexts(counts.size(), rows.length));
      return;
    }
    int left = counts.size() - categories.get().size();
    if (left > 0) {
      notices.add(
          Notice.of(
              Notice.Kind.RARE_TEXTS,
              column.name(),
              "%,d different texts in %,d training rows: the %d most frequent are inputs, the others count as unknown"
                  .formatted(counts.size(), rows.length, categories.get().size())));
    }
    varies = true;
    add(texts, column, new Feature.OneHot(column.name(), categories.get(), flagged));
  }

  private Map<String, Integer> counts(Column.Texts column) {
    var counts = new HashMap<String, Integer>();
    for (int row : rows) {
      String value = column.values()[row];
      if (value != null) {
        counts.merge(value, 1, Integer::sum);
      }
    }
    return counts;
  }

  /// The texts that get an input each, sorted: all of them, or of too many the most frequent, if
  /// those are in half of the rows that have one; else none.
  private Optional<List<String>> categories(Map<String, Integer> counts) {
    if (counts.size() <= Math.min(MOST_CATEGORIES, rows.length / 2)) {
      return Optional.of(counts.keySet().stream().sorted().toList());
    }
    List<Map.Entry<String, Integer>> frequent =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() >= FEWEST_ROWS_OF_A_CATEGORY)
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST_CATEGORIES)
            .toList();
    long covered = frequent.stream().mapToLong(Map.Entry::getValue).sum();
    long all = counts.values().stream().mapToLong(Integer::longValue).sum();
    return frequent.size() > 1 && 2 * covered >= all
        ? Optional.of(frequent.stream().map(Map.Entry::getKey).sorted().toList())
        : Optional.empty();
  }
}

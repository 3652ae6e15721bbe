package dev.seedbed.data;

import dev.seedbed.random.Seed;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// How a dataset is made from a table.
///
/// @param target the column to predict
/// @param task what kind of prediction
/// @param seed decides which rows are for training, validation and test
/// @param split how
/// @param id the column that names the rows; it is no input
/// @param kept columns that are inputs even if their numbers seem to count the rows only
public record DataSpec(
    String target, Task task, Seed seed, SplitSpec split, Optional<String> id, Set<String> kept) {

  /// The kind of prediction: one of several classes, or a quantity.
  public enum Task {
    /// Classes if the target holds texts, or at most 20 different whole numbers and those at least
    /// twice each on average; else a quantity.
    AUTOMATIC,
    CLASSIFICATION,
    REGRESSION;

    /// As people write it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static final Seed DEFAULT_SEED = new Seed(42);

  public DataSpec {
    kept = Set.copyOf(kept);
    if (id.isPresent() && id.get().equals(target)) {
      throw new IllegalArgumentException("the target must not name the rows: '" + target + "'");
    }
    String by =
        switch (split.way()) {
          case SplitSpec.Way.Random _ -> "";
          case SplitSpec.Way.Time(String column) -> column;
          case SplitSpec.Way.Group(String column) -> column;
        };
    if (id.filter(by::equals).isPresent()) {
      throw new IllegalArgumentException(
          "the column that names the rows must not decide the split as well: '" + by + "'");
    }
    if (by.equals(target)) {
      throw new IllegalArgumentException("the target must not decide the split: '" + by + "'");
    }
  }

  /// The defaults for a target.
  public static DataSpec of(String target) {
    return new DataSpec(
        target, Task.AUTOMATIC, DEFAULT_SEED, SplitSpec.DEFAULT, Optional.empty(), Set.of());
  }

  public DataSpec withTask(Task newTask) {
    return new DataSpec(target, newTask, seed, split, id, kept);
  }

  public DataSpec withSeed(Seed newSeed) {
    return new DataSpec(target, task, newSeed, split, id, kept);
  }

  public DataSpec withSplit(SplitSpec newSplit) {
    return new DataSpec(target, task, seed, newSplit, id, kept);
  }

  public DataSpec withId(String column) {
    return new DataSpec(target, task, seed, split, Optional.of(column), kept);
  }

  public DataSpec withKept(Set<String> columns) {
    return new DataSpec(target, task, seed, split, id, columns);
  }

  /// All columns that it names.
  public Set<String> columns() {
    var columns = new TreeSet<>(kept);
    columns.add(target);
    id.ifPresent(columns::add);
    switch (split.way()) {
      case SplitSpec.Way.Random _ -> {}
      case SplitSpec.Way.Time(String column) -> columns.add(column);
      case SplitSpec.Way.Group(String column) -> columns.add(column);
    }
    return columns;
  }
}

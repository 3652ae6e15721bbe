package dev.seedbed.data;

import dev.seedbed.random.Seed;
import java.util.List;

/// How a dataset is made from a table.
///
/// @param target the column to predict
/// @param task what kind of prediction
/// @param ignored columns that are not used
/// @param seed decides which rows are for training, validation and test
public record DataSpec(String target, Task task, List<String> ignored, Seed seed) {

  /// What to predict: one of several classes, or a quantity.
  public enum Task {
    /// Classes if the target holds texts, or at most 20 different whole numbers; else a quantity.
    AUTOMATIC,
    CLASSIFICATION,
    REGRESSION
  }

  public static final Seed DEFAULT_SEED = new Seed(42);

  public DataSpec {
    ignored = List.copyOf(ignored);
    if (ignored.contains(target)) {
      throw new IllegalArgumentException("the target must not be ignored: " + target);
    }
  }

  public static DataSpec of(String target) {
    return new DataSpec(target, Task.AUTOMATIC, List.of(), DEFAULT_SEED);
  }

  public DataSpec withTask(Task newTask) {
    return new DataSpec(target, newTask, ignored, seed);
  }

  public DataSpec withIgnored(List<String> newIgnored) {
    return new DataSpec(target, task, newIgnored, seed);
  }

  public DataSpec withSeed(Seed newSeed) {
    return new DataSpec(target, task, ignored, newSeed);
  }
}

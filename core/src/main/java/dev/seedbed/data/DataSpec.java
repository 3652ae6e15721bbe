package dev.seedbed.data;

import dev.seedbed.random.Seed;

/// How a dataset is made from a table.
///
/// @param target the column to predict
/// @param task what kind of prediction
/// @param seed decides which rows are for training, validation and test
public record DataSpec(String target, Task task, Seed seed) {

  /// The kind of prediction: one of several classes, or a quantity.
  public enum Task {
    /// Classes if the target holds texts, or at most 20 different whole numbers and those at least
    /// twice each on average; else a quantity.
    AUTOMATIC,
    CLASSIFICATION,
    REGRESSION
  }

  public static final Seed DEFAULT_SEED = new Seed(42);

  public static DataSpec of(String target) {
    return new DataSpec(target, Task.AUTOMATIC, DEFAULT_SEED);
  }

  public DataSpec withTask(Task newTask) {
    return new DataSpec(target, newTask, seed);
  }

  public DataSpec withSeed(Seed newSeed) {
    return new DataSpec(target, task, newSeed);
  }
}

package dev.seedbed.luck;

import dev.seedbed.statistics.Interval;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What runs ended with, by configuration.
///
/// @param metric the name of the score
/// @param direction which scores are better
/// @param range what scores can be at all
/// @param seedsNamed whether runs of several configurations that have the same name have the same
///   seed; else a name only tells runs of one configuration apart
/// @param hits if scores are shares of rows
/// @param tasks that scores are means over; empty if there is but one
/// @param configurations at least one, of different names
public record Runs(
    String metric,
    Direction direction,
    Interval range,
    boolean seedsNamed,
    Optional<Hits> hits,
    List<String> tasks,
    List<Configuration> configurations) {
  public Runs {
    tasks = List.copyOf(tasks);
    configurations = List.copyOf(configurations);
    if (configurations.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one configuration");
    }
    requireDifferent("configurations", configurations.stream().map(Configuration::name).toList());
  }

  /// Scores that are shares of rows that were answered rightly, or wrongly.
  ///
  /// @param rows that each run was evaluated on, the same for all
  /// @param whole the score of all rows: 1, or 100 for percentages
  public record Hits(long rows, double whole) {
    public Hits {
      if (rows < 1) {
        throw new IllegalArgumentException("rows must be at least 1: " + rows);
      }
      if (!(whole > 0)) {
        throw new IllegalArgumentException("the score of all rows must be above 0: " + whole);
      }
    }
  }

  /// Runs that differ by their seeds alone.
  ///
  /// @param name empty if there is nothing to tell apart
  /// @param runs with a score
  /// @param diverged names of those whose score is not a finite number
  /// @param unfinished names of those that crashed, were stopped or still run
  /// @param empty names of those that have no score, or lack one of some task
  public record Configuration(
      String name,
      List<Run> runs,
      List<String> diverged,
      List<String> unfinished,
      List<String> empty) {
    public Configuration {
      runs = List.copyOf(runs);
      diverged = List.copyOf(diverged);
      unfinished = List.copyOf(unfinished);
      empty = List.copyOf(empty);
      requireDifferent(
          "runs of " + name,
          Stream.of(runs.stream().map(Run::seed).toList(), diverged, unfinished, empty)
              .flatMap(List::stream)
              .toList());
    }

    double[] scores() {
      return runs.stream().mapToDouble(Run::score).toArray();
    }
  }

  /// A run.
  ///
  /// @param seed its seed, or its name
  /// @param score finite; the mean over tasks
  /// @param ofTasks its score on each task
  /// @param rows its hit or loss on each row of the evaluation; empty if that is not known
  public record Run(String seed, double score, double[] ofTasks, double[] rows) {
    public Run {
      if (!Double.isFinite(score)) {
        throw new IllegalArgumentException("a score must be finite: " + score);
      }
    }

    /// A run of which only the score is known.
    public static Run of(String seed, double score) {
      return new Run(seed, score, new double[] {score}, new double[0]);
    }
  }

  private static void requireDifferent(String what, Collection<String> names) {
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException(what + " must have different names: " + names);
    }
  }
}

package dev.seedbed.io.results;

import dev.seedbed.data.InputException;
import dev.seedbed.luck.Direction;
import dev.seedbed.luck.Runs;
import dev.seedbed.luck.Runs.Configuration;
import dev.seedbed.luck.Runs.Hits;
import dev.seedbed.luck.Runs.Run;
import dev.seedbed.notation.Names;
import dev.seedbed.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;

/// Collects the scores of a table, whatever its layout, until all are known.
final class RunCollector {
  private final CellTable table;
  private final ResultsSpec spec;
  private final Map<String, Map<String, Scores>> configurations = new LinkedHashMap<>();
  private final Set<String> tasks = new LinkedHashSet<>();

  /// What is known of a run.
  private static final class Scores {
    private final Map<String, Cell> ofTasks = new LinkedHashMap<>();
    private double[] rows = new double[0];
    private boolean unfinished;
  }

  RunCollector(CellTable table, ResultsSpec spec) {
    this.table = table;
    this.spec = spec;
  }

  private Scores scores(String configuration, String seed) {
    return configurations
        .computeIfAbsent(configuration, _ -> new LinkedHashMap<>())
        .computeIfAbsent(seed, _ -> new Scores());
  }

  /// Takes a run's score on a task.
  ///
  /// @param configuration its name; empty if there is nothing to tell apart
  /// @param task empty if there is but one
  /// @throws InputException if the run has one already
  void add(String configuration, String seed, String task, Cell cell) {
    tasks.add(task);
    if (scores(configuration, seed).ofTasks.put(task, cell) != null) {
      throw twice(configuration, seed);
    }
  }

  /// Two runs that nothing tells apart.
  InputException twice(String configuration, String seed) {
    return new InputException(
        "%s has several runs of seed '%s'%s"
            .formatted(
                table.file(),
                Names.shortened(seed),
                configuration.isEmpty()
                    ? ""
                    : " of '%s'".formatted(Names.shortened(configuration))),
        new InputException.Hint.NamePart(InputException.Part.CONFIGURATION));
  }

  /// Takes a run's hits or losses on each row.
  void addRows(String configuration, String seed, double[] rows) {
    double sum = DoubleStream.of(rows).sum();
    add(configuration, seed, "", new Cell.Score(sum / rows.length));
    scores(configuration, seed).rows = rows;
  }

  /// Takes a run whose score does not count, as it did not end.
  void addUnfinished(String configuration, String seed) {
    scores(configuration, seed).unfinished = true;
  }

  /// The runs.
  ///
  /// @param metric what the scores are
  /// @throws InputException if there is no score, or nobody knows which are better
  Runs runs(String metric, boolean seedsNamed) {
    List<Configuration> all = new ArrayList<>();
    configurations.forEach((name, runs) -> all.add(configuration(name, runs)));
    double[] scores =
        all.stream()
            .flatMap(one -> one.runs().stream())
            .flatMapToDouble(run -> DoubleStream.of(run.ofTasks()))
            .toArray();
    if (scores.length == 0) {
      throw new InputException(
          "%s has no run with a score in '%s'".formatted(table.file(), Names.shortened(metric)));
    }
    var name = MetricName.of(metric);
    Direction direction =
        spec.direction()
            .or(name::direction)
            .orElseThrow(() ->
                new InputException(
                    "is a high '%s' better, or a low one?".formatted(Names.shortened(metric)),
                    new InputException.Hint.NameDirection()));
    double least = DoubleStream.of(scores).min().orElseThrow();
    double greatest = DoubleStream.of(scores).max().orElseThrow();
    boolean byRows =
        all.stream().flatMap(one -> one.runs().stream()).anyMatch(run -> run.rows().length > 0);
    return new Runs(
        metric,
        direction,
        byRows ? rowsRange(all) : name.range(least, greatest),
        seedsNamed,
        hits(name, least, greatest),
        tasks.size() > 1 ? List.copyOf(tasks) : List.of(),
        all);
  }

  private static Interval rowsRange(List<Configuration> all) {
    double[] cells =
        all.stream()
            .flatMap(one -> one.runs().stream())
            .flatMapToDouble(run -> DoubleStream.of(run.rows()))
            .toArray();
    double least = DoubleStream.of(cells).min().orElse(0);
    boolean hits = DoubleStream.of(cells).allMatch(cell -> cell == 0 || cell == 1);
    return new Interval(
        least >= 0 ? 0 : Double.NEGATIVE_INFINITY, hits ? 1 : Double.POSITIVE_INFINITY);
  }

  private Optional<Hits> hits(MetricName name, double least, double greatest) {
    if (spec.rowsEvaluated().isEmpty()) {
      return Optional.empty();
    }
    double whole = MetricName.whole(greatest);
    if (!name.mayBeHits() || least < 0 || greatest > whole) {
      throw new InputException(
          "how many rows were evaluated tells something of accuracies and error rates only, and '%s' is none (%s to %s)"
              .formatted(Names.shortened(name.name()), least, greatest));
    }
    if (tasks.size() > 1) {
      throw new InputException(
          "how many rows were evaluated tells something of one task only, and %s has %d"
              .formatted(table.file(), tasks.size()));
    }
    return Optional.of(new Hits(spec.rowsEvaluated().getAsLong(), whole));
  }

  private Configuration configuration(String name, Map<String, Scores> runs) {
    List<Run> scored = new ArrayList<>();
    List<String> diverged = new ArrayList<>();
    List<String> unfinished = new ArrayList<>();
    List<String> empty = new ArrayList<>();
    runs.forEach((seed, scores) -> {
      boolean all = tasks.stream().allMatch(task -> scores.ofTasks.get(task) instanceof Cell.Score);
      if (scores.unfinished) {
        unfinished.add(seed);
      } else if (scores.ofTasks.containsValue(new Cell.Diverged())) {
        diverged.add(seed);
      } else if (all) {
        scored.add(run(seed, scores));
      } else {
        empty.add(seed);
      }
    });
    return new Configuration(name, scored, diverged, unfinished, empty);
  }

  private Run run(String seed, Scores scores) {
    double[] ofTasks =
        tasks.stream()
            .map(task -> scores.ofTasks.get(task))
            .mapToDouble(cell -> cell instanceof Cell.Score(double value) ? value : Double.NaN)
            .toArray();
    return new Run(seed, DoubleStream.of(ofTasks).average().orElseThrow(), ofTasks, scores.rows);
  }
}

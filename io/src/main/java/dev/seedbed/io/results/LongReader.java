package dev.seedbed.io.results;

import dev.seedbed.data.InputException;
import dev.seedbed.io.results.ColumnName.Group;
import dev.seedbed.io.results.ResultsSpec.Layout;
import dev.seedbed.notation.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Tables with a row a run, or a row a step of a run.
final class LongReader {
  /// The column that names the file of a row, if there are several.
  static final String FILE = "file";

  static final String NO_SEEDS =
      "No seeds are known: runs are told apart by their names or rows, and compared as independent.";

  private static final int MOST_TO_NAME = 8;
  private static final String NONE = "none";
  private static final int FEWEST_RISES = 2;

  private static final Set<String> FINISHED =
      Set.of("finished", "finish", "complete", "completed", "success", "succeeded", "done", "ok");
  private static final Set<String> UNFINISHED =
      Set.of(
          "crashed",
          "failed",
          "fail",
          "killed",
          "running",
          "scheduled",
          "pending",
          "queued",
          "preempted",
          "preempting",
          "pruned",
          "interrupted",
          "cancelled",
          "canceled",
          "error",
          "stopped",
          "aborted",
          "waiting");

  private final CellTable table;
  private final ResultsSpec spec;
  private final Optional<String> seed;
  private final Optional<String> step;
  private final Optional<String> state;
  private final Optional<String> identifier;

  /// By the identities of runs, the row that says their settings.
  private final Map<String, Integer> settingRows = new HashMap<>();

  /// Where the runs' names say their seeds.
  private final Optional<String> seedNames;

  LongReader(CellTable table, ResultsSpec spec) {
    this.table = table;
    this.spec = spec;
    this.seed = seedColumn();
    this.step = spec.step().map(name -> column(table, name)).or(this::foundStep);
    this.state = stateColumn();
    this.seedNames = seed.isPresent() ? Optional.empty() : foundSeedNames();
    this.identifier = seedNames.or(this::foundIdentifier);
  }

  /// A run and where its scores stand.
  ///
  /// @param configuration its name
  /// @param identity what tells it from others of the same configuration
  private record Key(String configuration, String identity, String task) {}

  Results read() {
    Optional<String> task = spec.task().map(name -> column(table, name)).or(this::foundTask);
    String metric = metric(task);
    List<String> columns = configuration(metric, task);
    Map<Key, List<Integer>> runs = runs(columns, task);
    boolean several = runs.values().stream().anyMatch(rows -> filled(metric, rows) > 1);
    if (several && step.isEmpty()) {
      Key twice =
          runs.entrySet().stream()
              .filter(run -> filled(metric, run.getValue()) > 1)
              .findFirst()
              .orElseThrow()
              .getKey();
      throw new RunCollector(table, spec).twice(twice.configuration, twice.identity);
    }
    var collector = new RunCollector(table, spec);
    Map<Key, String> identities = new LinkedHashMap<>();
    runs.forEach((key, rows) -> {
      if (several) {
        refuseRestart(metric, key, rows);
      }
      String name = seedOf(key, rows.getFirst());
      if (identities.putIfAbsent(new Key(key.configuration, name, key.task), key.identity)
          != null) {
        throw collector.twice(key.configuration, name);
      }
      if (rows.stream().anyMatch(this::unfinished)) {
        collector.addUnfinished(key.configuration, name);
      } else {
        collector.add(key.configuration, name, key.task, score(metric, rows));
      }
    });
    boolean named = seed.isPresent() || seedNames.isPresent();
    return new Results(
        collector.runs(metric, named),
        Layout.LONG,
        seed.or(() -> seedNames),
        columns,
        task,
        several ? step : Optional.empty(),
        named ? List.of() : List.of(NO_SEEDS));
  }

  private long filled(String metric, List<Integer> rows) {
    return rows.stream().filter(row -> !(table.cell(metric, row) instanceof Cell.Empty)).count();
  }

  private Cell score(String metric, List<Integer> rows) {
    List<StepScores.At> scores = new ArrayList<>();
    for (int row : rows) {
      Cell cell = table.cell(metric, row);
      if (cell instanceof Cell.Text) {
        throw table.noNumber(metric);
      }
      scores.add(new StepScores.At(at(row), cell));
    }
    return StepScores.score(scores, spec, metric);
  }

  private double at(int row) {
    return step.isPresent() && table.cell(step.get(), row) instanceof Cell.Score(double value)
        ? value
        : row;
  }

  /// Refuses two scores at one step: they are of two runs.
  private void refuseRestart(String metric, Key key, List<Integer> rows) {
    Set<Double> different = new HashSet<>();
    for (int row : rows) {
      if (!(table.cell(metric, row) instanceof Cell.Empty) && !different.add(at(row))) {
        throw new InputException(
            "%s has several scores at %s %s%s"
                .formatted(
                    table.file(),
                    step.orElse("row"),
                    shown(at(row)),
                    key.identity.isEmpty()
                        ? ", and no column of seeds"
                        : " of seed '%s'".formatted(Names.shortened(key.identity))),
            new InputException.Hint.NamePart(
                key.identity.isEmpty()
                    ? InputException.Part.SEED
                    : InputException.Part.CONFIGURATION));
      }
    }
  }

  private static String shown(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /// The rows of each run.
  private Map<Key, List<Integer>> runs(List<String> columns, Optional<String> task) {
    Map<Key, List<Integer>> runs = new LinkedHashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      runs.computeIfAbsent(key(columns, task, row), _ -> new ArrayList<>()).add(row);
    }
    return runs;
  }

  private Key key(List<String> columns, Optional<String> task, int row) {
    String configuration = columns.isEmpty() ? "" : name(table, columns, logged(columns, row));
    if (columns.isEmpty() && seedNames.isPresent()) {
      configuration = seedName(row).rest();
    }
    return new Key(
        configuration, identity(row), task.isPresent() ? table.text(task.get(), row) : "");
  }

  /// The row of the same run that says its settings: the first where none is empty, or the row
  /// itself.
  private int logged(List<String> columns, int row) {
    if (step.isEmpty() || identifier.isEmpty()) {
      return row;
    }
    return settingRows.computeIfAbsent(
        identity(row),
        identity ->
            IntStream.range(0, table.rows())
                .filter(other -> identity(other).equals(identity))
                .filter(
                    other -> columns.stream().noneMatch(name -> table.text(name, other).isEmpty()))
                .findFirst()
                .orElse(row));
  }

  /// What tells the run of a row from others of its configuration.
  private String identity(int row) {
    if (identifier.isPresent() && !table.text(identifier.get(), row).isEmpty()) {
      return table.text(identifier.get(), row);
    }
    if (seed.isPresent()) {
      return seed(table, seed.get(), row);
    }
    return step.isPresent() && stepsRise() ? "" : Integer.toString(row + 1);
  }

  /// Whether rows are steps, not runs: then nearly all come later than the one before.
  private boolean stepsRise() {
    int rises = 0;
    int falls = 0;
    for (int row = 1; row < table.rows(); row++) {
      rises += at(row) > at(row - 1) ? 1 : 0;
      falls += at(row) < at(row - 1) ? 1 : 0;
    }
    return rises > 0 && FEWEST_RISES * falls <= rises;
  }

  private String seedOf(Key key, int row) {
    if (seed.isPresent()) {
      return seed(table, seed.get(), row);
    }
    if (seedNames.isPresent()) {
      return seedName(row).seed();
    }
    return key.identity.isEmpty() ? "1" : key.identity;
  }

  private SeedName seedName(int row) {
    return SeedName.within(table.text(seedNames.orElseThrow(), row)).orElseThrow();
  }

  private boolean unfinished(int row) {
    return state.isPresent()
        && UNFINISHED.contains(table.text(state.get(), row).toLowerCase(Locale.ROOT));
  }

  private Optional<String> seedColumn() {
    if (spec.seed().isPresent()) {
      return spec.seed().map(name -> column(table, name));
    }
    List<String> named =
        table.names().stream()
            .filter(name -> ColumnName.of(name).isSeed() && !table.values(name).isEmpty())
            .filter(name -> !spec.configuration().contains(name))
            .toList();
    List<String> varying = named.stream().filter(name -> table.values(name).size() > 1).toList();
    List<String> some = varying.isEmpty() ? named : varying;
    List<String> plain =
        some.stream().filter(name -> ColumnName.of(name).base().equalsIgnoreCase("seed")).toList();
    List<String> wanted = plain.isEmpty() ? some : plain;
    if (wanted.size() > 1
        && wanted.stream().map(name -> List.of(table.column(name))).distinct().count() > 1) {
      throw new InputException(
          "%s has several columns of seeds: %s".formatted(table.file(), list(wanted)),
          new InputException.Hint.NamePart(InputException.Part.SEED));
    }
    return wanted.stream().findFirst();
  }

  private Optional<String> foundStep() {
    return table.names().stream()
        .filter(name -> ColumnName.of(name).isStep() && table.isNumeric(name))
        .min(Comparator.comparingInt(name -> ColumnName.of(name).stepRank()));
  }

  private Optional<String> stateColumn() {
    return table.names().stream()
        .filter(name -> ColumnName.of(name).isState())
        .filter(name ->
            table.values(name).stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .allMatch(text -> FINISHED.contains(text) || UNFINISHED.contains(text)))
        .findFirst();
  }

  private Stream<String> identifiers() {
    return table.names().stream()
        .filter(name -> ColumnName.of(name).isIdentifier())
        .filter(name -> !spec.configuration().contains(name))
        .filter(name -> !name.equals(FILE) || seed.isEmpty());
  }

  private Optional<String> foundIdentifier() {
    return identifiers()
        .filter(this::tellsRunsApart)
        .min(
            Comparator.comparingInt((String name) -> -table.values(name).size())
                .thenComparingInt(name -> ColumnName.of(name).identifierRank()));
  }

  /// Whether a column that is called like a name is one: else it is that of a configuration.
  private boolean tellsRunsApart(String name) {
    String[] values = table.column(name);
    if (Stream.of(values).anyMatch(String::isEmpty)) {
      return false;
    }
    if (seed.isEmpty()) {
      return step.isPresent() || table.isNumeric(name) || table.values(name).size() == table.rows();
    }
    Map<String, String> seeds = new HashMap<>();
    return IntStream.range(0, values.length)
        .allMatch(row -> {
          String own = table.text(seed.get(), row);
          return own.equals(seeds.computeIfAbsent(values[row], _ -> own));
        });
  }

  private Optional<String> foundSeedNames() {
    return identifiers()
        .filter(name ->
            Stream.of(table.column(name))
                .allMatch(text ->
                    text.matches("(?i).*(seed|[^a-z]s)[ _=:-]?[0-9].*")
                        && SeedName.within(text).isPresent()))
        .findFirst();
  }

  private Optional<String> foundTask() {
    return table.names().stream()
        .filter(name -> ColumnName.of(name).isTask() && table.values(name).size() > 1)
        .filter(name -> !spec.configuration().contains(name))
        .filter(name -> !seed.equals(Optional.of(name)))
        .findFirst();
  }

  private String metric(Optional<String> task) {
    if (spec.metric().isPresent()) {
      return column(table, spec.metric().get());
    }
    List<String> numbers =
        table.names().stream()
            .filter(table::isNumeric)
            .filter(name -> !has(seed, name) && !has(task, name) && !has(identifier, name))
            .filter(name -> !spec.configuration().contains(name))
            .filter(name -> {
              var column = ColumnName.of(name);
              return column.group() != Group.SETTING
                  && !column.isStep()
                  && !column.isSeed()
                  && !column.isIdentifier()
                  && !column.isAdded()
                  && !column.isConfiguration();
            })
            .toList();
    List<String> tracked =
        numbers.stream().filter(name -> ColumnName.of(name).group() == Group.METRIC).toList();
    List<String> likely =
        (tracked.isEmpty() ? numbers : tracked)
            .stream().filter(name -> isKnownMetric(name) || !hasFewValues(name)).toList();
    List<String> known = likely.stream().filter(this::isKnownMetric).toList();
    List<String> some = known.size() == 1 ? known : likely.isEmpty() ? numbers : likely;
    if (some.size() == 1) {
      return some.getFirst();
    }
    throw some.isEmpty()
        ? new InputException(
            "%s has no column of numbers for the metric, beside seeds and settings: there are %s"
                .formatted(table.file(), list(table.names())),
            new InputException.Hint.NamePart(InputException.Part.METRIC))
        : new InputException(
            "%s has several columns that may be the metric: %s".formatted(table.file(), list(some)),
            new InputException.Hint.NamePart(InputException.Part.METRIC));
  }

  private boolean isKnownMetric(String name) {
    return MetricName.of(name).direction().isPresent();
  }

  private static boolean has(Optional<String> column, String name) {
    return column.equals(Optional.of(name));
  }

  /// Whether values repeat, as settings do: on average in two rows or more.
  private boolean hasFewValues(String name) {
    return 2L * table.values(name).size() <= table.rows();
  }

  private List<String> configuration(String metric, Optional<String> task) {
    if (!spec.configuration().isEmpty()) {
      return spec.configuration().stream().map(name -> column(table, name)).toList();
    }
    List<String> varying =
        table.names().stream()
            .filter(name -> !name.equals(metric) && !has(seed, name) && !has(task, name))
            .filter(name -> !has(step, name) && !has(state, name) && !has(identifier, name))
            .filter(this::varies)
            .filter(name -> {
              var column = ColumnName.of(name);
              return column.group() != Group.METRIC
                  && !column.isSeed()
                  && !column.isStep()
                  && !column.isState()
                  && !column.isAdded()
                  && (!column.isIdentifier() || name.equals(FILE) || !tellsRunsApart(name));
            })
            .toList();
    List<String> likely = varying.stream().filter(this::isSetting).toList();
    if (seed.isEmpty() || !sharesSeeds(likely, task)) {
      return likely;
    }
    // Without them, runs of the same seed would be told apart by nothing.
    return varying.stream().filter(name -> isSetting(name) || !table.isNumeric(name)).toList();
  }

  /// Whether runs differ in a column. Where rows are steps, a cell may be empty because the step
  /// logged something else; what changes from step to step is no setting.
  private boolean varies(String name) {
    if (step.isEmpty()) {
      return Stream.of(table.column(name)).distinct().count() > 1;
    }
    Map<String, Set<String>> ofRuns = new LinkedHashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      ofRuns.computeIfAbsent(identity(row), _ -> new HashSet<>()).add(table.text(name, row));
    }
    ofRuns.values().forEach(values -> values.remove(""));
    boolean steady =
        identifier.isEmpty() || ofRuns.values().stream().allMatch(values -> values.size() <= 1);
    return steady && ofRuns.values().stream().flatMap(Set::stream).distinct().count() > 1;
  }

  /// Whether a column that varies is a setting, and neither another result nor the name of a run.
  private boolean isSetting(String name) {
    var column = ColumnName.of(name);
    if (column.isConfiguration()) {
      return true;
    }
    boolean each = table.values(name).size() == table.rows() && table.rows() > 1;
    if (table.isNumeric(name)) {
      return column.group() == Group.SETTING || (hasFewValues(name) && !isKnownMetric(name));
    }
    return !each;
  }

  /// Whether two rows of one seed are neither steps nor tasks of one run.
  private boolean sharesSeeds(List<String> columns, Optional<String> task) {
    Set<List<String>> seen = new HashSet<>();
    return IntStream.range(0, table.rows())
        .anyMatch(row ->
            !seen.add(
                List.of(
                    columns.isEmpty() ? "" : name(table, columns, row),
                    seed(table, seed.orElseThrow(), row),
                    task.isPresent() ? table.text(task.get(), row) : "",
                    step.isPresent() ? table.text(step.get(), row) : "")));
  }

  /// The column of that name, or the one that is called so behind its group, such as
  /// `metrics.val_loss`.
  ///
  /// @throws InputException if there is none
  static String column(CellTable table, String wanted) {
    if (table.has(wanted)) {
      return wanted;
    }
    List<String> grouped =
        table.names().stream().filter(name -> ColumnName.of(name).base().equals(wanted)).toList();
    if (grouped.size() == 1) {
      return grouped.getFirst();
    }
    throw new InputException(
        "%s has no column '%s': %s"
            .formatted(table.file(), Names.shortened(wanted), Names.hint(table.names(), wanted)));
  }

  /// The seed of a row, without the fraction that pandas gives to a column with gaps.
  ///
  /// @throws InputException if there is none
  static String seed(CellTable table, String column, int row) {
    String text = table.text(column, row);
    if (text.isEmpty()) {
      throw new InputException(
          "%s, row %d has no '%s': fill it in, or leave the row out"
              .formatted(table.file(), row + 1, Names.shortened(column)));
    }
    String whole = text.replaceFirst("^([0-9]+)\\.0+$", "$1");
    return SeedName.alone(whole).map(SeedName::seed).orElse(whole);
  }

  /// What the settings of a row are, in words: `resnet`, or `model=resnet, lr=0.1` of several.
  static String name(CellTable table, List<String> columns, int row) {
    return columns.stream()
        .map(column -> {
          String text = table.text(column, row);
          String value = text.isEmpty() ? NONE : text;
          return columns.size() == 1 ? value : ColumnName.of(column).base() + "=" + value;
        })
        .collect(Collectors.joining(", "));
  }

  /// Names in a message.
  static String list(List<String> names) {
    int more = names.size() - MOST_TO_NAME;
    return names.stream()
            .limit(MOST_TO_NAME)
            .map(Names::shortened)
            .collect(Collectors.joining("', '", "'", "'"))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }
}

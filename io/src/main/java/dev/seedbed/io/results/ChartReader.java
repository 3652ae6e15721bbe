package dev.seedbed.io.results;

import dev.seedbed.data.InputException;
import dev.seedbed.io.results.ResultsSpec.Layout;
import dev.seedbed.notation.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The data of a chart, as Weights & Biases exports it: a column of steps, and for each run a
/// column `run - metric`, with two more for the least and the greatest.
///
/// @param table cells
/// @param spec what is known
record ChartReader(CellTable table, ResultsSpec spec) {
  private static final String BETWEEN = " - ";

  /// A column of a run.
  private record Curve(String column, String run, String metric) {}

  /// Whether all columns but that of steps are called like curves of runs.
  static boolean looksLikeChart(CellTable table) {
    long others = table.names().stream().filter(name -> !name.contains(BETWEEN)).count();
    return others <= 1
        && table.names().size() > others
        && table.names().stream()
            .filter(name -> !name.contains(BETWEEN))
            .allMatch(name -> ColumnName.of(name).isStep() || ColumnName.of(name).isAdded());
  }

  Results read() {
    List<Curve> all = curves();
    List<String> metrics = all.stream().map(Curve::metric).distinct().toList();
    String metric =
        spec.metric()
            .or(() -> metrics.size() == 1 ? Optional.of(metrics.getFirst()) : Optional.empty())
            .orElseThrow(() ->
                new InputException(
                    "%s has several metrics: %s".formatted(table.file(), LongReader.list(metrics)),
                    new InputException.Hint.NamePart(InputException.Part.METRIC)));
    List<Curve> curves = all.stream().filter(curve -> curve.metric().equals(metric)).toList();
    if (curves.isEmpty()) {
      throw new InputException(
          "%s has no metric '%s': %s"
              .formatted(table.file(), Names.shortened(metric), Names.hint(metrics, metric)));
    }
    boolean named = curves.stream().allMatch(curve -> SeedName.within(curve.run()).isPresent());
    var runs = new RunCollector(table, spec);
    Optional<String> step =
        table.names().stream().filter(name -> !name.contains(BETWEEN)).findFirst();
    for (Curve curve : curves) {
      Optional<SeedName> seed = SeedName.within(curve.run()).filter(_ -> named);
      runs.add(
          seed.map(SeedName::rest).orElse(""),
          seed.map(SeedName::seed).orElse(curve.run()),
          "",
          score(curve.column(), step, metric));
    }
    return new Results(
        runs.runs(metric, named),
        Layout.CHART,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        step,
        named ? List.of() : List.of(LongReader.NO_SEEDS));
  }

  private List<Curve> curves() {
    return table.names().stream()
        .filter(name -> name.contains(BETWEEN))
        .filter(name -> !name.endsWith("__MIN") && !name.endsWith("__MAX"))
        .map(name -> {
          int at = name.lastIndexOf(BETWEEN);
          return new Curve(
              name, name.substring(0, at).strip(), name.substring(at + BETWEEN.length()).strip());
        })
        .filter(curve -> !curve.metric().startsWith("_"))
        .toList();
  }

  private Cell score(String column, Optional<String> step, String metric) {
    List<StepScores.At> scores = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      double at =
          step.isPresent() && table.cell(step.get(), row) instanceof Cell.Score(double value)
              ? value
              : row;
      scores.add(new StepScores.At(at, table.cell(column, row)));
    }
    return StepScores.score(scores, spec, metric);
  }
}

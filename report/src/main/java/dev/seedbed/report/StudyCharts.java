package dev.seedbed.report;

import dev.seedbed.io.document.ResultDocument;
import dev.seedbed.io.document.SeedEffectPart;
import dev.seedbed.io.document.TrialRow;
import dev.seedbed.report.ChartData.LearningCurves;
import dev.seedbed.report.ChartData.ParallelTrials;
import dev.seedbed.report.ChartData.SeedSpread;
import dev.seedbed.report.Curves.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/// The charts of a study.
final class StudyCharts {
  /// What charts show.
  static final String LOSS = "validation loss";

  /// Colours of schemes in `report.css`.
  private static final int COLOURS = 6;

  private static final List<Double> NO_QUANTILES = Collections.nCopies(5, Double.NaN);

  private final ResultDocument result;
  private final Curves curves;
  private final List<String> schemes;
  private final List<TrialRow> trials;
  private final boolean ordersVary;

  StudyCharts(ResultDocument result, Curves curves) {
    this.result = result;
    this.curves = curves;
    this.schemes =
        result.seedEffect().schemes().stream().map(SeedEffectPart.SchemePart::scheme).toList();
    this.trials = result.trials();
    this.ordersVary = trials.stream().map(TrialRow::orderSeed).distinct().count() > 1;
  }

  List<Chart> all() {
    if (trials.stream().allMatch(trial -> trial.state() == TrialRow.State.DIVERGED)) {
      return List.of(learning());
    }
    var effect = new SeedEffectCharts(result.seedEffect());
    return Stream.of(
            Optional.of(learning()),
            Optional.of(spread()),
            effect.bestOf(),
            effect.comparisons(),
            Optional.of(parallel()))
        .flatMap(Optional::stream)
        .toList();
  }

  /// The number of the trial's scheme.
  private int scheme(TrialRow trial) {
    return schemes.indexOf(trial.scheme());
  }

  private String seeds(TrialRow trial) {
    String seed = "seed " + trial.seed();
    return ordersVary ? seed + ", order " + trial.orderSeed() : seed;
  }

  private String title(TrialRow trial) {
    return schemes.size() == 1 ? seeds(trial) : trial.scheme() + ", " + seeds(trial);
  }

  private static String state(TrialRow trial) {
    return trial.state().name().toLowerCase(Locale.ROOT);
  }

  private Chart learning() {
    var lines = new ArrayList<LearningCurves.Curve>();
    var rows = new ArrayList<List<String>>();
    for (TrialRow trial : trials) {
      List<Point> points = curves.of(trial);
      lines.add(
          new LearningCurves.Curve(
              seeds(trial),
              scheme(trial),
              state(trial),
              points.stream().map(Point::epoch).toList(),
              points.stream().map(point -> ShownNumbers.rounded(point.loss())).toList()));
      rows.add(
          List.of(
              title(trial),
              state(trial),
              Integer.toString(trial.epochs()),
              ShownNumbers.text(trial.validationLoss())));
    }
    List<LearningCurves.Rung> rungs =
        result.rungs().stream()
            .map(rung -> new LearningCurves.Rung(Integer.toString(rung.rung()), rung.epochs()))
            .toList();
    String sentence =
        "Each line is a trial: the thick one is the best, pale ones were stopped early."
            + (rungs.isEmpty()
                ? ""
                : " Dashed and upright: the rungs, at which the poorer trials are stopped.")
            + (curves.thinned() ? " Points were left out; all are in curves.csv." : "");
    return new Chart(
        "learning",
        "Learning curves",
        sentence,
        new LearningCurves(schemes, lines, rungs),
        new DataTable(List.of("trial", "state", "epochs", "lowest validation loss"), rows),
        key());
  }

  /// Which colour is which scheme; empty if there is but one.
  private Html key() {
    if (schemes.size() == 1) {
      return Html.NONE;
    }
    return Html.fragment(
        "key",
        Map.of(
            "schemes",
            Html.each(
                schemes,
                scheme ->
                    Html.fragment(
                        "key-scheme",
                        Map.of(
                            "colour",
                            "c" + schemes.indexOf(scheme) % COLOURS,
                            "scheme",
                            scheme)))));
  }

  private Chart spread() {
    List<SeedSpread.Dot> dots =
        trials.stream()
            .filter(trial -> trial.state() != TrialRow.State.DIVERGED)
            .map(trial ->
                new SeedSpread.Dot(
                    seeds(trial),
                    trial.trial(),
                    scheme(trial),
                    state(trial),
                    trial.validationLoss().orElseThrow()))
            .toList();
    var boxes = new ArrayList<List<Double>>();
    var rows = new ArrayList<List<String>>();
    for (SeedEffectPart.SchemePart scheme : result.seedEffect().schemes()) {
      List<Double> box =
          scheme.oneSeed().validationLoss().map(StudyCharts::quantiles).orElse(NO_QUANTILES);
      boxes.add(box);
      var row = new ArrayList<>(List.of(scheme.scheme()));
      box.forEach(value -> row.add(ShownNumbers.text(value)));
      rows.add(row);
    }
    return new Chart(
        "spread",
        "What the seeds gave",
        "Each dot is a trial's lowest validation loss, small if it was stopped early; the diamond is the best. The box shows the quartiles of what one seed gives, by the trials that are never stopped. Where dots lie side by side means nothing.",
        new SeedSpread(LOSS, schemes, trials.size() / schemes.size(), dots, boxes),
        new DataTable(List.of("scheme", "least", "25 %", "median", "75 %", "greatest"), rows));
  }

  private static List<Double> quantiles(SeedEffectPart.Outlook losses) {
    return List.of(losses.least(), losses.p25(), losses.median(), losses.p75(), losses.greatest());
  }

  /// A column of the trials side by side.
  ///
  /// @param text of a trial that has not diverged
  /// @param value not finite if there is none
  private record Column(
      ParallelTrials.Axis axis, Function<TrialRow, String> text, Function<TrialRow, Double> value) {

    static Column number(String name, Function<TrialRow, OptionalDouble> number) {
      return new Column(
          new ParallelTrials.Axis(name, false),
          trial -> ShownNumbers.text(number.apply(trial)),
          trial -> number.apply(trial).orElse(Double.NaN));
    }

    static Column integer(String name, Function<TrialRow, Long> integer) {
      return new Column(
          new ParallelTrials.Axis(name, true),
          trial -> Long.toString(integer.apply(trial)),
          trial -> (double) integer.apply(trial));
    }
  }

  private List<Column> columns() {
    var columns = new ArrayList<Column>();
    columns.add(Column.integer("seed", TrialRow::seed));
    if (ordersVary) {
      columns.add(Column.integer("order seed", TrialRow::orderSeed));
    }
    columns.add(Column.integer("epochs", trial -> (long) trial.epochs()));
    columns.add(
        new Column(
            new ParallelTrials.Axis("best epoch", true),
            trial -> Integer.toString(trial.bestEpoch().orElseThrow()),
            trial -> trial.bestEpoch().isPresent() ? trial.bestEpoch().getAsInt() : Double.NaN));
    columns.add(
        trials.getFirst().validationAccuracy().isPresent()
            ? Column.number("accuracy", TrialRow::validationAccuracy)
            : Column.number("RMSE", TrialRow::validationRmse));
    columns.add(Column.number("loss", TrialRow::validationLoss));
    return columns;
  }

  private Chart parallel() {
    List<Column> columns = columns();
    List<ParallelTrials.Line> lines =
        trials.stream()
            .map(trial ->
                new ParallelTrials.Line(
                    scheme(trial),
                    state(trial),
                    columns.stream().map(column -> column.value().apply(trial)).toList()))
            .toList();
    List<ParallelTrials.Axis> axes = columns.stream().map(Column::axis).toList();
    var header = new ArrayList<>(axes.stream().map(ParallelTrials.Axis::name).toList());
    if (schemes.size() > 1) {
      header.addFirst("scheme");
    }
    var rows = new ArrayList<List<String>>();
    for (TrialRow.State state : List.of(TrialRow.State.STOPPED, TrialRow.State.COMPLETED)) {
      for (String scheme : schemes) {
        trials.stream()
            .filter(trial -> trial.state() == state && trial.scheme().equals(scheme))
            .map(trial -> row(trial, columns))
            .forEach(rows::add);
      }
    }
    return new Chart(
        "parallel",
        "Trials side by side",
        "Each line is a trial, from what was chosen at the left to what came out at the right, on the validation rows; pale ones were stopped early. Drag along an axis to see only some of them.",
        new ParallelTrials(schemes, axes, lines),
        new DataTable(header, rows),
        key());
  }

  private List<String> row(TrialRow trial, List<Column> columns) {
    var row = new ArrayList<String>();
    if (schemes.size() > 1) {
      row.add(trial.scheme());
    }
    columns.forEach(column -> row.add(column.text().apply(trial)));
    return row;
  }
}

package dev.seedbed.cli.live;

import dev.seedbed.cli.terminal.Columns;
import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.Words;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Vary;
import dev.seedbed.train.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The best trials of a race while it is on, as a table.
///
/// @param best the best first; at least one
record LiveBoard(StudySpec spec, List<LiveTrial.View> best) {
  private static final int WIDEST_SCHEME = 24;
  private static final int GAP = 2;

  /// A column of the table.
  ///
  /// @param number whether it ends at the same place in all rows
  /// @param weight the column of the smallest one is the first that is left out
  /// @param cell what it says of a trial
  private record Column(
      String name, boolean number, int weight, Function<LiveTrial.View, String> cell) {}

  /// Text of a table that is no wider than it may be, or as narrow as it can be.
  ///
  /// @param lines the names of the columns, then a line for each trial
  /// @param whole whether nothing had to be left out
  record Text(List<String> lines, boolean whole) {
    int width() {
      return lines.stream().mapToInt(Lines::columns).max().orElse(0);
    }
  }

  /// The table.
  Text text(int width) {
    List<Column> all = columns();
    var kept = new ArrayList<>(all);
    Text text = text(kept, true);
    while (text.width() > width && kept.size() > 3) {
      kept.remove(kept.stream().min(Comparator.comparingInt(Column::weight)).orElseThrow());
      text = text(kept, false);
    }
    return text;
  }

  private Text text(List<Column> columns, boolean whole) {
    var rows = new ArrayList<List<String>>();
    rows.add(columns.stream().map(Column::name).toList());
    for (LiveTrial.View trial : best) {
      rows.add(columns.stream().map(column -> column.cell().apply(trial)).toList());
    }
    Set<Integer> numbers =
        IntStream.range(0, columns.size())
            .filter(i -> columns.get(i).number())
            .boxed()
            .collect(Collectors.toSet());
    return new Text(Columns.lines(rows, numbers, GAP), whole);
  }

  private List<Column> columns() {
    boolean quantity =
        best.getFirst().best().filter(score -> score instanceof Score.Regression).isPresent();
    var columns = new ArrayList<Column>();
    columns.add(new Column("", true, 9, trial -> Integer.toString(best.indexOf(trial) + 1)));
    columns.add(new Column("seed", true, 8, trial -> Long.toString(trial.trial().seed().value())));
    if (spec.vary() != Vary.INIT) {
      columns.add(
          new Column("order", true, 6, trial -> Long.toString(trial.trial().order().value())));
    }
    if (spec.schemes().size() > 1) {
      columns.add(
          new Column("scheme", false, 5, trial -> shortened(trial.trial().scheme().name())));
    }
    columns.add(
        new Column(
            "loss", true, 7, trial -> trial.best().map(s -> Words.loss(s.loss())).orElse("")));
    columns.add(
        new Column(
            quantity ? "rmse" : "accuracy",
            true,
            4,
            trial -> trial.best().map(Words::metric).orElse("")));
    columns.add(new Column("epoch", true, 3, trial -> Integer.toString(trial.losses().length)));
    columns.add(new Column("", false, 2, trial -> state(trial.state())));
    return columns;
  }

  private static String state(LiveTrial.State state) {
    return switch (state) {
      case RUNNING -> "";
      case COMPLETED -> "done";
      case STOPPED -> "stopped";
      case DIVERGED -> "diverged";
    };
  }

  private static String shortened(String scheme) {
    return scheme.length() <= WIDEST_SCHEME ? scheme : scheme.substring(0, WIDEST_SCHEME - 1) + "…";
  }
}

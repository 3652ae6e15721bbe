package dev.seedbed.cli.train;

import dev.seedbed.cli.terminal.Columns;
import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.Tones;
import dev.seedbed.cli.terminal.Words;
import dev.seedbed.init.Scheme;
import dev.seedbed.report.text.NumberText;
import dev.seedbed.study.Outcome;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialResult;
import dev.seedbed.study.Vary;
import dev.seedbed.train.Metric;
import dev.seedbed.train.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// The trials of a study in their order, a line each.
record Leaderboard(Lines out, StudySpec spec) {
  private static final int MOST = 10;

  /// Where a line goes on that is too long: behind the rank.
  private static final int INDENT = 6;

  private static final int GAP = 3;

  /// @param ranking of trials that have ended, the best first
  void print(List<TrialResult> ranking) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        row(
            "rank",
            names("scheme", "seed", "order"),
            columns("validation loss", metric(ranking), rankedBy(), "best epoch", "")));
    for (int i = 0; i < ranking.size(); i++) {
      if (i < MOST || i == ranking.size() - 1) {
        rows.add(row(Integer.toString(i + 1), names(ranking.get(i).trial()), end(ranking.get(i))));
      }
    }
    Set<Integer> numbers = Set.copyOf(numbers());
    List<String> lines = Columns.lines(rows, numbers, GAP);
    for (int i = 0; i < lines.size(); i++) {
      if (i == lines.size() - 1 && ranking.size() > MOST + 1) {
        out.text(Tones.FAINT, "   …", "", 0);
      }
      out.text(
          switch (i) {
            case 0 -> Tones.FAINT;
            case 1 -> Tones.STRONG;
            default -> Tones.PLAIN;
          },
          lines.get(i),
          "",
          INDENT);
    }
    long diverged =
        ranking.stream().filter(trial -> trial.outcome() instanceof Outcome.Diverged).count();
    if (diverged > 0) {
      out.text(Tones.PLAIN, "%d of %d diverged".formatted(diverged, ranking.size()), "", 0);
    }
  }

  private static List<String> row(String rank, List<String> names, List<String> end) {
    var row = new ArrayList<>(List.of(rank));
    row.addAll(names);
    row.addAll(end);
    return row;
  }

  private static String metric(List<TrialResult> ranking) {
    return ranking.stream()
            .flatMap(trial -> trial.outcome().best().stream())
            .anyMatch(score -> score instanceof Score.Regression)
        ? "rmse"
        : "accuracy";
  }

  /// The columns of numbers: all but the scheme and how a trial ended.
  private List<Integer> numbers() {
    int names = names("", "", "").size();
    int scheme = severalSchemes() ? names : -1;
    return IntStream.range(0, 1 + names + (ranksByOther() ? 4 : 3))
        .filter(i -> i != scheme)
        .boxed()
        .toList();
  }

  private boolean severalSchemes() {
    return spec.schemes().size() > 1;
  }

  /// The name of a trial: its scheme and seeds, as far as they vary.
  private List<String> names(Trial trial) {
    Scheme scheme = trial.scheme();
    return names(
        scheme.name(), Long.toString(trial.seed().value()), Long.toString(trial.order().value()));
  }

  private List<String> names(String scheme, String seed, String order) {
    var names = new ArrayList<>(List.of(seed));
    if (spec.vary() != Vary.INIT) {
      names.add(order);
    }
    if (severalSchemes()) {
      names.add(scheme);
    }
    return names;
  }

  private List<String> end(TrialResult result) {
    return switch (result.outcome()) {
      case Outcome.Completed completed ->
          scored(result, completed.validation(), completed.bestEpoch(), "");
      case Outcome.Stopped stopped ->
          scored(
              result,
              stopped.validation(),
              stopped.bestEpoch(),
              "stopped at rung %d, epoch %d: %s"
                  .formatted(
                      stopped.rung(), spec.rungs().get(stopped.rung() - 1), beyond(stopped.cut())));
      case Outcome.Diverged diverged ->
          columns("", "", "", "", "diverged in epoch %d".formatted(diverged.epoch()));
    };
  }

  private String beyond(double cut) {
    Metric metric = spec.training().metric();
    if (metric.isLoss()) {
      return "above " + Words.loss(cut);
    }
    return (metric == Metric.MAE ? "above " : "below ") + figure(cut);
  }

  /// The metric of a cost.
  private String figure(double cost) {
    double value = spec.training().metric().ofCost(cost);
    return value >= 10 ? NumberText.four(value) : Words.loss(value);
  }

  private List<String> scored(TrialResult result, Score score, int bestEpoch, String remark) {
    return columns(
        Words.loss(score.loss()),
        Words.metric(score),
        figure(result.cost()),
        Integer.toString(bestEpoch),
        remark);
  }

  /// What trials are ranked by, if that is not a column anyway.
  private String rankedBy() {
    return spec.training().metric().notation();
  }

  private boolean ranksByOther() {
    Metric metric = spec.training().metric();
    return !metric.isLoss() && metric != Metric.ACCURACY;
  }

  private List<String> columns(
      String loss, String metric, String rankedBy, String bestEpoch, String remark) {
    return ranksByOther()
        ? List.of(loss, metric, rankedBy, bestEpoch, remark)
        : List.of(loss, metric, bestEpoch, remark);
  }
}

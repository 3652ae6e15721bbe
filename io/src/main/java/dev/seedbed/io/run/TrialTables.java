package dev.seedbed.io.run;

import dev.seedbed.data.Target;
import dev.seedbed.io.document.TrialRow;
import dev.seedbed.study.Outcome;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialResult;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The tables of a run's trials.
final class TrialTables {

  private TrialTables() {}

  /// Writes how each trial ended, the best first.
  static void trials(Path file, Target target, StudyResult result) throws IOException {
    var header =
        new ArrayList<>(
            List.of(
                "rank", "scheme", "seed", "order_seed", "state", "rung", "epochs", "best_epoch"));
    header.addAll(scoreNames(target));
    header.addAll(List.of("cost", "cut"));
    int[] rank = new int[1];
    Tables.write(file, header, result.ranking().stream().map(trial -> trial(++rank[0], trial)));
  }

  private static List<String> trial(int rank, TrialResult result) {
    var row = new ArrayList<String>();
    row.add(Integer.toString(rank));
    row.addAll(names(result.trial()));
    row.add(TrialRow.State.of(result.outcome()).name().toLowerCase(Locale.ROOT));
    row.add(Integer.toString(result.rung()));
    row.add(Integer.toString(result.curve().size()));
    switch (result.outcome()) {
      case Outcome.Completed completed -> {
        row.add(Integer.toString(completed.bestEpoch()));
        row.addAll(scoreValues(completed.validation()));
        row.add(Tables.number(result.cost()));
        row.add("");
      }
      case Outcome.Stopped stopped -> {
        row.add(Integer.toString(stopped.bestEpoch()));
        row.addAll(scoreValues(stopped.validation()));
        row.add(Tables.number(result.cost()));
        row.add(Double.toString(stopped.cut()));
      }
      case Outcome.Diverged _ -> row.addAll(List.of("", "", "", "", ""));
    }
    return row;
  }

  /// Writes every epoch of every trial, in the order of the trials.
  static void curves(Path file, Target target, StudyResult result) throws IOException {
    var header = new ArrayList<>(List.of("scheme", "seed", "order_seed", "epoch", "training_loss"));
    header.addAll(scoreNames(target));
    header.add("cost");
    Tables.write(
        file,
        header,
        result.ranking().stream()
            .sorted(Comparator.comparingInt(trial -> trial.trial().number()))
            .flatMap(trial -> trial.curve().stream().map(epoch -> epoch(trial.trial(), epoch))));
  }

  private static List<String> epoch(Trial trial, Epoch epoch) {
    var row = new ArrayList<String>(names(trial));
    row.add(Integer.toString(epoch.number()));
    row.add(Tables.number(epoch.trainingLoss()));
    row.addAll(scoreValues(epoch.validation()));
    row.add(Tables.number(epoch.cost()));
    return row;
  }

  private static List<String> names(Trial trial) {
    return List.of(
        trial.scheme().name(),
        Long.toString(trial.seed().value()),
        Long.toString(trial.order().value()));
  }

  private static List<String> scoreNames(Target target) {
    return switch (target) {
      case Target.Classes _ -> List.of("validation_loss", "validation_accuracy");
      case Target.Quantity _ -> List.of("validation_loss", "validation_rmse");
    };
  }

  private static List<String> scoreValues(Score score) {
    return List.of(Tables.number(score.loss()), Tables.number(score.metric()));
  }
}

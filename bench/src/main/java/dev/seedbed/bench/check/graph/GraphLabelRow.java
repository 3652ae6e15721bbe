package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.Label;
import dev.seedbed.bench.check.LabelFile;
import dev.seedbed.bench.check.graph.GraphReference.By;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What training said of one start: a line of `labels.csv`.
///
/// @param trials of each optimiser that decides; of those that were tried if the label is dropped
record GraphLabelRow(String name, int seed, List<Trial> trials, Label label) {
  static final String HEADER =
      "case,seed,label,optimizer,reference_loss,target_loss,reference_steps,steps,…";

  private static final int FIRST_TRIAL = 2;
  private static final int FIELDS = 5;

  /// What one optimiser says.
  ///
  /// @param best loss of the reference
  /// @param target loss that counts as trained
  /// @param reference the steps of the reference to the target; 0 if it does not train
  /// @param steps of the start; infinite if it did not get there, not a number if it was not tried
  record Trial(By optimizer, double best, double target, int reference, double steps) {
    Label label() {
      return Label.of(steps, reference);
    }

    private String text() {
      return "%s,%.4f,%.4f,%d,%s"
          .formatted(
              optimizer.name().toLowerCase(Locale.ROOT),
              best,
              target,
              reference,
              Double.isFinite(steps) ? "" + (int) steps : "");
    }

    private static Trial parse(List<String> fields) {
      return new Trial(
          By.valueOf(fields.get(0).toUpperCase(Locale.ROOT)),
          Double.parseDouble(fields.get(1)),
          Double.parseDouble(fields.get(2)),
          Integer.parseInt(fields.get(3)),
          fields.get(4).isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(fields.get(4)));
    }
  }

  GraphLabelRow {
    trials = List.copyOf(trials);
  }

  /// The label on which optimisers agree; mixed if they don't.
  static Label together(List<Trial> trials) {
    List<Label> labels = trials.stream().map(Trial::label).distinct().toList();
    return labels.size() == 1 ? labels.getFirst() : Label.MIXED;
  }

  String line() {
    var fields = new ArrayList<String>();
    fields.add("\"" + name + "\"");
    fields.add("" + seed);
    fields.add(label.name().toLowerCase(Locale.ROOT));
    trials.forEach(trial -> fields.add(trial.text()));
    return String.join(",", fields);
  }

  static GraphLabelRow parse(String line) {
    String name = LabelFile.name(line);
    List<String> fields = List.of(line.substring(name.length() + 3).split(",", -1));
    var trials = new ArrayList<Trial>();
    for (int at = FIRST_TRIAL; at < fields.size(); at += FIELDS) {
      trials.add(Trial.parse(fields.subList(at, at + FIELDS)));
    }
    return new GraphLabelRow(
        name,
        Integer.parseInt(fields.get(0)),
        trials,
        Label.valueOf(fields.get(1).toUpperCase(Locale.ROOT)));
  }
}

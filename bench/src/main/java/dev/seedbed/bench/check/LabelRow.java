package dev.seedbed.bench.check;

import java.util.List;
import java.util.Locale;

/// What training said of one start: a line of `labels.csv`.
///
/// @param chance the loss of knowing only how often each class occurs
/// @param best loss of the reference
/// @param target loss that counts as trained
/// @param reference the steps of the reference to the target
/// @param steps of the start; infinite if it did not get there, not a number if it was not tried
record LabelRow(
    String name,
    int seed,
    double chance,
    double best,
    double target,
    int reference,
    double steps,
    Label label) {
  static final String HEADER =
      "case,seed,chance_loss,reference_loss,target_loss,reference_steps,steps,label";

  String line() {
    return "\"%s\",%d,%.4f,%.4f,%.4f,%d,%s,%s"
        .formatted(
            name,
            seed,
            chance,
            best,
            target,
            reference,
            Double.isFinite(steps) ? "" + (int) steps : "",
            label.name().toLowerCase(Locale.ROOT));
  }

  /// Names are in quotes, and hold none.
  static LabelRow parse(String line) {
    int end = line.indexOf('"', 1);
    List<String> fields = List.of(line.substring(end + 2).split(",", -1));
    return new LabelRow(
        line.substring(1, end),
        Integer.parseInt(fields.get(0)),
        Double.parseDouble(fields.get(1)),
        Double.parseDouble(fields.get(2)),
        Double.parseDouble(fields.get(3)),
        Integer.parseInt(fields.get(4)),
        fields.get(5).isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(fields.get(5)),
        Label.valueOf(fields.get(6).toUpperCase(Locale.ROOT)));
  }
}

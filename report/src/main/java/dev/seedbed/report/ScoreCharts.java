package dev.seedbed.report;

import dev.seedbed.io.document.CalibrationPart;
import dev.seedbed.io.document.ClassPart;
import dev.seedbed.io.document.ResultDocument;
import dev.seedbed.report.ChartData.ClassRecalls;
import dev.seedbed.report.ChartData.ProbabilityChecks;
import dev.seedbed.report.text.NumberText;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// The charts of how good the answers are on the test rows: of classes, as a quantity's are in
/// [Predictions].
///
/// @param best as `result.json` says it
record ScoreCharts(ResultDocument.Best best) {
  /// More cannot be told apart.
  private static final int MOST_CLASSES = 15;

  List<Chart> all() {
    return Stream.of(
            best.testClasses().map(ScoreCharts::recalls),
            best.testCalibration().map(this::calibration))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Chart recalls(List<ClassPart> classes) {
    List<ClassPart> shown = classes;
    if (classes.size() > MOST_CLASSES) {
      List<ClassPart> least =
          classes.stream()
              .sorted(Comparator.comparingDouble(c -> c.recall().orElse(Double.MAX_VALUE)))
              .limit(MOST_CLASSES)
              .toList();
      shown = classes.stream().filter(least::contains).toList();
    }
    return new Chart(
        "recall",
        "Recall of each class",
        "The share of a class's test rows that the network finds, with its 95 % interval: few rows say little."
            + (shown.size() < classes.size()
                ? " The %d classes with the lowest recall are shown, of %,d."
                    .formatted(shown.size(), classes.size())
                : ""),
        new ClassRecalls(
            shown.stream()
                .filter(c -> c.recall().isPresent())
                .map(c ->
                    new ClassRecalls.Recall(
                        c.name(),
                        rounded(c.recall()),
                        rounded(c.recallLow()),
                        rounded(c.recallHigh())))
                .toList()),
        new DataTable(
            List.of("class", "rows", "answered", "recall", "precision", "F1"),
            shown.stream().map(ScoreCharts::row).toList()));
  }

  private static double rounded(OptionalDouble share) {
    return ShownNumbers.rounded(share.orElse(Double.NaN));
  }

  private static List<String> row(ClassPart scores) {
    return List.of(
        scores.name(),
        "%,d".formatted(scores.rows()),
        "%,d".formatted(scores.answered()),
        share(scores.recall(), scores.recallLow(), scores.recallHigh()),
        share(scores.precision(), scores.precisionLow(), scores.precisionHigh()),
        share(scores.f1(), scores.f1Low(), scores.f1High()));
  }

  private static String share(OptionalDouble share, OptionalDouble low, OptionalDouble high) {
    return share.isEmpty()
        ? "none"
        : "%s (%s to %s)"
            .formatted(
                NumberText.score(share.getAsDouble()),
                NumberText.score(low.orElseThrow()),
                NumberText.score(high.orElseThrow()));
  }

  private Chart calibration(List<CalibrationPart> groups) {
    return new Chart(
        "calibration",
        "Do the probabilities mean what they say?",
        "Test rows by the probability of the network's answer: on the dashed line, of 100 rows with a probability of 0.8, 80 are right. On average a probability is off by %s."
            .formatted(NumberText.score(best.testCalibrationError().orElseThrow())),
        new ProbabilityChecks(
            groups.stream()
                .map(group ->
                    new ProbabilityChecks.Group(
                        group.rows(),
                        ShownNumbers.rounded(group.probability()),
                        ShownNumbers.rounded(group.accuracy())))
                .toList()),
        new DataTable(
            List.of("probability", "rows", "mean probability", "right"),
            groups.stream()
                .map(group ->
                    List.of(
                        "%.1f to %.1f".formatted(group.low(), group.high()),
                        "%,d".formatted(group.rows()),
                        NumberText.score(group.probability()),
                        NumberText.score(group.accuracy())))
                .toList()));
  }
}

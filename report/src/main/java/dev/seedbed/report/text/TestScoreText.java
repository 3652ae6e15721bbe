package dev.seedbed.report.text;

import dev.seedbed.io.document.ClassPart;
import dev.seedbed.io.document.ResultDocument;
import dev.seedbed.notation.Names;
import dev.seedbed.score.Beats;
import dev.seedbed.score.ClassScores;
import dev.seedbed.score.QuantityScores;
import dev.seedbed.score.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Scores of answers in words: of the best network on the test rows, or of any on other rows.
public final class TestScoreText {
  private TestScoreText() {}

  /// The score that people ask for first, with its interval, and what anybody has without a
  /// network.
  public static String headline(ResultDocument.Best best) {
    return test(best) + ", " + baseline(best);
  }

  /// The score alone.
  public static String test(ResultDocument.Best best) {
    return "test "
        + (best.testAccuracy().isPresent()
            ? accuracy(
                best.testAccuracy().orElseThrow(),
                best.testAccuracyLow().orElseThrow(),
                best.testAccuracyHigh().orElseThrow())
            : rmse(
                best.testRmse().orElseThrow(),
                best.testRmseLow().orElseThrow(),
                best.testRmseHigh().orElseThrow()));
  }

  /// How good answers are to rows of which no more is known than what is right, as [Scores#of] of
  /// these rows alone says it.
  public static String answers(Scores scores) {
    return switch (scores) {
      case ClassScores classes ->
          "%s, %s, log loss %s"
              .formatted(
                  accuracy(
                      classes.accuracy().value(),
                      classes.accuracy().interval().low(),
                      classes.accuracy().interval().high()),
                  beside(
                      classes.beatsBaseline(),
                      always(
                          classes.label(classes.baseline()),
                          classes.baselineAccuracy(),
                          ", the most frequent of these rows")),
                  NumberText.four(classes.logLoss().value()));
      case QuantityScores quantity ->
          "%s, %s%s"
              .formatted(
                  rmse(
                      quantity.rmse().value(),
                      quantity.rmse().interval().low(),
                      quantity.rmse().interval().high()),
                  beside(
                      quantity.beatsBaseline(),
                      always(quantity.baselineRmse(), " of the training rows")),
                  quantity.r2().map(r2 -> ", R² " + NumberText.score(r2.value())).orElse(""));
    };
  }

  private static String accuracy(double accuracy, double low, double high) {
    return "accuracy %s (95 %% interval %.1f to %.1f)"
        .formatted(NumberText.percent(accuracy), 100 * low, 100 * high);
  }

  private static String rmse(double rmse, double low, double high) {
    String alone = "RMSE " + NumberText.four(rmse);
    return Double.isFinite(high)
        ? "%s (95 %% interval %s to %s)"
            .formatted(alone, NumberText.four(low), NumberText.four(high))
        : alone;
  }

  private static String baseline(ResultDocument.Best best) {
    return beside(
        best.beatsBaseline(),
        best.baselineClass()
            .map(name -> always(name, best.baselineAccuracy().orElseThrow(), ""))
            .orElseGet(() -> always(best.baselineRmse().orElseThrow(), "")));
  }

  /// @param which what class it is, after a comma
  private static String always(String name, double accuracy, String which) {
    return "always '%s' (%s%s)"
        .formatted(Names.shortened(name), NumberText.percent(accuracy), which);
  }

  /// @param which of what rows the mean is
  private static String always(double rmse, String which) {
    return "always the mean%s (%s)".formatted(which, NumberText.four(rmse));
  }

  private static String beside(Beats beats, String baseline) {
    return switch (beats) {
      case YES -> "better than " + baseline;
      case UNCLEAR -> "which these rows cannot tell from " + baseline;
      case NO -> "worse than " + baseline;
    };
  }

  /// The other scores, in one line.
  public static String others(ResultDocument.Best best) {
    var parts = new ArrayList<String>();
    best.testBalancedAccuracy()
        .ifPresent(value -> parts.add("balanced accuracy " + NumberText.percent(value)));
    f1(best)
        .ifPresent(value ->
            parts.add(
                best.testF1Class()
                        .map(name -> "F1 of '%s' ".formatted(Names.shortened(name)))
                        .orElse("macro F1 ")
                    + NumberText.score(value)));
    best.testAuc().ifPresent(value -> parts.add("ROC AUC " + NumberText.score(value)));
    best.testLogLoss().ifPresent(value -> parts.add("log loss " + NumberText.four(value)));
    best.testMae().ifPresent(value -> parts.add("MAE " + NumberText.four(value)));
    best.testR2().ifPresent(value -> parts.add("R² " + NumberText.score(value)));
    missed(best.testClasses().orElse(List.of())).ifPresent(parts::add);
    absent(best.testClasses().orElse(List.of())).ifPresent(parts::add);
    return String.join(", ", parts);
  }

  /// The F1, if there is anything to say of it: not if it is that of a class that neither has rows
  /// nor was answered.
  public static OptionalDouble f1(ResultDocument.Best best) {
    boolean unknown =
        best.testClasses().orElse(List.of()).stream()
            .filter(c -> best.testF1Class().equals(Optional.of(c.name())))
            .anyMatch(c -> c.f1().isEmpty());
    return unknown ? OptionalDouble.empty() : best.testF1();
  }

  /// Classes that no row is of.
  private static Optional<String> absent(List<ClassPart> classes) {
    List<ClassPart> absent = classes.stream().filter(c -> c.rows() == 0).toList();
    return switch (absent.size()) {
      case 0 -> Optional.empty();
      case 1 ->
          Optional.of("no row is of '%s'".formatted(Names.shortened(absent.getFirst().name())));
      default -> Optional.of("no row is of %d of the classes".formatted(absent.size()));
    };
  }

  /// Classes of which no row was found.
  private static Optional<String> missed(List<ClassPart> classes) {
    List<ClassPart> missed =
        classes.stream()
            .filter(c -> c.recall().isPresent() && c.recall().getAsDouble() == 0)
            .toList();
    return switch (missed.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(one(missed.getFirst()));
      default -> Optional.of("no row of %d classes was found".formatted(missed.size()));
    };
  }

  private static String one(ClassPart missed) {
    String name = Names.shortened(missed.name());
    return missed.rows() == 1
        ? "the only row of '%s' was missed".formatted(name)
        : "all %,d rows of '%s' were missed".formatted(missed.rows(), name);
  }
}

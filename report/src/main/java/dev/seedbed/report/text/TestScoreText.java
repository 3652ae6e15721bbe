package dev.seedbed.report.text;

import dev.seedbed.io.document.ClassPart;
import dev.seedbed.io.document.ResultDocument;
import dev.seedbed.notation.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The test scores of the best network in words.
public final class TestScoreText {
  private TestScoreText() {}

  /// The score that people ask for first, with its interval, and what anybody has without a
  /// network.
  public static String headline(ResultDocument.Best best) {
    return test(best) + ", " + baseline(best);
  }

  /// The score alone.
  public static String test(ResultDocument.Best best) {
    if (best.testAccuracy().isPresent()) {
      return "test accuracy %.2f %% (95 %% interval %.1f to %.1f)"
          .formatted(
              100 * best.testAccuracy().orElseThrow(),
              100 * best.testAccuracyLow().orElseThrow(),
              100 * best.testAccuracyHigh().orElseThrow());
    }
    double rmse = best.testRmse().orElseThrow();
    double high = best.testRmseHigh().orElseThrow();
    return Double.isFinite(high)
        ? "test RMSE %.4g (95 %% interval %.4g to %.4g)"
            .formatted(rmse, best.testRmseLow().orElseThrow(), high)
        : "test RMSE %.4g".formatted(rmse);
  }

  private static String baseline(ResultDocument.Best best) {
    String without =
        best.baselineClass()
            .map(name ->
                "always '%s' (%.2f %%)"
                    .formatted(Names.shortened(name), 100 * best.baselineAccuracy().orElseThrow()))
            .orElseGet(() -> "always the mean (%.4g)".formatted(best.baselineRmse().orElseThrow()));
    return switch (best.beatsBaseline()) {
      case YES -> "better than " + without;
      case UNCLEAR -> "which these rows cannot tell from " + without;
      case NO -> "worse than " + without;
    };
  }

  /// The other scores, in one line.
  public static String others(ResultDocument.Best best) {
    var parts = new ArrayList<String>();
    best.testBalancedAccuracy()
        .ifPresent(value -> parts.add("balanced accuracy %.2f %%".formatted(100 * value)));
    best.testF1()
        .ifPresent(value ->
            parts.add(
                "F1%s %.3f"
                    .formatted(
                        best.testF1Class()
                            .map(name -> " of '" + Names.shortened(name) + "'")
                            .orElse(""),
                        value)));
    best.testAuc().ifPresent(value -> parts.add("ROC AUC %.3f".formatted(value)));
    best.testLogLoss().ifPresent(value -> parts.add("log loss %.4g".formatted(value)));
    best.testMae().ifPresent(value -> parts.add("MAE %.4g".formatted(value)));
    best.testR2().ifPresent(value -> parts.add("R² %.3f".formatted(value)));
    missed(best.testClasses().orElse(List.of())).ifPresent(parts::add);
    return String.join(", ", parts);
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

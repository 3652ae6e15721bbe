package dev.seedbed.report;

import dev.seedbed.io.document.ResultDocument;
import tools.jackson.databind.JsonNode;

/// Scores in words.
public final class Scores {
  private Scores() {}

  /// Whether a trial's or a network's scores are those of classes.
  static boolean ofClasses(JsonNode scores) {
    return scores.has("validation_accuracy");
  }

  /// The test score of the best network, with its interval.
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

  /// As of a record, of a tree.
  static String test(JsonNode best) {
    if (best.path("test_rmse_high").isNull()) {
      return "test RMSE %.4g".formatted(best.required("test_rmse").doubleValue());
    }
    return ofClasses(best)
        ? "test accuracy %.2f %% (95 %% interval %.1f to %.1f)"
            .formatted(
                100 * best.required("test_accuracy").doubleValue(),
                100 * best.required("test_accuracy_low").doubleValue(),
                100 * best.required("test_accuracy_high").doubleValue())
        : "test RMSE %.4g (95 %% interval %.4g to %.4g)"
            .formatted(
                best.required("test_rmse").doubleValue(),
                best.required("test_rmse_low").doubleValue(),
                best.required("test_rmse_high").doubleValue());
  }
}

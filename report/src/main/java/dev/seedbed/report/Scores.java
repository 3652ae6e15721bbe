package dev.seedbed.report;

import tools.jackson.databind.JsonNode;

/// Scores in words.
public final class Scores {
  private Scores() {}

  /// Whether a trial's or a network's scores are those of classes.
  static boolean ofClasses(JsonNode scores) {
    return scores.has("validation_accuracy");
  }

  /// The test score of the best network, with its interval.
  public static String test(JsonNode best) {
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

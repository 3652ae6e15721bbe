package dev.seedbed.report.text;

import dev.seedbed.io.document.ResultDocument;

/// Scores in words.
public final class Scores {
  private Scores() {}

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
}

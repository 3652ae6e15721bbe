package dev.seedbed.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Rules on the weights of one tensor, whatever network it is part of.
final class WeightRules {
  private WeightRules() {}

  /// What is wrong with weights or biases by themselves.
  ///
  /// @param fix what draws the tensor anew
  static List<Finding> of(String name, Sample values, boolean weights, String fix) {
    var findings = new ArrayList<Finding>();
    if (values.wrong() > 0) {
      findings.add(
          new Finding(
              Rule.NON_FINITE,
              Severity.ERROR,
              name,
              values.wrong(),
              "above 0",
              "%,d of %,d numbers are infinite or not a number, and so will be all that is computed with them"
                  .formatted(values.wrong(), values.count()),
              fix));
      return findings;
    }
    if (!weights || values.count() < 2) {
      return findings;
    }
    boolean zero = values.tinyShare() > Thresholds.TINY_SHARE;
    if (zero) {
      findings.add(
          new Finding(
              Rule.ZERO_LAYER,
              Severity.ERROR,
              name,
              values.tinyShare(),
              "above 0.95",
              text(
                  "%.0f %% of the weights are as good as 0, so hardly any signal passes",
                  100 * values.tinyShare()),
              fix));
    } else if (values.variance() <= Thresholds.CONSTANT * values.mean() * values.mean()) {
      findings.add(
          new Finding(
              Rule.SYMMETRY,
              Severity.ERROR,
              name,
              values.variance(),
              "at most 1e-8 of the squared mean",
              text(
                  "all weights are %.4g, so all units compute the same and stay equal for ever",
                  values.mean()),
              fix));
    }
    double negative = values.negativeShare();
    double positive = 1 - negative - values.zeroShare();
    double oneSign = Math.max(negative, positive);
    if (!zero
        && findings.isEmpty()
        && values.count() >= Thresholds.SAME_SIGN_COUNT
        && oneSign > Thresholds.SAME_SIGN_SHARE) {
      findings.add(
          new Finding(
              Rule.SAME_SIGN,
              Severity.WARNING,
              name,
              oneSign,
              "above 0.95",
              text(
                  "%.0f %% of the weights have the same sign, so all units pull the same way",
                  100 * oneSign),
              fix));
    }
    return findings;
  }

  /// Whether weights look as if training had changed them: of no known law, though they vary as
  /// independent draws do.
  static List<Finding> trained(
      String name, Sample weights, List<Guess> guesses, boolean structured) {
    boolean draws =
        weights.wrong() == 0
            && weights.count() >= Thresholds.FIT_COUNT
            && weights.zeroShare() < 0.01
            && weights.variance() > Thresholds.CONSTANT * weights.mean() * weights.mean();
    if (!guesses.isEmpty() || !draws || structured) {
      return List.of();
    }
    return List.of(
        new Finding(
            Rule.LOOKS_TRAINED,
            Severity.WARNING,
            name,
            weights.deviation(),
            "no law of the catalogue fits with p above 1e-9",
            "the weights follow no known initialiser's law: this looks trained, not initial, and the other rules are for starts",
            ""));
  }

  static List<Finding> initialiser(String name, List<Guess> guesses) {
    if (guesses.isEmpty()) {
      return List.of();
    }
    Guess best = guesses.getFirst();
    return List.of(
        new Finding(
            Rule.INITIALISER,
            Severity.INFO,
            name,
            best.odds(),
            "the likeliest",
            "drawn by %s, %s (odds %s)"
                .formatted(best.scheme(), best.symbols(), text("%.2f", best.odds())),
            ""));
  }

  /// Formats as English does, wherever it runs.
  @SuppressWarnings("AnnotateFormatMethod")
  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

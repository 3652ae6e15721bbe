package dev.seedbed.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Rules on the weights of one tensor, whatever network it is part of.
final class WeightRules {
  /// What PyTorch, Keras and Flax call the moments of Adam and momentum.
  private static final Pattern MOMENTS =
      Pattern.compile("exp_avg|momentum_buffer|adam.*/[mv]\\b|\\b(mu|nu)/|_(momentum|velocity)\\b");

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
              text(
                  "%,d of %,d numbers are infinite or not a number, and so will be all that is computed with them",
                  values.wrong(), values.count()),
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
              Severity.INFO,
              name,
              values.tinyShare(),
              Thresholds.words("above", Thresholds.TINY_SHARE),
              text(
                  "%.0f %% of the weights are as good as 0, so hardly any signal passes",
                  100 * values.tinyShare()),
              fix));
    } else if (values.isConstant()) {
      findings.add(
          new Finding(
              Rule.SYMMETRY,
              Severity.INFO,
              name,
              values.variance(),
              Thresholds.words("over the squared mean at most", Thresholds.CONSTANT),
              text(
                  "all weights are %.4g, so all units compute the same; outgoing weights that differ would part them",
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
              Thresholds.words("above", Thresholds.SAME_SIGN_SHARE),
              text(
                  "%.0f %% of the weights have the same sign, so all units pull the same way",
                  100 * oneSign),
              fix));
    }
    return findings;
  }

  /// Whether the scale γ of a normalisation is as good as 0.
  static boolean isZero(Normalization normalization) {
    return tinyShare(normalization) > Thresholds.TINY_SHARE;
  }

  private static double tinyShare(Normalization normalization) {
    var scales = new Sample(normalization.scale().length);
    scales.add(normalization.scale(), 0, normalization.scale().length);
    return scales.tinyShare();
  }

  /// What is wrong with the scale γ of a layer's normalisation. At the end of residual branches 0
  /// is a published start; a chain has no way around it.
  static List<Finding> scale(String layer, Normalization normalization) {
    if (!isZero(normalization)) {
      return List.of();
    }
    return List.of(
        new Finding(
            Rule.ZERO_LAYER,
            Severity.ERROR,
            layer,
            tinyShare(normalization),
            Thresholds.words("above", Thresholds.TINY_SHARE),
            "the scale of the normalisation, gamma, is 0: all rows are the same to what follows, and no gradient comes back",
            "set gamma to 1: " + Advice.FIX));
  }

  /// Whether weights look as if training had changed them: of no known law, though they vary as
  /// independent draws do.
  static List<Finding> trained(
      String name, Sample weights, List<Guess> guesses, boolean structured) {
    boolean draws =
        weights.wrong() == 0
            && weights.count() >= Thresholds.FIT_COUNT
            && weights.zeroShare() < 0.01
            && !weights.isConstant();
    if (!guesses.isEmpty() || !draws || structured) {
      return List.of();
    }
    return List.of(
        new Finding(
            Rule.LOOKS_TRAINED,
            Severity.WARNING,
            name,
            weights.deviation(),
            Thresholds.words("fit of the best law below", Thresholds.FIT),
            "the weights follow no known initialiser's law: this looks trained, not initial, and the other rules are for starts",
            ""));
  }

  /// Whether a tensor is what an optimiser keeps between steps, by its name: the file is a
  /// checkpoint of a training.
  static List<Finding> moments(String name, Sample values) {
    if (!MOMENTS.matcher(name).find() || values.secondMoment() == 0) {
      return List.of();
    }
    return List.of(
        new Finding(
            Rule.LOOKS_TRAINED,
            Severity.WARNING,
            name,
            Math.sqrt(values.secondMoment()),
            "above 0",
            "by its name this is what an optimiser keeps between steps, and it is not 0: training has begun",
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

  /// How far from a variance the second moment of `count` normal weights with that variance may be
  /// by chance, as a factor: a quantile of χ² over its degrees of freedom.
  ///
  /// @param side −1 for below, 1 for above
  /// @see <a href="https://doi.org/10.1073/pnas.17.12.684">Wilson & Hilferty 1931</a>
  static double byChance(long count, int side) {
    double spread = 2.0 / (9 * count);
    double root = 1 - spread + side * Thresholds.SCALE_DEVIATIONS * Math.sqrt(spread);
    return Math.max(0, root * root * root);
  }

  /// Formats as English does, wherever it runs.
  @SuppressWarnings("AnnotateFormatMethod")
  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

package dev.seedbed.cli.train;

import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.Words;
import dev.seedbed.network.Loss;
import dev.seedbed.report.text.NumberText;
import dev.seedbed.report.text.ScoreText;
import dev.seedbed.statistics.Comparison;
import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.Quantiles;
import dev.seedbed.study.Rung;
import dev.seedbed.study.SeedEffect;
import dev.seedbed.study.SeedEffect.Factors;
import dev.seedbed.study.SeedEffect.OfScheme;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import java.util.stream.Collectors;

/// The lines of `train` on how much the seed mattered.
record EffectSummary(Lines out, StudySpec spec, StudyResult result) {
  /// The most decimals of a small loss; one that needs more is written with an exponent.
  private static final int MOST_DECIMALS = 7;

  private static final double SMALL = 1e-3;

  void print() {
    SeedEffect effect = result.seedEffect();
    if (!result.rungs().isEmpty()) {
      out.label("rungs", rungs());
    }
    effect.schemes().forEach(this::oneSeed);
    if (spec.trialCount() > 1) {
      out.label("luck", effect.luck());
    }
    effect.schemes().forEach(this::baseline);
    effect.comparisons().forEach(this::comparison);
    if (spec.schemes().size() > 1 && effect.comparisons().isEmpty()) {
      out.label(
          "schemes",
          "not compared: that takes two seeds that both schemes trained to the end; raise --references");
    }
    effect.schemes().forEach(scheme -> scheme.factors().ifPresent(this::factors));
  }

  private String rungs() {
    String stopped =
        result.rungs().stream()
            .map(
                rung -> "%d after epoch %d".formatted(rung.count(Rung.Fate.STOPPED), rung.epochs()))
            .collect(Collectors.joining(", "));
    return "stopped: %s; %,d epochs in all".formatted(stopped, result.epochs());
  }

  private boolean quantity() {
    return spec.network().loss() == Loss.SQUARED_ERROR;
  }

  private void oneSeed(OfScheme scheme) {
    if (scheme.oneSeed().isEmpty() || spec.trialCount() == 1) {
      return;
    }
    Quantiles loss = scheme.oneSeed().get();
    Quantiles metric = scheme.accuracy().orElseThrow();
    String regrets =
        scheme.spared() == 0
            ? ""
            : "; early stopping would have missed the winner in %d of %d protected trials"
                .formatted(scheme.regrets(), scheme.spared());
    boolean alike = loss.count() > 1 && loss.least() == loss.greatest();
    String by =
        "%s%d that %s"
            .formatted(
                alike ? "each of " : "",
                loss.count(),
                spec.rungs().isEmpty()
                    ? "were trained"
                    : (loss.count() == 1 ? "is" : "are") + " never stopped");
    out.label(
        "one seed",
        "%sgives %s (%s)%s on the validation rows, by %s; %s%s"
            .formatted(
                spec.schemes().size() == 1 ? "" : scheme.scheme() + " ",
                loss(loss.mean(), loss.deviation()),
                metric(metric.mean()) + unit(),
                loss.count() == 1 || alike
                    ? ""
                    : " on average, standard deviation %s (%s)"
                        .formatted(
                            loss(loss.deviation(), loss.deviation()),
                            metric(metric.deviation()) + unit()),
                by,
                alike ? "the seed changes nothing" : prediction(scheme),
                regrets));
  }

  private void baseline(OfScheme scheme) {
    scheme
        .errors()
        .ifPresent(errors ->
            out.label(
                "noise",
                "%serrors that are independent from row to row make accuracies vary by %.2f points (standard deviation); the seeds themselves add %.2f: %.0f %% of the variance (95 %% interval %.0f to %.0f %%)"
                    .formatted(
                        spec.schemes().size() == 1 ? "" : scheme.scheme() + ": ",
                        100 * Math.sqrt(errors.noise()),
                        100 * Math.sqrt(errors.seed()),
                        100 * errors.share(),
                        100 * errors.interval().low(),
                        100 * errors.interval().high())));
  }

  /// A loss, with two digits of what it varies by, or four decimals; if both are small, with three
  /// digits that count.
  private static String loss(double value, double deviation) {
    int decimals =
        deviation > 0 ? Math.max(4, 1 - (int) Math.floor(StrictMath.log10(deviation))) : 4;
    return decimals > MOST_DECIMALS && Math.abs(value) < SMALL
        ? Words.loss(value)
        : ("%." + decimals + "f").formatted(value);
  }

  private String prediction(OfScheme scheme) {
    if (scheme.nextLoss().isEmpty()) {
      return "too few for a prediction interval for a new seed";
    }
    Interval loss = scheme.nextLoss().get();
    Interval metric = scheme.nextAccuracy().orElseThrow();
    double deviation = scheme.oneSeed().orElseThrow().deviation();
    // If all seeds classify the same number of rows rightly, the interval has no width, and would
    // promise the same of every new seed.
    return "95 %% prediction interval for a new seed %s to %s%s"
        .formatted(
            loss(loss.low(), deviation),
            loss(loss.high(), deviation),
            metric.low() < metric.high()
                ? " (%s to %s)".formatted(metric(metric.low()), metric(metric.high()) + unit())
                : "");
  }

  private String metric(double value) {
    return quantity() ? NumberText.four(value) : "%.2f".formatted(100 * value);
  }

  private String unit() {
    return quantity() ? "" : " %";
  }

  private void comparison(Comparison comparison) {
    boolean aBetter = comparison.probability() >= 0.5;
    Interval interval = comparison.probabilityInterval();
    out.label(
        "schemes",
        "%s better than %s with probability %.2f (95 %% interval %.2f to %.2f), %s by %d seeds on these rows: %s%s"
            .formatted(
                aBetter ? comparison.a() : comparison.b(),
                aBetter ? comparison.b() : comparison.a(),
                aBetter ? comparison.probability() : 1 - comparison.probability(),
                aBetter ? interval.low() : 1 - interval.high(),
                aBetter ? interval.high() : 1 - interval.low(),
                ScoreText.probability(comparison.holm()),
                comparison.seeds(),
                switch (comparison.verdict()) {
                  case NOT_SIGNIFICANT -> "not significant";
                  case SIGNIFICANT_NOT_MEANINGFUL -> "significant, but not much";
                  case MEANINGFUL -> "a real difference";
                },
                comparison.verdict() == Comparison.Verdict.NOT_SIGNIFICANT
                        && comparison.seedsNeeded().orElse(0) > comparison.seeds()
                    ? "; it may take %d (%s)"
                        .formatted(
                            comparison.seedsNeeded().getAsLong(),
                            spec.rungs().isEmpty() ? "--seeds" : "--references")
                    : ""));
  }

  private void factors(Factors factors) {
    out.label(
        "factors",
        "of the variance %s, %.0f %% come from the seed of the weights, %.0f %% from that of the order, %.0f %% from neither alone"
            .formatted(
                factors.epochs().isPresent()
                    ? "after %d epochs".formatted(factors.epochs().getAsInt())
                    : "at their best epochs",
                100 * factors.twoWay().first().share(),
                100 * factors.twoWay().second().share(),
                100 * factors.twoWay().rest().share()));
  }
}

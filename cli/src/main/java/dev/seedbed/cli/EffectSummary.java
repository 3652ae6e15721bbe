package dev.seedbed.cli;

import dev.seedbed.study.Rung;
import dev.seedbed.study.SeedEffect;
import dev.seedbed.study.SeedEffect.Factors;
import dev.seedbed.study.SeedEffect.Lead;
import dev.seedbed.study.SeedEffect.OfScheme;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.statistics.Comparison;
import dev.seedbed.study.statistics.Interval;
import dev.seedbed.study.statistics.Quantiles;
import dev.seedbed.train.Score;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What `train` says of how much the seed mattered.
///
/// @param out takes lines
record EffectSummary(Consumer<String> out, StudySpec spec, StudyResult result) {

  void print() {
    SeedEffect effect = result.seedEffect();
    if (!result.rungs().isEmpty()) {
      out.accept("rungs     " + rungs());
    }
    effect.schemes().forEach(this::oneSeed);
    if (spec.trials().size() > 1) {
      effect.lead().ifPresentOrElse(this::lead, this::noLead);
    }
    effect.comparisons().forEach(this::comparison);
    effect.schemes().forEach(scheme -> scheme.factors().ifPresent(this::factors));
  }

  private String rungs() {
    String left =
        result.rungs().stream()
            .map(rung ->
                "%d of %d stopped after epoch %d"
                    .formatted(rung.count(Rung.Fate.STOPPED), rung.places().size(), rung.epochs()))
            .collect(Collectors.joining(", "));
    return "%s; %,d epochs in all".formatted(left, result.epochs());
  }

  private boolean quantity() {
    return result.winner().orElseThrow().test() instanceof Score.Regression;
  }

  private void oneSeed(OfScheme scheme) {
    if (scheme.oneSeed().isEmpty() || spec.trials().size() == 1) {
      return;
    }
    Quantiles loss = scheme.oneSeed().get();
    Quantiles metric = scheme.accuracy().orElseThrow();
    String regrets =
        scheme.spared() == 0
            ? ""
            : "; %d of %d that would have been stopped would have won"
                .formatted(scheme.regrets(), scheme.spared());
    out.accept(
        "one seed  %sgives %s (%s) on the validation rows, by %d that %s%s"
            .formatted(
                spec.schemes().size() == 1 ? "" : scheme.scheme() + " ",
                plusMinus(loss, 1, "%.4f", ""),
                quantity()
                    ? plusMinus(metric, 1, "%.4g", "")
                    : plusMinus(metric, 100, "%.2f", " %"),
                loss.count(),
                spec.rungs().isEmpty()
                    ? "were trained"
                    : (loss.count() == 1 ? "is" : "are") + " never stopped",
                regrets));
  }

  private static String plusMinus(Quantiles values, double unit, String format, String suffix) {
    String mean = format.formatted(unit * values.mean());
    return (values.count() == 1 ? mean : mean + " ± " + format.formatted(unit * values.deviation()))
        + suffix;
  }

  private void lead(Lead lead) {
    Interval interval = lead.share().interval();
    String points =
        quantity()
            ? "RMSE %.4g".formatted(lead.accuracy())
            : "%.2f points".formatted(100 * lead.accuracy());
    String real =
        quantity()
            ? "%.4g".formatted(lead.realAccuracy())
            : "%.2f points".formatted(100 * lead.realAccuracy());
    String share =
        "%.0f %%, 95 %% interval %.0f to %.0f %%"
            .formatted(100 * lead.share().share(), 100 * interval.low(), 100 * interval.high());
    if (lead.share().share() == 0) {
      out.accept(
          "luck      no seed effect was found: the winner's lead of %.4f (%s) is no more than the choice of validation rows makes (%s)"
              .formatted(lead.loss(), points, share));
    } else if (interval.low() == 0) {
      out.accept(
          "luck      of the winner's lead of %.4f (%s) about %.4f (%s) may be real (%s): too few seeds to be sure that there is any seed effect"
              .formatted(lead.loss(), points, lead.realLoss(), real, share));
    } else {
      out.accept(
          "luck      of the winner's lead of %.4f (%s) about %.4f (%s) are real (%s)"
              .formatted(lead.loss(), points, lead.realLoss(), real, share));
    }
  }

  private void noLead() {
    out.accept(
        "luck      cannot be told from skill with fewer than two seeds trained to the end: raise --references");
  }

  private void comparison(Comparison comparison) {
    boolean aBetter = comparison.probability() >= 0.5;
    Interval interval = comparison.probabilityInterval();
    out.accept(
        "schemes   %s better than %s with probability %.2f (95 %% interval %.2f to %.2f), by %d seeds: %s%s"
            .formatted(
                aBetter ? comparison.a() : comparison.b(),
                aBetter ? comparison.b() : comparison.a(),
                aBetter ? comparison.probability() : 1 - comparison.probability(),
                aBetter ? interval.low() : 1 - interval.high(),
                aBetter ? interval.high() : 1 - interval.low(),
                comparison.seeds(),
                switch (comparison.verdict()) {
                  case NOT_SIGNIFICANT -> "not significant";
                  case SIGNIFICANT_NOT_MEANINGFUL -> "significant, but not much";
                  case MEANINGFUL -> "a real difference";
                },
                comparison.seedsNeeded().isPresent()
                        && comparison.seedsNeeded().getAsLong() > comparison.seeds()
                    ? "; %d would tell".formatted(comparison.seedsNeeded().getAsLong())
                    : ""));
  }

  private void factors(Factors factors) {
    out.accept(
        "factors   of the variance after %d epochs, %.0f %% come from the seed of the weights, %.0f %% from that of the order, %.0f %% from neither alone"
            .formatted(
                factors.epochs(),
                100 * factors.twoWay().first().share(),
                100 * factors.twoWay().second().share(),
                100 * factors.twoWay().rest().share()));
  }
}

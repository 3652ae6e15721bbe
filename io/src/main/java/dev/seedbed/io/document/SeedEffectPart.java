package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.seedbed.statistics.BestOfK;
import dev.seedbed.statistics.Comparison;
import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.LastingLead;
import dev.seedbed.statistics.Quantiles;
import dev.seedbed.statistics.SeedVariance;
import dev.seedbed.statistics.TwoWay;
import dev.seedbed.study.SeedEffect;
import dev.seedbed.train.Score;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How much the seed mattered: `seed_effect` in `result.json`, from [SeedEffect], where the numbers
/// are explained. Intervals are of 95 %.
///
/// @param lead of the winner; empty if there is none, or nothing to compare it with
/// @param luck in one sentence, how much of the lead is luck
/// @param comparisons of each scheme with each other
public record SeedEffectPart(
    List<SchemePart> schemes, Optional<Lead> lead, String luck, List<ComparisonPart> comparisons) {
  public SeedEffectPart {
    schemes = List.copyOf(schemes);
    comparisons = List.copyOf(comparisons);
  }

  /// The seed effect under one scheme.
  ///
  /// @param scheme its name
  /// @param variance of the validation loss; empty if there are too few seeds
  /// @param accuracySpread empty for quantities, and if all seeds classify the same rows rightly
  /// @param twoWay empty unless both kinds of seeds vary
  public record SchemePart(
      String scheme,
      int trials,
      int diverged,
      int stopped,
      OneSeed oneSeed,
      Pruning pruning,
      List<BestOf> bestOf,
      Optional<Variance> variance,
      Optional<AccuracySpread> accuracySpread,
      Optional<Factors> twoWay) {
    public SchemePart {
      bestOf = List.copyOf(bestOf);
    }

    private static SchemePart of(SeedEffect.OfScheme scheme, boolean classes) {
      return new SchemePart(
          scheme.scheme(),
          scheme.trials(),
          scheme.diverged(),
          scheme.stopped(),
          OneSeed.of(scheme, classes),
          new Pruning(scheme.spared(), scheme.regrets(), scheme.regret()),
          scheme.bestOf().stream().map(BestOf::of).toList(),
          scheme.variance().map(Variance::of),
          scheme.errors().map(AccuracySpread::of),
          scheme.factors().map(Factors::of));
    }
  }

  /// Results of trials that were chosen only by their seed. All are empty if there are none.
  public record OneSeed(
      Optional<Outlook> validationLoss,
      Optional<Outlook> validationAccuracy,
      Optional<Outlook> validationRmse) {

    private static OneSeed of(SeedEffect.OfScheme scheme, boolean classes) {
      Optional<Outlook> metric =
          scheme.accuracy().map(values -> Outlook.of(values, scheme.nextAccuracy()));
      return new OneSeed(
          scheme.oneSeed().map(losses -> Outlook.of(losses, scheme.nextLoss())),
          metric.filter(_ -> classes),
          metric.filter(_ -> !classes));
    }
  }

  /// How numbers are spread, and where that of a new seed lies.
  ///
  /// @param sd the standard deviation; empty for one number, as the prediction interval is
  public record Outlook(
      int count,
      double mean,
      @JsonInclude(ALWAYS) OptionalDouble sd,
      double least,
      double p25,
      double median,
      double p75,
      double greatest,
      @JsonInclude(ALWAYS) OptionalDouble predictionLow,
      @JsonInclude(ALWAYS) OptionalDouble predictionHigh) {

    private static Outlook of(Quantiles quantiles, Optional<Interval> prediction) {
      QuantilesPart spread = QuantilesPart.of(quantiles);
      return new Outlook(
          spread.count(),
          spread.mean(),
          spread.sd(),
          spread.least(),
          spread.p25(),
          spread.median(),
          spread.p75(),
          spread.greatest(),
          FiniteNumbers.finite(prediction.map(Interval::low)),
          FiniteNumbers.finite(prediction.map(Interval::high)));
    }
  }

  /// The cost that stopping trials early would have had.
  public record Pruning(
      @JsonProperty("references_that_would_have_been_stopped") int spared,
      @JsonProperty("of_these_below_all_others") int regrets,
      double regret) {}

  /// The lowest validation loss to expect of several seeds.
  public record BestOf(
      int seeds, double unbiased, double plugIn, double unbiasedLow, double unbiasedHigh) {

    private static BestOf of(BestOfK best) {
      return new BestOf(
          best.k(), best.unbiased(), best.plugIn(), best.interval().low(), best.interval().high());
    }
  }

  /// How much of the variance of losses is the seeds' own.
  public record Variance(
      int seeds,
      double ofSeeds,
      double ofValidationRows,
      double shareOfSeeds,
      double shareOfSeedsLow,
      double shareOfSeedsHigh,
      double seedDegreesOfFreedom,
      double rowDegreesOfFreedom) {

    private static Variance of(SeedVariance variance) {
      return new Variance(
          variance.seeds(),
          variance.seed(),
          variance.noise(),
          variance.share(),
          variance.interval().low(),
          variance.interval().high(),
          variance.seedDegrees(),
          variance.rowDegrees());
    }
  }

  /// What makes the accuracies of seeds differ.
  ///
  /// @param independentErrorsSd the standard deviation that errors make which are independent from
  ///   row to row
  /// @param ofSeedsSd that of what the seeds add; 0 if they vary no more than by such errors
  /// @param shareOfSeeds of the variance, with its interval, in [0, 1]
  public record AccuracySpread(
      double independentErrorsSd,
      double ofSeedsSd,
      double shareOfSeeds,
      double shareOfSeedsLow,
      double shareOfSeedsHigh) {

    private static AccuracySpread of(SeedVariance errors) {
      return new AccuracySpread(
          Math.sqrt(errors.noise()),
          Math.sqrt(errors.seed()),
          errors.share(),
          errors.interval().low(),
          errors.interval().high());
    }
  }

  /// The analysis of variance of both kinds of seeds.
  ///
  /// @param epochs after which the trials were compared; empty if each at its best epoch
  public record Factors(
      @JsonInclude(ALWAYS) OptionalInt epochs,
      Component weightsSeed,
      Component orderSeed,
      Component rest) {

    private static Factors of(SeedEffect.Factors factors) {
      return new Factors(
          factors.epochs(),
          Component.of(factors.twoWay().first()),
          Component.of(factors.twoWay().second()),
          Component.of(factors.twoWay().rest()));
    }
  }

  /// One source of variance.
  ///
  /// @param f of its test against the rest; empty for the rest, and if the rest is 0
  /// @param p likewise
  public record Component(
      double variance,
      double share,
      double meanSquare,
      int degreesOfFreedom,
      OptionalDouble f,
      OptionalDouble p) {

    private static Component of(TwoWay.Component component) {
      return new Component(
          component.variance(),
          component.share(),
          component.meanSquare(),
          component.degrees(),
          FiniteNumbers.finite(component.effect().map(TwoWay.Effect::f)),
          FiniteNumbers.finite(component.effect().map(TwoWay.Effect::p)));
    }
  }

  /// How far the winner is ahead of what one seed gives on average, on the validation rows.
  ///
  /// @param onNewRows what to expect of it on as many new rows; empty if the validation rows are
  ///   too few to say
  /// @param found whether the seeds differ by more than the noise of these rows makes
  public record Lead(
      double validationLoss,
      OptionalDouble validationAccuracy,
      OptionalDouble validationRmse,
      Optional<OnNewRows> onNewRows,
      boolean found) {

    private static Lead of(SeedEffect.Lead lead) {
      Optional<LastingLead> accuracy = lead.metric().filter(_ -> classes(lead));
      Optional<LastingLead> rmse = lead.metric().filter(_ -> !classes(lead));
      return new Lead(
          lead.loss().observed(),
          FiniteNumbers.finite(accuracy.map(LastingLead::observed)),
          FiniteNumbers.finite(rmse.map(LastingLead::observed)),
          lead.tells()
              ? Optional.of(
                  new OnNewRows(
                      Expected.of(lead.loss()), accuracy.map(Expected::of), rmse.map(Expected::of)))
              : Optional.empty(),
          lead.found());
    }

    private static boolean classes(SeedEffect.Lead lead) {
      return lead.winner() instanceof Score.Classification;
    }
  }

  /// The winner's lead to expect on as many new rows; positive is better.
  public record OnNewRows(Expected loss, Optional<Expected> accuracy, Optional<Expected> rmse) {}

  /// What to expect, and its prediction interval of 95 %.
  public record Expected(double expected, double low, double high) {

    private static Expected of(LastingLead lead) {
      return new Expected(lead.expected(), lead.interval().low(), lead.interval().high());
    }
  }

  /// Two schemes compared, as [Comparison] says. What is not finite is empty.
  public record ComparisonPart(
      String a,
      String b,
      int seeds,
      @JsonInclude(ALWAYS) OptionalDouble meanDifference,
      @JsonInclude(ALWAYS) OptionalDouble meanDifferenceLow,
      @JsonInclude(ALWAYS) OptionalDouble meanDifferenceHigh,
      @JsonProperty("probability_a_better") double probability,
      @JsonProperty("probability_a_better_low") @JsonInclude(ALWAYS) OptionalDouble probabilityLow,
      @JsonProperty("probability_a_better_high") @JsonInclude(ALWAYS)
          OptionalDouble probabilityHigh,
      double p,
      @JsonProperty("p_holm") double holm,
      @JsonProperty("aso_a_over_b") double asoA,
      @JsonProperty("aso_b_over_a") double asoB,
      @JsonInclude(ALWAYS) OptionalLong seedsNeeded,
      Comparison.Verdict verdict) {

    private static ComparisonPart of(Comparison comparison) {
      Interval difference = comparison.differenceInterval();
      Interval probability = comparison.probabilityInterval();
      return new ComparisonPart(
          comparison.a(),
          comparison.b(),
          comparison.seeds(),
          FiniteNumbers.finite(comparison.meanDifference()),
          FiniteNumbers.finite(difference.low()),
          FiniteNumbers.finite(difference.high()),
          comparison.probability(),
          FiniteNumbers.finite(probability.low()),
          FiniteNumbers.finite(probability.high()),
          comparison.pValue(),
          comparison.holm(),
          comparison.asoA(),
          comparison.asoB(),
          comparison.seedsNeeded(),
          comparison.verdict());
    }
  }

  static SeedEffectPart of(SeedEffect effect, boolean classes) {
    return new SeedEffectPart(
        effect.schemes().stream().map(scheme -> SchemePart.of(scheme, classes)).toList(),
        effect.lead().map(Lead::of),
        effect.luck(),
        effect.comparisons().stream().map(ComparisonPart::of).toList());
  }
}

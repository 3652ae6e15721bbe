package dev.seedbed.io.run;

import dev.seedbed.statistics.BestOfK;
import dev.seedbed.statistics.Comparison;
import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.Quantiles;
import dev.seedbed.statistics.SeedVariance;
import dev.seedbed.statistics.TwoWay;
import dev.seedbed.study.SeedEffect;
import dev.seedbed.study.SeedEffect.OfScheme;
import dev.seedbed.study.StudyResult;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How much the seed mattered, as JSON: `seed_effect`.
final class SeedEffectJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private SeedEffectJson() {}

  static ObjectNode write(StudyResult result) {
    ObjectNode json = JSON.createObjectNode();
    SeedEffect effect = result.seedEffect();
    String metric = metric(result);
    ArrayNode schemes = json.putArray("schemes");
    effect.schemes().forEach(scheme -> schemes.add(ofScheme(scheme, metric)));
    effect
        .lead()
        .ifPresent(lead -> {
          ObjectNode node = json.putObject("lead");
          node.put("validation_loss", lead.loss()).put("validation_loss_real", lead.realLoss());
          node.put("validation_" + metric, lead.accuracy())
              .put("validation_" + metric + "_real", lead.realAccuracy());
          node.put("share_real", lead.share().share());
          putInterval(node, "share_real", lead.share().interval());
          node.put("found", lead.share().interval().low() > 0);
        });
    json.put("luck", effect.luck());
    ArrayNode comparisons = json.putArray("comparisons");
    effect.comparisons().forEach(comparison -> comparisons.add(comparison(comparison)));
    return json;
  }

  private static String metric(StudyResult result) {
    return result.ranking().stream()
        .flatMap(trial -> trial.outcome().best().stream())
        .findFirst()
        .map(StudyJson::metric)
        .orElse("accuracy");
  }

  private static ObjectNode ofScheme(OfScheme scheme, String metric) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("scheme", scheme.scheme())
            .put("trials", scheme.trials())
            .put("diverged", scheme.diverged())
            .put("stopped", scheme.stopped());
    ObjectNode one = json.putObject("one_seed");
    scheme
        .oneSeed()
        .ifPresent(losses -> one.set("validation_loss", oneSeed(losses, scheme.nextLoss())));
    scheme
        .accuracy()
        .ifPresent(
            values -> one.set("validation_" + metric, oneSeed(values, scheme.nextAccuracy())));
    json.putObject("pruning")
        .put("references_that_would_have_been_stopped", scheme.spared())
        .put("of_these_below_all_others", scheme.regrets())
        .put("regret", scheme.regret());
    ArrayNode bestOf = json.putArray("best_of");
    for (BestOfK best : scheme.bestOf()) {
      ObjectNode node = bestOf.addObject().put("seeds", best.k());
      StudyJson.put(node, "unbiased", best.unbiased());
      StudyJson.put(node, "plug_in", best.plugIn());
      putInterval(node, "unbiased", best.interval());
    }
    scheme.variance().ifPresent(variance -> json.set("variance", variance(variance)));
    scheme
        .factors()
        .ifPresent(factors -> {
          ObjectNode node = json.putObject("two_way");
          if (factors.epochs().isPresent()) {
            node.put("epochs", factors.epochs().getAsInt());
          } else {
            node.putNull("epochs");
          }
          node.set("weights_seed", component(factors.twoWay().first()));
          node.set("order_seed", component(factors.twoWay().second()));
          node.set("rest", component(factors.twoWay().rest()));
        });
    return json;
  }

  private static ObjectNode variance(SeedVariance variance) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("seeds", variance.seeds())
            .put("of_seeds", variance.seed())
            .put("of_validation_rows", variance.noise())
            .put("share_of_seeds", variance.share());
    putInterval(json, "share_of_seeds", variance.interval());
    return json;
  }

  private static ObjectNode component(TwoWay.Component component) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("variance", component.variance())
            .put("share", component.share())
            .put("mean_square", component.meanSquare())
            .put("degrees_of_freedom", component.degrees());
    component
        .effect()
        .ifPresent(effect -> {
          StudyJson.put(json, "f", effect.f());
          StudyJson.put(json, "p", effect.p());
        });
    return json;
  }

  private static ObjectNode comparison(Comparison comparison) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("a", comparison.a())
            .put("b", comparison.b())
            .put("seeds", comparison.seeds());
    StudyJson.put(json, "mean_difference", comparison.meanDifference());
    putInterval(json, "mean_difference", comparison.differenceInterval());
    json.put("probability_a_better", comparison.probability());
    putInterval(json, "probability_a_better", comparison.probabilityInterval());
    json.put("p", comparison.pValue())
        .put("p_holm", comparison.holm())
        .put("aso_a_over_b", comparison.asoA())
        .put("aso_b_over_a", comparison.asoB());
    if (comparison.seedsNeeded().isPresent()) {
      json.put("seeds_needed", comparison.seedsNeeded().getAsLong());
    } else {
      json.putNull("seeds_needed");
    }
    return json.put("verdict", comparison.verdict().name().toLowerCase(Locale.ROOT));
  }

  private static ObjectNode oneSeed(Quantiles quantiles, Optional<Interval> prediction) {
    ObjectNode json = quantiles(quantiles);
    prediction.ifPresentOrElse(
        interval -> putInterval(json, "prediction", interval),
        () -> json.putNull("prediction_low").putNull("prediction_high"));
    return json;
  }

  static ObjectNode quantiles(Quantiles quantiles) {
    ObjectNode json = JSON.createObjectNode().put("count", quantiles.count());
    StudyJson.put(json, "mean", quantiles.mean());
    StudyJson.put(json, "sd", quantiles.deviation());
    StudyJson.put(json, "least", quantiles.least());
    StudyJson.put(json, "p25", quantiles.lower());
    StudyJson.put(json, "median", quantiles.median());
    StudyJson.put(json, "p75", quantiles.upper());
    StudyJson.put(json, "greatest", quantiles.greatest());
    return json;
  }

  private static void putInterval(ObjectNode json, String name, Interval interval) {
    StudyJson.put(json, name + "_low", interval.low());
    StudyJson.put(json, name + "_high", interval.high());
  }
}

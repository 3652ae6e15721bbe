package dev.seedbed.io.run;

import dev.seedbed.check.Diagnosis;
import dev.seedbed.check.Finding;
import dev.seedbed.check.Guess;
import dev.seedbed.check.Histogram;
import dev.seedbed.check.LayerReport;
import dev.seedbed.check.Spread;
import dev.seedbed.check.Survey;
import dev.seedbed.check.TensorCheck;
import dev.seedbed.check.Verdict;
import dev.seedbed.check.Whole;
import dev.seedbed.statistics.Proportion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Diagnoses as JSON: what `check --json` prints, and `train --json` of its first start. Numbers
/// that are not finite become null.
public final class CheckJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private CheckJson() {}

  /// The verdict and the findings.
  public static ObjectNode findings(Verdict verdict, List<Finding> findings) {
    ObjectNode json = JSON.createObjectNode().put("verdict", verdict.title());
    ArrayNode array = json.putArray("findings");
    findings.forEach(finding -> array.add(finding(finding)));
    return json;
  }

  private static ObjectNode finding(Finding finding) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("rule", finding.rule().title())
            .put("id", finding.rule().id())
            .put("severity", lowerCase(finding.severity()))
            .put("layer", finding.layer());
    put(json, "value", finding.value());
    return json.put("threshold", finding.threshold())
        .put("message", finding.message())
        .put("fix", finding.fix())
        .put("source", finding.rule().source());
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void put(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }

  /// The layers, the network as a whole, and the rows that were propagated.
  public static ObjectNode measured(Diagnosis diagnosis) {
    ObjectNode json = JSON.createObjectNode();
    ArrayNode layers = json.putArray("layers");
    diagnosis.layers().forEach(layer -> layers.add(layer(layer)));
    Whole whole = diagnosis.whole();
    ObjectNode network = json.putObject("network");
    put(network, "loss", whole.loss());
    put(network, "chance", whole.chance());
    put(network, "inverse_widths", whole.inverseWidths());
    put(network, "update_ratio", whole.updateRatio());
    put(network, "learning_rate", whole.learningRate());
    json.putObject("rows").put("count", whole.rows()).put("given", whole.given());
    return json;
  }

  private static ObjectNode layer(LayerReport layer) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("name", layer.name())
            .put("fan_in", layer.fanIn())
            .put("fan_out", layer.fanOut())
            .put("activation", layer.activation());
    json.set("z", spread(layer.z()));
    json.set("a", spread(layer.a()));
    json.set("gradient", spread(layer.gradient()));
    put(json, "weight_sd", layer.weightDeviation());
    put(json, "weight_gradient_sd", layer.weightGradient());
    put(json, "dead", layer.dead());
    put(json, "zeros", layer.zeros());
    put(json, "saturated", layer.saturated());
    put(json, "duplicates", layer.duplicates());
    putGains(json, "", layer.gains());
    putGains(json, "predicted_", layer.predictedGains());
    layer
        .jacobian()
        .ifPresent(values -> {
          ObjectNode node = json.putObject("singular_values");
          put(node, "mean", values.mean());
          put(node, "sd", values.deviation());
        });
    layer
        .meanField()
        .ifPresent(point -> {
          ObjectNode node = json.putObject("mean_field");
          put(node, "length", point.length());
          put(node, "gradient_factor", point.gradientFactor());
          put(node, "depth_scale", point.depthScale());
        });
    putGuesses(json, layer.initialisers());
    return json;
  }

  /// What [#measured] gives, and of each layer how its numbers are distributed: what a report is
  /// drawn from.
  ///
  /// @param drawnBy what the weights of each layer are compared with
  public static ObjectNode drawn(Diagnosis diagnosis, List<Optional<Guess>> drawnBy) {
    ObjectNode json = measured(diagnosis);
    for (int l = 0; l < drawnBy.size(); l++) {
      Optional<Guess> law = drawnBy.get(l);
      var layer = (ObjectNode) json.required("layers").get(l);
      diagnosis
          .layers()
          .get(l)
          .histograms()
          .ifPresent(histograms -> layer.set("histograms", histograms(histograms, law)));
    }
    return json;
  }

  private static ObjectNode histograms(LayerReport.Histograms layer, Optional<Guess> drawnBy) {
    ObjectNode json = JSON.createObjectNode();
    json.set("a", histogram(layer.a()));
    json.set("gradient", histogram(layer.gradient()));
    json.set("weight_gradient", histogram(layer.weightGradient()));
    json.set("weights", histogram(layer.weights(), drawnBy));
    ArrayNode values = json.putArray("weight_singular_values");
    layer.singularValues().forEach(values::add);
    return json;
  }

  /// How weights are distributed.
  ///
  /// @param drawnBy what they are compared with
  public static ObjectNode histogram(Histogram histogram, Optional<Guess> drawnBy) {
    ObjectNode json = histogram(histogram);
    drawnBy.ifPresent(guess -> {
      ObjectNode node =
          json.putObject("drawn_by").put("scheme", guess.scheme()).put("law", guess.symbols());
      put(node, "odds", guess.odds());
      ArrayNode shares = node.putArray("shares");
      histogram.of(guess.law()).forEach(shares::add);
    });
    return json;
  }

  private static ObjectNode histogram(Histogram histogram) {
    ObjectNode json = JSON.createObjectNode();
    put(json, "low", histogram.low());
    put(json, "high", histogram.high());
    ArrayNode shares = json.putArray("shares");
    histogram.shares().forEach(shares::add);
    return json;
  }

  private static ObjectNode spread(Spread spread) {
    ObjectNode json = JSON.createObjectNode();
    put(json, "mean", spread.mean());
    put(json, "sd", spread.deviation());
    put(json, "p2", spread.low());
    put(json, "p98", spread.high());
    return json;
  }

  private static void putGains(ObjectNode json, String prefix, Optional<LayerReport.Gains> gains) {
    put(json, prefix + "forward_gain", gains.map(LayerReport.Gains::forward).orElse(Double.NaN));
    put(json, prefix + "backward_gain", gains.map(LayerReport.Gains::backward).orElse(Double.NaN));
  }

  private static void putGuesses(ObjectNode json, List<Guess> guesses) {
    ArrayNode array = json.putArray("initialisers");
    for (Guess guess : guesses) {
      ObjectNode node = array.addObject().put("scheme", guess.scheme()).put("law", guess.symbols());
      put(node, "odds", guess.odds());
    }
  }

  /// What a scheme does over many seeds.
  public static ObjectNode survey(Survey survey) {
    ObjectNode json = JSON.createObjectNode().put("seeds", survey.seeds());
    json.set("born_dead", share(survey.bornDead()));
    json.set("exploding", share(survey.exploding()));
    json.set("vanishing", share(survey.vanishing()));
    json.set("faulty", share(survey.faulty()));
    ObjectNode rules = json.putObject("rules");
    new TreeMap<>(survey.rules()).forEach((rule, count) -> rules.put(rule.title(), count));
    return json;
  }

  private static ObjectNode share(Proportion share) {
    return JSON.createObjectNode()
        .put("count", share.count())
        .put("probability", share.value())
        .put("low", share.low())
        .put("high", share.high());
  }

  /// What can be said of a tensor by itself, but for its findings.
  public static ObjectNode tensor(TensorCheck tensor) {
    ObjectNode json = JSON.createObjectNode();
    put(json, "mean", tensor.mean());
    put(json, "sd", tensor.deviation());
    putGuesses(json, tensor.initialisers());
    return json;
  }
}

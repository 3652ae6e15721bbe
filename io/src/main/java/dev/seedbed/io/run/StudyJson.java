package dev.seedbed.io.run;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Target;
import dev.seedbed.io.model.Safetensors;
import dev.seedbed.statistics.Interval;
import dev.seedbed.study.Outcome;
import dev.seedbed.study.Rung;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudyResult.Winner;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialResult;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a study found as JSON: what the run folder holds and what `train --json` prints. Numbers
/// that are not finite become null.
public final class StudyJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private StudyJson() {}

  /// What a study found.
  ///
  /// @param run the run folder
  public static ObjectNode result(String run, Dataset data, StudySpec spec, StudyResult result) {
    ObjectNode json = JSON.createObjectNode().put("run", run);
    ObjectNode shape =
        json.putObject("data").put("rows", data.rows()).put("features", data.encoder().width());
    if (data.target() instanceof Target.Classes classes) {
      shape.put("classes", classes.labels().size());
    }
    json.set("network", RunSpecJson.network(spec.network()));
    json.set("training", RunSpecJson.training(spec.training()));
    ArrayNode trials = json.putArray("trials");
    result.ranking().forEach(trial -> trials.add(trial(trial)));
    return json.setAll(outcome(result));
  }

  /// The best trial with its test score, the rungs, how much the seed mattered, and the hash of the
  /// best weights.
  static ObjectNode outcome(StudyResult result) {
    ObjectNode json = JSON.createObjectNode();
    result.winner().ifPresent(winner -> json.set("best", best(winner)));
    ArrayNode rungs = json.putArray("rungs");
    result.rungs().forEach(rung -> rungs.add(rung(rung)));
    json.put("epochs", result.epochs());
    json.set("seed_effect", SeedEffectJson.write(result));
    result
        .winner()
        .map(winner -> Safetensors.sha256(winner.model().network().tensors()))
        .ifPresent(hash -> json.put("weights_sha256", hash));
    return json;
  }

  /// What a rung decided, in numbers.
  static ObjectNode rung(Rung rung) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("rung", rung.number())
            .put("epochs", rung.epochs())
            .put("trials", rung.places().size());
    for (Rung.Fate fate : Rung.Fate.values()) {
      json.put(fate.name().toLowerCase(Locale.ROOT), rung.count(fate));
    }
    put(json, "cut", rung.cut());
    put(json, "noise", rung.noise());
    rung.losses()
        .ifPresent(losses -> json.set("validation_loss", SeedEffectJson.quantiles(losses)));
    return json;
  }

  private static ObjectNode trial(Trial trial) {
    return JSON.createObjectNode()
        .put("trial", trial.number())
        .put("scheme", trial.scheme().name())
        .put("seed", trial.seed().value())
        .put("order_seed", trial.order().value());
  }

  /// What a trial has done since the rung before.
  static ObjectNode advanced(Trial trial, int rung, List<Epoch> epochs) {
    ObjectNode json = trial(trial).put("rung", rung);
    ArrayNode curve = json.putArray("curve");
    for (Epoch epoch : epochs) {
      ObjectNode node = curve.addObject().put("epoch", epoch.number());
      put(node, "training_loss", epoch.trainingLoss());
      putScore(node, "validation", epoch.validation());
      put(node, "half_difference", epoch.halfDifference());
    }
    return json;
  }

  /// How a trial ended.
  static ObjectNode trial(TrialResult result) {
    ObjectNode json =
        trial(result.trial())
            .put("state", state(result.outcome()))
            .put("rung", result.rung())
            .put("epochs", result.curve().size());
    switch (result.outcome()) {
      case Outcome.Completed completed -> json.put("best_epoch", completed.bestEpoch());
      case Outcome.Stopped stopped ->
          json.put("best_epoch", stopped.bestEpoch()).put("cut", stopped.cut());
      case Outcome.Diverged _ -> {}
    }
    result.outcome().best().ifPresent(score -> putScore(json, "validation", score));
    return json;
  }

  /// "completed", "stopped" or "diverged".
  static String state(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed _ -> "completed";
      case Outcome.Stopped _ -> "stopped";
      case Outcome.Diverged _ -> "diverged";
    };
  }

  private static ObjectNode best(Winner winner) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("scheme", winner.trial().trial().scheme().name())
            .put("seed", winner.trial().trial().seed().value())
            .put("order_seed", winner.trial().trial().order().value());
    winner.trial().outcome().best().ifPresent(score -> putScore(json, "validation", score));
    putScore(json, "test", winner.test());
    String metric = "test_" + metric(winner.test());
    Interval interval = winner.interval();
    put(json, metric + "_low", interval.low());
    put(json, metric + "_high", interval.high());
    return json;
  }

  /// "accuracy" or "rmse".
  static String metric(Score score) {
    return switch (score) {
      case Score.Classification _ -> "accuracy";
      case Score.Regression _ -> "rmse";
    };
  }

  /// Adds a score's numbers: `part_loss`, and `part_accuracy` or `part_rmse` and `part_r2`.
  private static void putScore(ObjectNode json, String part, Score score) {
    put(json, part + "_loss", score.loss());
    put(json, part + "_" + metric(score), score.metric());
    if (score instanceof Score.Regression regression && !Double.isNaN(regression.r2())) {
      put(json, part + "_r2", regression.r2());
    }
  }

  static void put(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }
}

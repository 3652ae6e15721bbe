package dev.seedbed.io.run;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.io.Version;
import dev.seedbed.io.model.ActivationJson;
import dev.seedbed.io.model.Safetensors;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.study.Outcome;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudyResult.Winner;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.TrialResult;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.Optimizer;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.ScheduleNotation;
import dev.seedbed.train.Score;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Studies and their results as JSON: what the run folder holds and what `train --json` prints.
public final class StudyJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private StudyJson() {}

  /// What a study does, everything resolved; enough to do it again.
  ///
  /// @param file the table's path as it was given
  /// @param kinds how it was read
  public static ObjectNode specification(
      String file,
      ColumnKinds kinds,
      Table table,
      DataSpec dataSpec,
      Dataset dataset,
      StudySpec spec) {
    ObjectNode json = JSON.createObjectNode().put("version", Version.CURRENT);
    ObjectNode data =
        json.putObject("data")
            .put("file", file)
            .put("sha256", table.sha256())
            .put("rows", table.rows())
            .put("target", dataSpec.target())
            .put("task", task(dataset.target()))
            .put("seed", dataSpec.seed().value());
    putColumns(data.putArray("ignored"), kinds, ColumnKinds.Kind.UNUSED);
    putColumns(data.putArray("text"), kinds, ColumnKinds.Kind.TEXTS);
    for (Dataset.Part part : List.of(dataset.train(), dataset.validation(), dataset.test())) {
      data.withArray("split").add(part.rows());
    }
    ObjectNode network = network(spec.network());
    network.set("activation", ActivationJson.write(spec.network().activation()));
    json.set("network", network.put("loss", lowerCase(spec.network().loss())));
    json.set("training", training(spec.training()));
    json.put("scheme", spec.scheme().name());
    spec.seeds().forEach(seed -> json.withArray("seeds").add(seed.value()));
    return json;
  }

  private static void putColumns(ArrayNode array, ColumnKinds kinds, ColumnKinds.Kind kind) {
    kinds.known().entrySet().stream()
        .filter(column -> column.getValue() == kind)
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(array::add);
  }

  private static String task(Target target) {
    return switch (target) {
      case Target.Classes _ -> "classification";
      case Target.Quantity _ -> "regression";
    };
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode network(NetworkSpec spec) {
    ObjectNode json = JSON.createObjectNode();
    spec.widths().forEach(json.putArray("layers")::add);
    return json.put("activation", spec.activation().name()).put("parameters", spec.parameters());
  }

  private static ObjectNode training(TrainingSpec spec) {
    ObjectNode json = optimizer(spec.optimizer());
    json.put("schedule", ScheduleNotation.write(spec.schedule()))
        .put("warm_up", spec.schedule() instanceof Schedule.WarmUp warmUp ? warmUp.epochs() : 0);
    if (spec.clips()) {
      json.put("clip", spec.maxGradientNorm());
    } else {
      json.putNull("clip");
    }
    return json.put("dropout", spec.dropout())
        .put("minibatch", spec.minibatch())
        .put("epochs", spec.epochs())
        .put("patience", spec.patience())
        .put("order_seed", spec.orderSeed().value());
  }

  private static ObjectNode optimizer(Optimizer optimizer) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("optimizer", optimizer.name())
            .put("learning_rate", optimizer.learningRate());
    switch (optimizer) {
      case Sgd sgd -> json.put("momentum", sgd.momentum()).put("nesterov", sgd.nesterov());
      case AdamW adamW ->
          json.put("beta1", adamW.beta1())
              .put("beta2", adamW.beta2())
              .put("epsilon", adamW.epsilon());
    }
    return json.put("weight_decay", optimizer.weightDecay());
  }

  /// What a study found.
  ///
  /// @param run the run folder
  public static ObjectNode result(
      String run, Dataset data, StudySpec spec, StudyResult result, double seconds) {
    ObjectNode json = JSON.createObjectNode().put("run", run);
    ObjectNode shape =
        json.putObject("data").put("rows", data.rows()).put("features", data.encoder().width());
    if (data.target() instanceof Target.Classes classes) {
      shape.put("classes", classes.labels().size());
    }
    json.set("network", network(spec.network()));
    json.set("training", training(spec.training()));
    result.ranking().forEach(trial -> json.withArray("trials").add(trial(trial)));
    json.setAll(outcome(result));
    return json.put("seconds", seconds);
  }

  /// The best trial with its test score, the spread of the seeds, and the hash of the best weights.
  static ObjectNode outcome(StudyResult result) {
    ObjectNode json = JSON.createObjectNode();
    result.winner().ifPresent(winner -> json.set("best", best(winner)));
    json.set("seed_effect", seedEffect(result));
    result
        .winner()
        .map(winner -> Safetensors.sha256(winner.model().network().tensors()))
        .ifPresent(hash -> json.put("weights_sha256", hash));
    return json;
  }

  /// How a trial ended. Its rung is 0: without halving, trials are not compared before their end.
  static ObjectNode trial(TrialResult result) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("scheme", result.trial().scheme().name())
            .put("seed", result.trial().seed().value())
            .put("state", state(result.outcome()))
            .put("rung", 0)
            .put("epochs", result.curve().size());
    if (result.outcome() instanceof Outcome.Completed completed) {
      json.put("best_epoch", completed.bestEpoch());
      putScore(json, "validation", completed.validation());
    }
    return json;
  }

  /// "completed" or "diverged".
  static String state(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed _ -> "completed";
      case Outcome.Diverged _ -> "diverged";
    };
  }

  private static ObjectNode best(Winner winner) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("scheme", winner.trial().trial().scheme().name())
            .put("seed", winner.trial().trial().seed().value());
    if (winner.trial().outcome() instanceof Outcome.Completed completed) {
      putScore(json, "validation", completed.validation());
    }
    putScore(json, "test", winner.test());
    return json;
  }

  /// Adds a score's numbers: `part_loss`, and `part_accuracy` or `part_rmse` and `part_r2`.
  private static void putScore(ObjectNode json, String part, Score score) {
    json.put(part + "_loss", score.loss());
    switch (score) {
      case Score.Classification classification ->
          json.put(part + "_accuracy", classification.accuracy());
      case Score.Regression regression -> {
        json.put(part + "_rmse", regression.rmse());
        if (!Double.isNaN(regression.r2())) {
          json.put(part + "_r2", regression.r2());
        }
      }
    }
  }

  /// The spread of the validation loss over the seeds that did not diverge.
  private static ObjectNode seedEffect(StudyResult result) {
    double[] losses =
        result.ranking().stream().mapToDouble(TrialResult::loss).filter(Double::isFinite).toArray();
    ObjectNode json =
        JSON.createObjectNode()
            .put("seeds", result.ranking().size())
            .put("diverged", result.ranking().size() - losses.length);
    if (losses.length > 0) {
      double mean = Arrays.stream(losses).sum() / losses.length;
      double squares = Arrays.stream(losses).map(loss -> (loss - mean) * (loss - mean)).sum();
      json.put("validation_loss_best", losses[0])
          .put("validation_loss_mean", mean)
          .put("validation_loss_worst", losses[losses.length - 1]);
      if (losses.length > 1) {
        json.put("validation_loss_sd", Math.sqrt(squares / (losses.length - 1)));
      }
    }
    return json;
  }

  /// The names of a score's numbers in tables.
  static List<String> scoreNames(Target target) {
    return switch (target) {
      case Target.Classes _ -> List.of("validation_loss", "validation_accuracy");
      case Target.Quantity _ -> List.of("validation_loss", "validation_rmse");
    };
  }

  /// A score's numbers, in the order of [#scoreNames].
  static List<String> scoreValues(Score score) {
    double second =
        switch (score) {
          case Score.Classification classification -> classification.accuracy();
          case Score.Regression regression -> regression.rmse();
        };
    return List.of(Double.toString(score.loss()), Double.toString(second));
  }
}

package dev.seedbed.io.run;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.StoredJson;
import dev.seedbed.io.Version;
import dev.seedbed.io.model.ActivationJson;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.SuccessiveHalving;
import dev.seedbed.study.Vary;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.Optimizer;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.ScheduleNotation;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a run does as JSON, everything resolved: `study.json`, enough to do it again.
final class RunSpecJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private RunSpecJson() {}

  static ObjectNode write(RunSpec run, Table table, Dataset dataset) {
    ObjectNode json = JSON.createObjectNode().put("version", Version.CURRENT);
    ObjectNode data =
        json.putObject("data")
            .put("file", run.file())
            .put("sha256", table.sha256())
            .put("rows", table.rows())
            .put("target", run.data().target())
            .put(
                "task",
                switch (dataset.target()) {
                  case Target.Classes _ -> lowerCase(DataSpec.Task.CLASSIFICATION);
                  case Target.Quantity _ -> lowerCase(DataSpec.Task.REGRESSION);
                })
            .put("seed", run.data().seed().value());
    putColumns(data.putArray("ignored"), run.kinds(), ColumnKinds.Kind.UNUSED);
    putColumns(data.putArray("text"), run.kinds(), ColumnKinds.Kind.TEXTS);
    for (Dataset.Part part : List.of(dataset.train(), dataset.validation(), dataset.test())) {
      data.withArray("split").add(part.rows());
    }
    StudySpec study = run.study();
    ObjectNode network = network(study.network());
    network.set("activation", ActivationJson.write(study.network().activation()));
    json.set("network", network.put("loss", lowerCase(study.network().loss())));
    json.set("training", training(study.training()));
    study.schemes().forEach(scheme -> json.withArray("schemes").add(scheme.name()));
    study.seeds().forEach(seed -> json.withArray("seeds").add(seed.value()));
    json.put("vary", lowerCase(study.vary()));
    json.set("halving", halving(study.halving()));
    json.put("references", study.references());
    ArrayNode recorded = json.putArray("recorded");
    run.recorded().stream().sorted().forEach(what -> recorded.add(lowerCase(what)));
    return json;
  }

  private static void putColumns(ArrayNode array, ColumnKinds kinds, ColumnKinds.Kind kind) {
    kinds.known().entrySet().stream()
        .filter(column -> column.getValue() == kind)
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(array::add);
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static ObjectNode network(NetworkSpec spec) {
    ObjectNode json = JSON.createObjectNode();
    spec.widths().forEach(json.putArray("layers")::add);
    return json.put("activation", spec.activation().name()).put("parameters", spec.parameters());
  }

  static ObjectNode training(TrainingSpec spec) {
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

  private static JsonNode halving(Optional<SuccessiveHalving> halving) {
    return halving
        .<JsonNode>map(h ->
            JSON.createObjectNode().put("eta", h.eta()).put("smallest_budget", h.smallestBudget()))
        .orElseGet(JSON::nullNode);
  }

  /// Reads what [#write] wrote.
  ///
  /// @throws InputException if it cannot be such a file
  static RunSpec read(String name, String text) {
    return StoredJson.read(name, text, RunSpecJson::read);
  }

  private static RunSpec read(JsonNode json) {
    JsonNode data = json.required("data");
    var known = new HashMap<String, ColumnKinds.Kind>();
    data.required("ignored").forEach(c -> known.put(StoredJson.text(c), ColumnKinds.Kind.UNUSED));
    data.required("text").forEach(c -> known.put(StoredJson.text(c), ColumnKinds.Kind.TEXTS));
    var dataSpec =
        new DataSpec(
            StoredJson.text(data.required("target")),
            StoredJson.constant(DataSpec.Task.class, data.required("task")),
            new Seed(data.required("seed").longValue()));
    JsonNode network = json.required("network");
    var widths = new ArrayList<Integer>();
    network.required("layers").forEach(width -> widths.add(width.intValue()));
    var networkSpec =
        new NetworkSpec(
            widths,
            ActivationJson.read(network.required("activation")),
            StoredJson.constant(Loss.class, network.required("loss")));
    var schemes = new ArrayList<Scheme>();
    json.required("schemes").forEach(s -> schemes.add(Catalogue.scheme(StoredJson.text(s))));
    var seeds = new ArrayList<Seed>();
    json.required("seeds").forEach(seed -> seeds.add(new Seed(seed.longValue())));
    JsonNode halving = json.required("halving");
    var study =
        new StudySpec(
            networkSpec,
            readTraining(json.required("training")),
            schemes,
            seeds,
            StoredJson.constant(Vary.class, json.required("vary")),
            halving.isNull()
                ? Optional.empty()
                : Optional.of(
                    new SuccessiveHalving(
                        halving.required("eta").intValue(),
                        halving.required("smallest_budget").intValue())),
            json.required("references").intValue());
    var recorded = EnumSet.noneOf(Recorded.class);
    // Absent in runs of before there was anything to record.
    json.path("recorded").forEach(what -> recorded.add(StoredJson.constant(Recorded.class, what)));
    return new RunSpec(
        StoredJson.text(data.required("file")),
        new ColumnKinds(known, ColumnKinds.Kind.FOUND),
        dataSpec,
        study,
        recorded);
  }

  private static TrainingSpec readTraining(JsonNode json) {
    double rate = json.required("learning_rate").doubleValue();
    double decay = json.required("weight_decay").doubleValue();
    String rule = StoredJson.text(json.required("optimizer"));
    Optimizer optimizer =
        switch (rule) {
          case "sgd" ->
              new Sgd(
                  rate,
                  json.required("momentum").doubleValue(),
                  decay,
                  json.required("nesterov").booleanValue());
          case "adamw" ->
              new AdamW(
                  rate,
                  json.required("beta1").doubleValue(),
                  json.required("beta2").doubleValue(),
                  json.required("epsilon").doubleValue(),
                  decay);
          default -> throw new IllegalArgumentException("unknown optimizer: " + rule);
        };
    Schedule schedule = ScheduleNotation.parse(StoredJson.text(json.required("schedule")));
    int warmUp = json.required("warm_up").intValue();
    JsonNode clip = json.required("clip");
    return new TrainingSpec(
        optimizer,
        warmUp == 0 ? schedule : new Schedule.WarmUp(warmUp, schedule),
        clip.isNull() ? Double.POSITIVE_INFINITY : clip.doubleValue(),
        json.required("dropout").doubleValue(),
        json.required("minibatch").intValue(),
        json.required("epochs").intValue(),
        json.required("patience").intValue(),
        new Seed(json.required("order_seed").longValue()));
  }

  /// The version of Seedbed that wrote a `study.json`.
  ///
  /// @throws InputException if it cannot be such a file
  static String version(String name, String text) {
    return StoredJson.read(name, text, json -> StoredJson.text(json.required("version")));
  }

  /// The hash of the table that a `study.json` is about.
  ///
  /// @throws InputException if it cannot be such a file
  static String dataHash(String name, String text) {
    return StoredJson.read(
        name, text, json -> StoredJson.text(json.required("data").required("sha256")));
  }
}

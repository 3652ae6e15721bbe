package dev.seedbed.io.model;

import dev.seedbed.data.Encoder;
import dev.seedbed.data.Feature;
import dev.seedbed.data.Target;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.Version;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Model;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// All of a model but its tensors, as JSON. It stands in the metadata of both file formats under
/// "seedbed.model", so that Seedbed can read back what it wrote.
final class ModelDescription {
  private static final String KEY = "seedbed.model";
  private static final String NETWORK_KEY = "seedbed.network";
  private static final JsonMapper JSON = JsonMapper.shared();

  private ModelDescription() {}

  /// The metadata of a model file: the description, and where the network comes from.
  static Map<String, String> metadata(Model model, Provenance provenance) {
    Map<String, String> metadata = provenance.entries();
    metadata.put(KEY, toJson(model).toString());
    return metadata;
  }

  /// The metadata of a file that holds a network alone.
  static Map<String, String> metadata(Network network, String scheme, Seed seed) {
    ObjectNode json = JSON.createObjectNode();
    putNetwork(json, network.spec());
    var metadata = new LinkedHashMap<String, String>();
    metadata.put("seedbed.version", Version.CURRENT);
    metadata.put("seedbed.scheme", scheme);
    metadata.put("seedbed.seed", Long.toString(seed.value()));
    metadata.put(NETWORK_KEY, json.toString());
    return metadata;
  }

  private static ObjectNode toJson(Model model) {
    ObjectNode json = JSON.createObjectNode();
    var features = json.putArray("features");
    for (Feature feature : model.encoder().features()) {
      ObjectNode node = features.addObject().put("column", feature.column());
      switch (feature) {
        case Feature.Scaled scaled ->
            node.put("mean", (double) scaled.mean()).put("scale", (double) scaled.scale());
        case Feature.OneHot oneHot -> oneHot.categories().forEach(node.putArray("categories")::add);
      }
    }
    ObjectNode target = json.putObject("target").put("column", model.target().column());
    switch (model.target()) {
      case Target.Classes classes -> {
        classes.labels().forEach(target.putArray("labels")::add);
        target.put("numeric", classes.numeric());
      }
      case Target.Quantity quantity ->
          target
              .put("mean", (double) quantity.mean())
              .put("deviation", (double) quantity.deviation());
    }
    putNetwork(json, model.network().spec());
    return json;
  }

  private static void putNetwork(ObjectNode json, NetworkSpec spec) {
    spec.widths().forEach(json.putArray("layers")::add);
    json.set("activation", ActivationJson.write(spec.activation()));
    json.put("loss", spec.loss().name().toLowerCase(Locale.ROOT));
  }

  /// The model that `metadata` describes, with the given tensors.
  static Model model(Map<String, String> metadata, List<Tensor> tensors)
      throws MalformedModelException {
    String text = metadata.get(KEY);
    if (text == null) {
      throw new MalformedModelException(
          "the metadata must hold '" + KEY + "': this file was not written by seedbed train");
    }
    try {
      JsonNode json = JSON.readTree(text);
      var features = new ArrayList<Feature>();
      for (JsonNode node : json.required("features")) {
        features.add(feature(node));
      }
      return new Model(
          new Encoder(features),
          target(json.required("target")),
          Network.of(network(json), tensors));
    } catch (JacksonException | IllegalArgumentException e) {
      throw damaged(KEY, e);
    }
  }

  /// The network that `metadata` describes; empty if they describe none.
  static Optional<NetworkSpec> network(Map<String, String> metadata)
      throws MalformedModelException {
    String key = metadata.containsKey(KEY) ? KEY : NETWORK_KEY;
    String text = metadata.get(key);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(network(JSON.readTree(text)));
    } catch (JacksonException | IllegalArgumentException e) {
      throw damaged(key, e);
    }
  }

  private static NetworkSpec network(JsonNode json) {
    var widths = new ArrayList<Integer>();
    for (JsonNode width : json.required("layers")) {
      widths.add(width.intValue());
    }
    return new NetworkSpec(
        widths,
        ActivationJson.read(json.required("activation")),
        Loss.valueOf(text(json, "loss").toUpperCase(Locale.ROOT)));
  }

  private static MalformedModelException damaged(String key, Exception e) {
    return new MalformedModelException(
        "the metadata '%s' is damaged: %s".formatted(key, firstLine(e)));
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static Feature feature(JsonNode node) {
    String column = text(node, "column");
    return node.has("categories")
        ? new Feature.OneHot(column, texts(node.get("categories")))
        : new Feature.Scaled(column, number(node, "mean"), number(node, "scale"));
  }

  private static Target target(JsonNode node) {
    String column = text(node, "column");
    return node.has("labels")
        ? new Target.Classes(
            column, texts(node.get("labels")), node.required("numeric").booleanValue())
        : new Target.Quantity(column, number(node, "mean"), number(node, "deviation"));
  }

  private static String text(JsonNode node, String key) {
    return node.required(key).stringValue();
  }

  private static float number(JsonNode node, String key) {
    return (float) node.required(key).doubleValue();
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    for (JsonNode text : array) {
      texts.add(text.stringValue());
    }
    return texts;
  }
}

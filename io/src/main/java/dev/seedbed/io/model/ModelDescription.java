package dev.seedbed.io.model;

import dev.seedbed.data.CellNotation;
import dev.seedbed.data.Encoder;
import dev.seedbed.data.Feature;
import dev.seedbed.data.Target;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.Version;
import dev.seedbed.model.Model;
import dev.seedbed.model.ModelSpec;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.notation.Names;
import dev.seedbed.random.Seed;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// All of a model but its tensors. It stands as JSON in the metadata of both file formats, under
/// "seedbed.model", so that Seedbed can read back what it wrote; of a start without data, under
/// "seedbed.network", the network alone.
///
/// @param model empty if only the network is described
/// @param members how many such networks the model has
public record ModelDescription(NetworkSpec network, Optional<ModelSpec> model, int members) {
  static final String KEY = "seedbed.model";
  private static final String MEMBERS = "members";
  private static final String NETWORK_KEY = "seedbed.network";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /// The metadata of a model file: the description, and where the network comes from.
  static Map<String, String> metadata(Model model, Provenance provenance) {
    Map<String, String> metadata = provenance.entries();
    ObjectNode description = json(model.spec());
    if (model.members().size() > 1) {
      description.put(MEMBERS, model.members().size());
    }
    metadata.put(KEY, description.toString());
    return metadata;
  }

  /// The metadata of a file that holds a network alone.
  static Map<String, String> metadata(Network network, String scheme, Seed seed) {
    var metadata = new LinkedHashMap<String, String>();
    metadata.put("seedbed.version", Version.CURRENT);
    metadata.put("seedbed.scheme", scheme);
    metadata.put("seedbed.seed", Long.toString(seed.value()));
    metadata.put(NETWORK_KEY, text(network.spec()));
    return metadata;
  }

  /// The description of a model as JSON.
  public static String text(ModelSpec model) {
    return json(model).toString();
  }

  private static ObjectNode json(ModelSpec model) {
    ObjectNode json = JSON.createObjectNode();
    var features = json.putArray("features");
    for (Feature feature : model.encoder().features()) {
      ObjectNode node = features.addObject().put("column", feature.column());
      switch (feature) {
        case Feature.Scaled scaled ->
            node.put("mean", (double) scaled.mean()).put("scale", (double) scaled.scale());
        case Feature.Dated dated -> {
          node.put("origin", LocalDate.ofEpochDay(dated.origin()).toString())
              .put("mean", (double) dated.mean())
              .put("scale", (double) dated.scale());
          dated.cycles().forEach(cycle -> node.withArray("cycles").add(name(cycle)));
          if (dated.cycles().isEmpty()) {
            node.putArray("cycles");
          }
        }
        case Feature.OneHot oneHot -> oneHot.categories().forEach(node.putArray("categories")::add);
      }
      if (feature.flagged()) {
        node.put("flagged", true);
      }
    }
    putNotation(json, model.encoder().notation());
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
    putNetwork(json, model.network());
    return json;
  }

  private static void putNotation(ObjectNode json, CellNotation notation) {
    if (notation.equals(CellNotation.USUAL)) {
      return;
    }
    ObjectNode node = json.putObject("notation");
    ObjectNode dates = node.putObject("dates");
    notation.dates().forEach(dates::put);
    notation.decimalCommas().forEach(node.putArray("decimal_commas")::add);
    notation.verbatim().forEach(node.putArray("verbatim")::add);
    notation.missing().forEach(node.putArray("missing")::add);
  }

  /// Reads what [#text] wrote.
  ///
  /// @throws IllegalArgumentException if it is no such description
  public static ModelSpec read(String text) {
    var json = new JsonField("", JSON.readTree(text));
    return model(json, network(json));
  }

  /// The description of a network alone as JSON.
  public static String text(NetworkSpec network) {
    ObjectNode json = JSON.createObjectNode();
    putNetwork(json, network);
    return json.toString();
  }

  /// Reads what [#text(NetworkSpec)] wrote.
  ///
  /// @throws IllegalArgumentException if it is no such description
  public static NetworkSpec network(String text) {
    return network(new JsonField("", JSON.readTree(text)));
  }

  private static void putNetwork(ObjectNode json, NetworkSpec spec) {
    spec.widths().forEach(json.putArray("layers")::add);
    json.set("activation", ActivationJson.write(spec.activation()));
    json.put("loss", name(spec.loss()));
  }

  /// The description in `metadata`; empty if there is none.
  ///
  /// @throws MalformedModelException if any of it has the wrong type, is out of its range or does
  ///   not agree with the rest
  static Optional<ModelDescription> of(Map<String, String> metadata)
      throws MalformedModelException {
    String key = metadata.containsKey(KEY) ? KEY : NETWORK_KEY;
    String text = metadata.get(key);
    if (text == null) {
      return Optional.empty();
    }
    try {
      var json = new JsonField("", JSON.readTree(text));
      NetworkSpec network = network(json);
      return Optional.of(
          key.equals(KEY)
              ? new ModelDescription(network, Optional.of(model(json, network)), members(json))
              : new ModelDescription(network, Optional.empty(), 1));
    } catch (JacksonException e) {
      throw damaged(key, "it is not JSON, or has a key twice");
    } catch (IllegalArgumentException e) {
      throw damaged(key, String.valueOf(e.getMessage()));
    }
  }

  private static int members(JsonField json) {
    int members = json.find(MEMBERS).map(JsonField::integer).orElse(1);
    if (members < 1) {
      throw new IllegalArgumentException("'members' must be at least 1: " + members);
    }
    return members;
  }

  private static MalformedModelException damaged(String key, String how) {
    return new MalformedModelException("the metadata '%s' is damaged: %s".formatted(key, how));
  }

  private static ModelSpec model(JsonField json, NetworkSpec network) {
    var encoder =
        new Encoder(
            json.get("features").elements().stream().map(ModelDescription::feature).toList(),
            json.find("notation").map(ModelDescription::notation).orElse(CellNotation.USUAL));
    return new ModelSpec(encoder, target(json.get("target")), network);
  }

  private static Feature feature(JsonField json) {
    String column = json.get("column").text();
    boolean flagged = json.find("flagged").map(JsonField::flag).orElse(false);
    Optional<JsonField> categories = json.find("categories");
    if (categories.isPresent()) {
      return new Feature.OneHot(column, categories.get().texts(), flagged);
    }
    float mean = json.get("mean").number();
    float scale = json.get("scale").number();
    Optional<JsonField> origin = json.find("origin");
    return origin.isPresent()
        ? new Feature.Dated(
            column,
            origin(origin.get().text()),
            mean,
            scale,
            json.get("cycles").texts().stream()
                .map(ModelDescription::cycle)
                .collect(Collectors.toSet()),
            flagged)
        : new Feature.Scaled(column, mean, scale, flagged);
  }

  private static long origin(String date) {
    try {
      return LocalDate.parse(date).toEpochDay();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'origin' must be a date, such as 2024-06-05: '%s'".formatted(Names.shortened(date)), e);
    }
  }

  private static Feature.Cycle cycle(String name) {
    return Arrays.stream(Feature.Cycle.values())
        .filter(cycle -> name(cycle).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "a cycle must be year, week or day: '%s'".formatted(Names.shortened(name))));
  }

  private static String name(Feature.Cycle cycle) {
    return cycle.name().toLowerCase(Locale.ROOT);
  }

  private static CellNotation notation(JsonField json) {
    return new CellNotation(
        json.get("dates").members().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().text())),
        Set.copyOf(json.get("decimal_commas").texts()),
        Set.copyOf(json.get("verbatim").texts()),
        Set.copyOf(json.get("missing").texts()));
  }

  private static Target target(JsonField json) {
    String column = json.get("column").text();
    Optional<JsonField> labels = json.find("labels");
    return labels.isPresent()
        ? new Target.Classes(column, labels.get().texts(), json.get("numeric").flag())
        : new Target.Quantity(column, json.get("mean").number(), json.get("deviation").number());
  }

  private static NetworkSpec network(JsonField json) {
    return new NetworkSpec(
        json.get("layers").elements().stream().map(JsonField::integer).toList(),
        ActivationJson.read(json.get("activation")),
        loss(json.get("loss").text()));
  }

  private static Loss loss(String name) {
    return Arrays.stream(Loss.values())
        .filter(loss -> name(loss).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'loss' must be cross_entropy or squared_error: '%s'"
                    .formatted(Names.shortened(name))));
  }

  private static String name(Loss loss) {
    return loss.name().toLowerCase(Locale.ROOT);
  }
}

package dev.seedbed.io.weights;

import dev.seedbed.io.MalformedModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The layers of a Keras model by its configuration (config.json of a .keras file, the attribute
/// `model_config` of an .h5 file).
final class KerasLayers {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(1 << 26).build())
                  .build())
          .build();

  /// A layer.
  ///
  /// @param type the name of its class, such as "Dense"
  /// @param config its settings; none if they are not known
  record Layer(String type, JsonNode config) {
    /// Whether a setting is on, which layers have on where they say nothing.
    boolean has(String setting) {
      return config.path(setting).asBoolean(true);
    }

    /// The layer as the operator that uses its variables, `keras.Dense` and its like.
    TensorUse use() {
      var strides = new ArrayList<Long>();
      for (JsonNode stride : config.path("strides")) {
        strides.add(Math.max(1, stride.asLong(1)));
      }
      long group = Math.max(1, config.path("groups").asLong(1));
      return new TensorUse("keras." + type, 1, false, group, strides);
    }
  }

  /// By the paths of the groups in which Keras 3 stores their variables.
  private final Map<String, Layer> byPath = new HashMap<>();

  private final Map<String, Layer> byName = new HashMap<>();

  /// Names that layers of different classes have.
  private final Set<String> ambiguous = new HashSet<>();

  private KerasLayers() {}

  /// Of a file without configuration.
  static KerasLayers unknown() {
    return new KerasLayers();
  }

  static KerasLayers read(String json) throws MalformedModelException {
    var layers = new KerasLayers();
    try {
      JsonNode model = JSON.readTree(json);
      layers.addPaths(model, "");
      layers.addNames(model);
    } catch (JacksonException e) {
      throw new MalformedModelException(
          "the model's configuration is not valid JSON: " + Quoted.of(e));
    }
    return layers;
  }

  /// A layer whose variables Keras 3 stores in a group of that path.
  Optional<Layer> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  Optional<Layer> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// Keras stores the variables of a model's layers by the names of their classes, numbered
  /// (`saving_lib.py`, `_save_container_state`).
  private void addPaths(JsonNode model, String prefix) {
    var used = new HashMap<String, Integer>();
    JsonNode config = model.path("config");
    // Keras 1 has a Sequential's layers right there.
    for (JsonNode layer : config.isArray() ? config : config.path("layers")) {
      String type = layer.path("class_name").asString("");
      String name = snakeCase(type);
      int number = used.merge(name, 1, Integer::sum) - 1;
      String path = prefix + "layers/" + name + (number == 0 ? "" : "_" + number);
      byPath.put(path, new Layer(type, layer.path("config")));
      addPaths(layer, path + "/");
    }
  }

  private void addNames(JsonNode node) {
    JsonNode name = node.path("config").path("name");
    JsonNode type = node.path("class_name");
    if (name.isString() && type.isString() && !ambiguous.contains(name.stringValue())) {
      var layer = new Layer(type.stringValue(), node.path("config"));
      Layer other = byName.put(name.stringValue(), layer);
      if (other != null && !other.equals(layer)) {
        byName.remove(name.stringValue());
        ambiguous.add(name.stringValue());
      }
    }
    for (JsonNode inner : node) {
      addNames(inner);
    }
  }

  /// The name of a class as Keras writes it in paths: `conv2d_transpose` of `Conv2DTranspose`.
  static String snakeCase(String type) {
    return type.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /// The settings of a layer of which none are known.
  static JsonNode none() {
    return JSON.createObjectNode();
  }

  /// Words of a path without the number that tells it from others, such as `dense` of `dense_1`.
  static String withoutNumber(String name) {
    return name.replaceFirst("_\\d+$", "");
  }

  /// The parts of a path.
  static List<String> parts(String path) {
    return List.of(path.split("/", -1));
  }
}

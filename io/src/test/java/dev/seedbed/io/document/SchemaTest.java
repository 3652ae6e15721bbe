package dev.seedbed.io.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The schemas in `docs/schemas` and the records say the same: which properties there are, of which
/// type, which may be null and which may be left out.
class SchemaTest {
  private static final Path SCHEMAS = Path.of("docs/schemas");

  private static final Map<Class<?>, String> TYPES =
      Map.ofEntries(
          Map.entry(int.class, "integer"),
          Map.entry(long.class, "integer"),
          Map.entry(Integer.class, "integer"),
          Map.entry(Long.class, "integer"),
          Map.entry(OptionalInt.class, "integer"),
          Map.entry(OptionalLong.class, "integer"),
          Map.entry(double.class, "number"),
          Map.entry(Double.class, "number"),
          Map.entry(OptionalDouble.class, "number"),
          Map.entry(boolean.class, "boolean"),
          Map.entry(Boolean.class, "boolean"),
          Map.entry(String.class, "string"));

  private static JsonNode schema(String name) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(SCHEMAS.resolve(name)));
  }

  /// What is said of each place, such as `number or null, may be left out` of `best.test_rmse`.
  private static Map<String, String> ofRecord(Class<?> type) {
    var places = new TreeMap<String, String>();
    addRecord("", type, places);
    return places;
  }

  private static void addRecord(String place, Class<?> type, Map<String, String> places) {
    for (RecordComponent component : type.getRecordComponents()) {
      boolean always =
          component.getAccessor().isAnnotationPresent(JsonInclude.class)
              && component.getAccessor().getAnnotation(JsonInclude.class).value()
                  == JsonInclude.Include.ALWAYS;
      boolean optional = component.getType().getName().startsWith("java.util.Optional");
      boolean nullable =
          optional
              && (always || component.getAccessor().isAnnotationPresent(JsonDeserialize.class));
      addType(
          place + "." + name(component),
          component.getGenericType(),
          (nullable ? " or null" : "") + (optional && !always ? ", may be left out" : ""),
          places);
    }
  }

  private static String name(RecordComponent component) {
    JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
    return given == null
        ? component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
        : given.value();
  }

  private static void addType(String place, Type type, String more, Map<String, String> places) {
    switch (type) {
      case ParameterizedType list when list.getRawType() == List.class -> {
        places.put(place, "array" + more);
        addType(place + "[]", list.getActualTypeArguments()[0], "", places);
      }
      case ParameterizedType map when map.getRawType() == Map.class ->
          places.put(place, "object" + more);
      case ParameterizedType some when some.getRawType() == Optional.class ->
          addType(place, some.getActualTypeArguments()[0], more, places);
      case Class<?> one when one.isRecord() -> {
        places.put(place, "object" + more);
        addRecord(place, one, places);
      }
      case Class<?> one when one.isEnum() ->
          places.put(
              place,
              Arrays.stream(one.getEnumConstants())
                      .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                      .toList()
                  + more);
      case Class<?> one when TYPES.containsKey(one) -> places.put(place, TYPES.get(one) + more);
      default -> throw new AssertionError(place + ": " + type);
    }
  }

  private static Map<String, String> ofSchema(JsonNode schema, Map<String, String> records) {
    var places = new TreeMap<String, String>();
    addProperties("", schema, schema, places);
    // A schema may say which texts there are where a record has any.
    places.replaceAll((place, type) ->
        records.getOrDefault(place, "").startsWith("string")
            ? type.replaceFirst("^\\[.*]", "string")
            : type);
    return places;
  }

  private static void addProperties(
      String place, JsonNode root, JsonNode schema, Map<String, String> places) {
    List<String> required =
        schema.path("required").valueStream().map(JsonNode::stringValue).toList();
    assertThat(schema.path("additionalProperties").asBoolean(true)).as(place).isFalse();
    schema
        .required("properties")
        .properties()
        .forEach(property ->
            addSchema(
                place + "." + property.getKey(),
                root,
                property.getValue(),
                required.contains(property.getKey()) ? "" : ", may be left out",
                places));
  }

  private static void addSchema(
      String place, JsonNode root, JsonNode schema, String more, Map<String, String> places) {
    if (schema.has("$ref")) {
      String pointer = schema.get("$ref").stringValue().substring(1);
      addSchema(place, root, root.at(pointer), more, places);
      return;
    }
    String type =
        schema.has("enum")
            ? schema.get("enum").valueStream().map(JsonNode::stringValue).toList().toString()
            : schema.get("type").isString()
                ? schema.get("type").stringValue()
                : schema
                    .get("type")
                    .valueStream()
                    .map(JsonNode::stringValue)
                    .collect(Collectors.joining(" or "));
    places.put(place, type + more);
    if (type.startsWith("object") && schema.has("properties")) {
      addProperties(place, root, schema, places);
    } else if (type.startsWith("array")) {
      addSchema(place + "[]", root, schema.required("items"), "", places);
    }
  }

  @Test
  void train_schemaAndRecord_sayTheSame() throws IOException {
    Map<String, String> records = ofRecord(ResultDocument.class);
    assertThat(records).hasSizeGreaterThan(150);
    assertThat(ofSchema(schema("train.schema.json"), records)).isEqualTo(records);
  }

  @Test
  void inspect_schemaAndRecord_sayTheSame() throws IOException {
    Map<String, String> records = ofRecord(InspectDocument.class);
    assertThat(records).hasSizeGreaterThan(20);
    assertThat(ofSchema(schema("inspect.schema.json"), records)).isEqualTo(records);
  }

  @Test
  void luck_schemaAndRecord_sayTheSame() throws IOException {
    Map<String, String> records = ofRecord(LuckDocument.class);
    assertThat(records).hasSizeGreaterThan(60);
    assertThat(ofSchema(schema("luck.schema.json"), records)).isEqualTo(records);
  }

  /// But for what is in `start.json` and reports alone.
  @Test
  void check_schemaAndRecord_sayTheSame() throws IOException {
    Map<String, String> records = ofRecord(CheckDocument.class);
    records.keySet().removeIf(place -> place.matches("\\.start|\\.meaning|.*\\.histograms?\\b.*"));
    assertThat(records).hasSizeGreaterThan(100);
    assertThat(ofSchema(schema("check.schema.json"), records)).isEqualTo(records);
  }

  @Test
  void coordinates_schemaAndRecord_sayTheSame() throws IOException {
    Map<String, String> records = ofRecord(CoordinatesDocument.class);
    assertThat(records).hasSizeGreaterThan(25);
    assertThat(ofSchema(schema("coordinates.schema.json"), records)).isEqualTo(records);
  }

  /// The comparison can say no, for a property anywhere in the schema.
  @Test
  void train_propertyLostOrAddedOrRenamed_isSeen() throws IOException {
    Map<String, String> records = ofRecord(ResultDocument.class);
    int objects = 0;
    JsonNode good = schema("train.schema.json");
    for (int i = 0; i < objects(good).size(); i++) {
      for (String change : List.of("lost", "added", "required or not", "other type")) {
        JsonNode bad = good.deepCopy();
        ObjectNode object = objects(bad).get(i);
        var properties = (ObjectNode) object.get("properties");
        String first = properties.propertyNames().iterator().next();
        switch (change) {
          case "lost" -> properties.remove(first);
          case "added" -> properties.putObject("another").put("type", "integer");
          case "required or not" -> {
            boolean required = object.get("required").toString().contains("\"" + first + "\"");
            object.putArray("required").add(required ? "another" : first);
          }
          default -> properties.putObject(first).put("type", "no type");
        }
        assertThat(ofSchema(bad, records)).as("%s: %s", first, change).isNotEqualTo(records);
      }
      objects++;
    }
    assertThat(objects).isGreaterThan(15);
  }

  /// The objects that a schema describes.
  private static List<ObjectNode> objects(JsonNode schema) {
    var objects = new ArrayList<ObjectNode>();
    if (schema.path("properties").isObject()) {
      objects.add((ObjectNode) schema);
      schema
          .get("properties")
          .properties()
          .forEach(property -> objects.addAll(objects(property.getValue())));
    }
    if (schema.has("items")) {
      objects.addAll(objects(schema.get("items")));
    }
    return objects.stream().filter(object -> object.has("required")).toList();
  }

  /// A new schema needs a record, and a place in this test.
  @Test
  void schemas_allKnown() throws IOException {
    try (Stream<Path> files = Files.list(SCHEMAS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "train.schema.json",
              "check.schema.json",
              "coordinates.schema.json",
              "inspect.schema.json",
              "luck.schema.json",
              "verify.schema.json",
              "doctor.schema.json");
    }
  }
}

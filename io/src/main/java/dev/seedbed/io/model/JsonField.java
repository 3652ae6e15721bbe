package dev.seedbed.io.model;

import dev.seedbed.notation.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A value of a JSON document and its place there, such as "features[2].scale". Read strictly: what
/// has another type is refused, with its place.
///
/// @param place empty for the document itself
record JsonField(String place, JsonNode node) {

  /// @throws IllegalArgumentException if this is no object, or has no such key
  JsonField get(String key) {
    return find(key)
        .orElseThrow(() -> new IllegalArgumentException("'" + placeOf(key) + "' is missing"));
  }

  /// @throws IllegalArgumentException if this is no object
  Optional<JsonField> find(String key) {
    require(node.isObject(), "an object");
    return node.has(key)
        ? Optional.of(new JsonField(placeOf(key), node.get(key)))
        : Optional.empty();
  }

  private String placeOf(String key) {
    return place.isEmpty() ? key : place + "." + key;
  }

  /// @throws IllegalArgumentException if this is no array
  List<JsonField> elements() {
    require(node.isArray(), "an array");
    var elements = new ArrayList<JsonField>();
    for (JsonNode element : node) {
      elements.add(new JsonField(place + "[" + elements.size() + "]", element));
    }
    return elements;
  }

  /// @throws IllegalArgumentException if this is no object
  Map<String, JsonField> members() {
    require(node.isObject(), "an object");
    var members = new LinkedHashMap<String, JsonField>();
    node.properties()
        .forEach(member ->
            members.put(
                member.getKey(), new JsonField(placeOf(member.getKey()), member.getValue())));
    return members;
  }

  /// @throws IllegalArgumentException if this is no array of strings
  List<String> texts() {
    return elements().stream().map(JsonField::text).toList();
  }

  /// @throws IllegalArgumentException if this is no string
  String text() {
    require(node.isString(), "a string");
    return node.stringValue();
  }

  /// @throws IllegalArgumentException if this is neither true nor false
  boolean flag() {
    require(node.isBoolean(), "true or false");
    return node.booleanValue();
  }

  /// @throws IllegalArgumentException if this is no number within the range of floats
  float number() {
    float number = (float) node.doubleValueOpt().orElse(Double.NaN);
    require(Float.isFinite(number), "a finite 32-bit number");
    return number;
  }

  /// @throws IllegalArgumentException if this is no whole number below 2^31
  int integer() {
    require(node.isIntegralNumber() && node.canConvertToInt(), "a whole number below 2^31");
    return node.intValue();
  }

  private void require(boolean right, String what) {
    if (!right) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s"
              .formatted(
                  place.isEmpty() ? "the document" : "'" + place + "'",
                  what,
                  node.isContainer()
                      ? node.isArray() ? "an array" : "an object"
                      : Names.shortened(node.toString())));
    }
  }
}

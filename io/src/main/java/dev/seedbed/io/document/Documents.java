package dev.seedbed.io.document;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.seedbed.data.InputException;
import dev.seedbed.io.file.StoredJson;
import dev.seedbed.io.model.ActivationJson;
import dev.seedbed.tensor.Activation;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/// Documents as records: how they become JSON, and how they are read back.
///
/// The names of components become `snake_case`, in the order of the record; constants are in small
/// letters. An empty optional component is left out, or is null where the record says
/// `@JsonInclude(ALWAYS)`. Numbers that are not finite become null.
///
/// Reading is strict: a component that is missing, null or of another type is refused by its place.
/// Properties that no component has are passed over.
public final class Documents {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .annotationIntrospector(new RecordIntrospector())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .changeDefaultNullHandling(_ -> JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .withCoercionConfig(
              LogicalType.Textual,
              texts ->
                  texts
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .withCoercionConfig(
              LogicalType.Enum,
              constants -> constants.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
          .addModule(
              new SimpleModule()
                  .addSerializer(Double.class, new NumberJson.Writer())
                  .addSerializer(Double.TYPE, new NumberJson.Writer())
                  .addDeserializer(Double.class, new NumberJson.Reader())
                  .addDeserializer(Double.TYPE, new NumberJson.Reader())
                  .addDeserializer(OptionalDouble.class, new NumberJson.OptionalReader())
                  .addSerializer(Record.class, new RecordWriter(Documents::snakeCase))
                  .addDeserializer(Activation.class, new ActivationReader()))
          .build();

  private Documents() {}

  private static String snakeCase(String name) {
    return name.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  /// A document as text, a line a value.
  public static String text(Record document) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
  }

  /// A document, or a part of one, as a tree.
  public static ObjectNode tree(Record document) {
    return JSON.valueToTree(document);
  }

  /// Reads what [#text] wrote.
  ///
  /// @param name of its file
  /// @throws InputException if it is no such document
  public static <T extends Record> T read(String name, String text, Class<T> type) {
    return read(name, text, type, document -> document);
  }

  /// Reads what [#text] wrote, and hands it to `use`.
  ///
  /// @throws InputException if it is no such document, or `use` refuses it by an
  ///   [IllegalArgumentException]
  public static <T extends Record, R> R read(
      String name, String text, Class<T> type, Function<T, R> use) {
    T document;
    try {
      // Not by way of a tree, which takes more memory than the record.
      document = JSON.readValue(text, type);
    } catch (JacksonException e) {
      return StoredJson.read(
          name,
          text,
          json -> {
            throw new IllegalArgumentException(Fault.of(json, e).message(), e);
          });
    }
    if (document == null) {
      throw StoredJson.damaged(name, "it must hold a JSON object");
    }
    try {
      return use.apply(document);
    } catch (IllegalArgumentException e) {
      throw StoredJson.damaged(name, String.valueOf(e.getMessage()));
    }
  }

  private static final class ActivationReader extends ValueDeserializer<Activation> {
    @Override
    public Activation deserialize(JsonParser in, DeserializationContext context) {
      return ActivationJson.read(context.readTree(in));
    }
  }
}

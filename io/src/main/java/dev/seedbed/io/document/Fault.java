package dev.seedbed.io.document;

import dev.seedbed.notation.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;

/// The fault of a document, without Jackson's own words.
///
/// @param message of one line
record Fault(String message) {
  private static final String INT = "a whole number below 2^31";
  private static final String LONG = "a whole number below 2^63";
  private static final String NUMBER = "a finite number";

  private static final Map<Class<?>, String> EXPECTED =
      Map.ofEntries(
          Map.entry(int.class, INT),
          Map.entry(Integer.class, INT),
          Map.entry(OptionalInt.class, INT),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(OptionalLong.class, LONG),
          Map.entry(double.class, NUMBER),
          Map.entry(Double.class, NUMBER),
          Map.entry(OptionalDouble.class, NUMBER),
          Map.entry(boolean.class, "true or false"),
          Map.entry(Boolean.class, "true or false"),
          Map.entry(String.class, "a string"));

  /// @param e what Jackson said of the document
  static Fault of(JsonNode document, JacksonException e) {
    JsonNode found = document;
    var place = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        place.append('[').append(step.getIndex()).append(']');
        found = found.path(step.getIndex());
      } else {
        place.append(place.isEmpty() ? "" : ".").append(step.getPropertyName());
        found = found.path(step.getPropertyName());
      }
    }
    if (e.getCause() instanceof IllegalArgumentException refusal) {
      // What a record or a specification says of a value.
      return new Fault(String.valueOf(refusal.getMessage()));
    }
    if (found.isMissingNode()) {
      return new Fault("'%s' is missing".formatted(place));
    }
    if (found.isNull()) {
      return new Fault("'%s' is empty".formatted(place));
    }
    return new Fault(
        "'%s': expected %s, found %s".formatted(place, expected(type(e)), describe(found)));
  }

  private static @Nullable Class<?> type(JacksonException e) {
    return switch (e) {
      case MismatchedInputException mismatch -> mismatch.getTargetType();
      case InputCoercionException coercion -> coercion.getTargetType();
      default -> null;
    };
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "another value";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    return List.class.isAssignableFrom(type)
        ? "an array"
        : EXPECTED.getOrDefault(type, "an object");
  }

  private static String describe(JsonNode found) {
    if (found.isContainer()) {
      return found.isArray() ? "an array" : "an object";
    }
    return Names.shortened(found.toString());
  }
}

package dev.seedbed.io.run;

import dev.seedbed.data.InputException;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON that Seedbed wrote, and that may have come to harm since.
final class StoredJson {

  private StoredJson() {}

  /// What `reading` takes from a document.
  ///
  /// @param name of its file
  /// @throws InputException if it is no JSON object, or `reading` misses something in it
  static <T> T read(String name, String text, Function<JsonNode, T> reading) {
    try {
      JsonNode document = JsonMapper.shared().readTree(text);
      if (!document.isObject()) {
        throw damaged(name, "it holds no JSON object");
      }
      return reading.apply(document);
    } catch (JacksonException e) {
      // Without the place in Jackson's source, which its whole message names.
      throw damaged(name, e.getOriginalMessage());
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | NullPointerException
        | NoSuchElementException e) {
      // What it should hold is not there, or something else is.
      throw damaged(name, e.getMessage());
    }
  }

  /// A value that must be text; JSON's null is none.
  static String text(JsonNode value) {
    if (!value.isString()) {
      throw new IllegalArgumentException("text must stand where it says " + value);
    }
    return value.stringValue();
  }

  private static InputException damaged(String name, @Nullable String reason) {
    return new InputException(
        "%s is damaged: %s"
            .formatted(
                name,
                String.valueOf(reason)
                    .replaceFirst(" \\(start marker .*", "")
                    .lines()
                    .findFirst()
                    .orElse("")));
  }
}

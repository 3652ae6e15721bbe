package dev.seedbed.io.file;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.json.JsonMapper;

/// JSON that Seedbed wrote, and that may have come to harm since. All that is wrong with it is an
/// [InputException] of one line; the parser's own words are not passed on.
public final class StoredJson {
  /// Bytes of memory for each byte of a document. What Seedbed writes takes about 5 (long lists of
  /// small numbers), a document made for the purpose up to 30.
  private static final int MEMORY_PER_BYTE = 10;

  private StoredJson() {}

  /// The text of a file of JSON.
  ///
  /// @throws InputException if it cannot be read, or takes more memory than there is
  public static String text(Path file) {
    return InputFiles.read(
        file,
        path -> {
          long size = Files.size(path);
          if (!fits(size)) {
            throw new IOException(
                "its %,d bytes take about %,d MB of memory; there are %,d MB: give the JVM more, such as JDK_JAVA_OPTIONS=-Xmx8g"
                    .formatted(
                        size,
                        (size >> 20) * MEMORY_PER_BYTE,
                        Runtime.getRuntime().maxMemory() >> 20));
          }
          return Files.readString(path);
        });
  }

  /// Whether JSON of that many bytes fits into memory.
  public static boolean fits(long bytes) {
    return bytes <= Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory()) / MEMORY_PER_BYTE;
  }

  /// Applies `reading` to a document.
  ///
  /// @param name of its file
  /// @throws InputException if it is no JSON object, or `reading` misses something in it
  public static <T> T read(String name, String text, Function<JsonNode, T> reading) {
    JsonNode document;
    try {
      document = JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw damaged(name, malformed(e));
    }
    if (!document.isObject()) {
      throw damaged(name, "it must hold a JSON object");
    }
    try {
      return reading.apply(document);
    } catch (JsonNodeException e) {
      throw damaged(name, wrong(document, e.getNode()));
    } catch (IndexOutOfBoundsException | NullPointerException | NoSuchElementException e) {
      throw damaged(name, "something is missing in it");
    } catch (IllegalArgumentException e) {
      // What a specification says of a value.
      throw damaged(name, String.valueOf(e.getMessage()));
    }
  }

  private static String malformed(JacksonException e) {
    return e.getLocation() == null
        ? "malformed JSON: too deep, or too long a text or number"
        : "malformed JSON at line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  @SuppressWarnings("ReferenceEquality") // It is that very node, not one that is equal to it.
  private static String wrong(JsonNode document, JsonNode value) {
    var places = new ArrayList<String>();
    find(document, value, "", places);
    // Equal numbers can be one node: then it cannot be said which of them it is.
    String where = places.size() == 1 ? "'" + places.getFirst() + "'" : "a value";
    if (value == document) {
      return "it is incomplete";
    }
    if (value.isNull()) {
      return where + " is empty";
    }
    return value.isContainer()
        ? where + " is incomplete, or must be a single value"
        : "%s has the wrong type or size: %s".formatted(where, value);
  }

  @SuppressWarnings("ReferenceEquality")
  private static void find(JsonNode in, JsonNode value, String place, List<String> places) {
    if (in == value) {
      places.add(place);
    }
    in.properties()
        .forEach(property ->
            find(
                property.getValue(),
                value,
                place.isEmpty() ? property.getKey() : place + "." + property.getKey(),
                places));
    for (int i = 0; in.isArray() && i < in.size(); i++) {
      find(in.get(i), value, place + "[" + i + "]", places);
    }
  }

  /// That a file is damaged.
  public static InputException damaged(String name, String reason) {
    return new InputException("%s is damaged: %s".formatted(name, reason));
  }
}

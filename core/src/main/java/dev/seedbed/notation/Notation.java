package dev.seedbed.notation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `name` or `name(key=value,key=value)`: how schemes, schedules and kinds of layers are written.
///
/// @param values by key, in the order in which they are written
public record Notation(String name, SequencedMap<String, String> values) {
  private static final Pattern FORM = Pattern.compile("([^()=]+?)\\s*(?:\\(([^()]*)\\))?");

  /// Reads a text; blanks around names and values do not count.
  ///
  /// @throws IllegalArgumentException if the text has another form or gives a value twice
  public static Notation parse(String text) {
    var matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw wrong(text);
    }
    var values = new LinkedHashMap<String, String>();
    String inside = matcher.group(2);
    for (String part : inside == null || inside.isBlank() ? new String[0] : inside.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw wrong(text);
      }
      String key = part.substring(0, equals).strip();
      if (values.put(key, part.substring(equals + 1).strip()) != null) {
        throw new IllegalArgumentException(
            "%s is given twice: '%s'".formatted(Names.shortened(key), Names.shortened(text)));
      }
    }
    return new Notation(matcher.group(1), values);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "expected name or name(key=value,…), found '%s'".formatted(Names.shortened(text.strip())));
  }

  /// The text that [#parse] reads.
  @Override
  public String toString() {
    return values.isEmpty()
        ? name
        : values.entrySet().stream()
            .map(Map.Entry::toString)
            .collect(Collectors.joining(",", name + "(", ")"));
  }
}

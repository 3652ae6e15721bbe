package dev.seedbed.init;

import dev.seedbed.notation.Names;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// The values of a scheme's parameters, as its user wrote them or as they are preset.
///
/// @param scheme whose they are, for messages
record Arguments(String scheme, Map<String, String> values) {
  public Arguments {
    values = Map.copyOf(values);
  }

  /// The presets, but for the values that are `given`.
  ///
  /// @throws IllegalArgumentException if a value is given that is no parameter
  static Arguments of(String scheme, List<Entry.Parameter> parameters, Map<String, String> given) {
    var values = new LinkedHashMap<String, String>();
    parameters.forEach(parameter -> values.put(parameter.name(), parameter.preset()));
    for (String name : given.keySet()) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException(
            parameters.isEmpty()
                ? "%s has no parameters: '%s'".formatted(scheme, Names.shortened(name))
                : "%s has no parameter '%s': %s"
                    .formatted(scheme, Names.shortened(name), Names.hint(values.keySet(), name)));
      }
    }
    values.putAll(given);
    return new Arguments(scheme, values);
  }

  private String text(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  double number(String name) {
    try {
      return Double.parseDouble(text(name));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: %s must be a number: '%s'".formatted(scheme, name, text(name)), e);
    }
  }

  /// A whole number from `least` on.
  int whole(String name, int least) {
    double number = number(name);
    if (!(number >= least && number <= Integer.MAX_VALUE && number == Math.rint(number))) {
      throw new IllegalArgumentException(
          "%s: %s must be a whole number from %d on: %s"
              .formatted(scheme, name, least, text(name)));
    }
    return (int) number;
  }

  /// How a scheme without parameters draws weights.
  Initializer weights(String name) {
    return Catalogue.forTensors(text(name)).weights();
  }

  /// One of the words that the constants of `type` stand for: FAN_IN is "fan-in".
  <E extends Enum<E>> E word(String name, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(text(name))) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "%s: %s must be one of %s: '%s'"
            .formatted(
                scheme,
                name,
                Arrays.stream(type.getEnumConstants())
                    .map(Arguments::word)
                    .collect(Collectors.joining(", ")),
                text(name)));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

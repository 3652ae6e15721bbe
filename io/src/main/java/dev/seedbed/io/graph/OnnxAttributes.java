package dev.seedbed.io.graph;

import dev.seedbed.graph.NdArray;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The attributes of a node of a file.
///
/// @param values by name: [Long], [Float], [String], [NdArray], or a [List] of one of these
/// @param output the name of the node's first output, which no other node has
record OnnxAttributes(Map<String, Object> values, String output) {
  OnnxAttributes {
    values = Map.copyOf(values);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /// A whole number.
  ///
  /// @throws IllegalArgumentException if it is there and of another type
  long integer(String name, long usual) {
    return find(name, Long.class).orElse(usual);
  }

  /// An axis, or another whole number of its size.
  ///
  /// @throws IllegalArgumentException if it is there and of another type, or too large
  int axis(String name, int usual) {
    return axis(name, integer(name, usual));
  }

  /// A list of axes; empty if it is not there.
  ///
  /// @throws IllegalArgumentException if it is there and of another type, or one is too large
  List<Integer> axes(String name) {
    return integers(name).stream().map(given -> axis(name, given)).toList();
  }

  private static int axis(String name, long given) {
    if (given != (int) given) {
      throw new IllegalArgumentException("attribute '%s' is too large: %d".formatted(name, given));
    }
    return (int) given;
  }

  /// One of a few words, which are the names of an enum.
  ///
  /// @throws IllegalArgumentException if it is there, and none of them
  <E extends Enum<E>> E choice(String name, E usual) {
    String given = text(name, usual.name().toLowerCase(Locale.ROOT));
    for (E each : usual.getDeclaringClass().getEnumConstants()) {
      if (each.name().equalsIgnoreCase(given)) {
        return each;
      }
    }
    throw new IllegalArgumentException("%s '%s' is not supported".formatted(name, given));
  }

  /// A whole number that says yes or no.
  ///
  /// @throws IllegalArgumentException if it is there and of another type
  boolean flag(String name, boolean usual) {
    return integer(name, usual ? 1 : 0) != 0;
  }

  /// A real number.
  ///
  /// @throws IllegalArgumentException if it is there and of another type
  float real(String name, double usual) {
    return find(name, Float.class).orElse((float) usual);
  }

  /// A text.
  ///
  /// @throws IllegalArgumentException if it is there and of another type
  String text(String name, String usual) {
    return find(name, String.class).orElse(usual);
  }

  /// An array.
  ///
  /// @throws IllegalArgumentException if it is there and of another type
  Optional<NdArray> array(String name) {
    return find(name, NdArray.class);
  }

  /// A list of whole numbers; empty if it is not there.
  ///
  /// @throws IllegalArgumentException if it is there and of another type
  List<Long> integers(String name) {
    return list(name, Long.class);
  }

  /// A list of real numbers; empty if it is not there.
  ///
  /// @throws IllegalArgumentException if it is there and of another type
  List<Float> reals(String name) {
    return list(name, Float.class);
  }

  /// A list of texts; empty if it is not there.
  ///
  /// @throws IllegalArgumentException if it is there and of another type
  List<String> texts(String name) {
    return list(name, String.class);
  }

  private <T> Optional<T> find(String name, Class<T> type) {
    Object value = values.get(name);
    if (value != null && !type.isInstance(value)) {
      throw new IllegalArgumentException("attribute '%s' has the wrong type".formatted(name));
    }
    return Optional.ofNullable(value).map(type::cast);
  }

  private <T> List<T> list(String name, Class<T> type) {
    List<?> list = find(name, List.class).map(it -> (List<?>) it).orElse(List.of());
    if (!list.stream().allMatch(type::isInstance)) {
      throw new IllegalArgumentException("attribute '%s' has the wrong type".formatted(name));
    }
    return list.stream().map(type::cast).toList();
  }
}

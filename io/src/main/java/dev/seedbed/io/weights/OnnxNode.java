package dev.seedbed.io.weights;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An operator of a graph.
///
/// @param type the operator; in front of it its domain, if that is not ONNX's own
/// @param inputs names of values; those that are left out are empty
/// @param attributes by their names
record OnnxNode(
    String type, List<String> inputs, List<String> outputs, Map<String, Attribute> attributes) {

  /// The value of an attribute. Only whole numbers are kept, and the first 64 of a list.
  record Attribute(Optional<Long> number, List<Long> list) {}

  private static final Attribute NONE = new Attribute(Optional.empty(), List.of());

  /// The attribute that is one whole number.
  long number(String attribute, long otherwise) {
    return attribute(attribute).number().orElse(otherwise);
  }

  /// The attribute that is a list of whole numbers; empty if there is none.
  List<Long> list(String attribute) {
    return attribute(attribute).list();
  }

  private Attribute attribute(String attribute) {
    return attributes.getOrDefault(attribute, NONE);
  }

  TensorUse use(int input) {
    boolean transposed =
        type.equals("Gemm")
            && ((input == 0 && number("transA", 0) != 0)
                || (input == 1 && number("transB", 0) != 0));
    return new TensorUse(type, input, transposed, number("group", 1), list("strides"));
  }

  /// If the output is the input but for its type or the order of the last two axes: whether that
  /// changes.
  Optional<Boolean> transposition() {
    return switch (type) {
      case "Identity", "Cast" -> Optional.of(false);
      case "Transpose" -> swapsTheLastTwo() ? Optional.of(true) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private boolean swapsTheLastTwo() {
    List<Long> order = list("perm");
    int axes = order.size();
    for (int i = 0; i < axes; i++) {
      int from = i < axes - 2 ? i : 2 * axes - 3 - i;
      if (order.get(i) != from) {
        return false;
      }
    }
    return axes >= 2;
  }
}

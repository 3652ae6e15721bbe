package dev.seedbed.io.weights;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An operator of a graph.
///
/// @param type the operator; in front of it its domain, if that is not ONNX's own
/// @param name may be empty
/// @param inputs names of values; those that are left out are empty
/// @param attributes by their names
public record OnnxNode(
    String type,
    String name,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes) {

  /// The value of an attribute. Only numbers and short texts are kept, and the first 64 numbers of
  /// a list.
  public record Attribute(
      Optional<Long> number, Optional<Float> real, Optional<String> text, List<Long> list) {}

  private static final Attribute NONE =
      new Attribute(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  /// Which node is meant, in a message: its name, or else that of its first output.
  public String title() {
    String title = name.isEmpty() && !outputs.isEmpty() ? outputs.getFirst() : name;
    return "node '%s' (%s)".formatted(Quoted.of(title), Quoted.of(type));
  }

  /// The attribute that is one whole number.
  public long number(String attribute, long otherwise) {
    return attribute(attribute).number().orElse(otherwise);
  }

  /// The attribute that is one real number.
  public float real(String attribute, float otherwise) {
    return attribute(attribute).real().orElse(otherwise);
  }

  /// The attribute that is a list of whole numbers; empty if there is none.
  public List<Long> list(String attribute) {
    return attribute(attribute).list();
  }

  /// The attribute that is a text.
  public String text(String attribute, String otherwise) {
    return attribute(attribute).text().orElse(otherwise);
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

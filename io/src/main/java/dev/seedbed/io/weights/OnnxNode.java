package dev.seedbed.io.weights;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An operator of a graph, as far as it tells what its inputs mean.
///
/// @param type the operator; in front of it its domain, if that is not ONNX's own
/// @param numbers its attributes of one whole number
/// @param lists its attributes of several
record OnnxNode(
    String type,
    List<String> inputs,
    List<String> outputs,
    Map<String, Long> numbers,
    Map<String, List<Long>> lists) {

  Use use(int input) {
    boolean transposed =
        type.equals("Gemm")
            && ((input == 0 && number("transA", 0) != 0)
                || (input == 1 && number("transB", 0) != 0));
    return new Use(
        type, input, transposed, number("group", 1), lists.getOrDefault("strides", List.of()));
  }

  private long number(String attribute, long otherwise) {
    return numbers.getOrDefault(attribute, otherwise);
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
    List<Long> order = lists.getOrDefault("perm", List.of());
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

package dev.seedbed.io.chain;

import dev.seedbed.io.weights.OnnxNode;
import dev.seedbed.io.weights.Quoted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The operators that a chain may have, and where.
final class Operators {
  /// Kinds of operators that a sentence names, at most.
  private static final int MOST_KINDS = 12;

  private static final Set<String> LAYERS =
      Set.of("Gemm", "MatMul", "BatchNormalization", "Softmax", "LogSoftmax");

  private static final Set<String> FLATTENING = Set.of("Flatten", "Reshape", "Squeeze");

  /// In front of the first layer: how raw columns become inputs.
  private static final Set<String> ENCODING =
      Set.of("Concat", "ai.onnx.ml.Imputer", "ai.onnx.ml.Scaler", "ai.onnx.ml.OneHotEncoder");

  /// Behind the last layer.
  private static final Set<String> ANSWERS =
      Set.of(
          "ArgMax",
          "TopK",
          "Gather",
          "ai.onnx.ml.ArrayFeatureExtractor",
          "ai.onnx.ml.ZipMap",
          "ai.onnx.ml.LabelEncoder");

  /// TensorProto.DataType of FLOAT, FLOAT16, DOUBLE and BFLOAT16.
  private static final Set<Long> REAL_TYPES = Set.of(1L, 10L, 11L, 16L);

  private Operators() {}

  /// Checks that there are no others.
  ///
  /// @throws Obstacle that names the others, each kind once with how many of it there are
  static void check(List<OnnxNode> nodes) throws Obstacle {
    var others = new LinkedHashMap<String, Integer>();
    for (OnnxNode node : nodes) {
      if (!isKnown(node)) {
        others.merge(Quoted.of(node.type()), 1, Integer::sum);
      }
    }
    if (others.isEmpty()) {
      return;
    }
    String kinds =
        others.entrySet().stream()
            .limit(MOST_KINDS)
            .map(kind ->
                kind.getValue() == 1 ? kind.getKey() : kind.getKey() + " ×" + kind.getValue())
            .collect(Collectors.joining(", "));
    int more = others.size() - MOST_KINDS;
    throw new Obstacle(
        "Seedbed cannot run these operators: "
            + kinds
            + (more > 0 ? " and %d other kinds".formatted(more) : ""));
  }

  private static boolean isKnown(OnnxNode node) {
    return LAYERS.contains(node.type())
        || FLATTENING.contains(node.type())
        || ENCODING.contains(node.type())
        || ANSWERS.contains(node.type())
        || ComputedActivation.knows(node);
  }

  static boolean isLayer(OnnxNode node) {
    return node.type().equals("Gemm") || node.type().equals("MatMul");
  }

  static boolean isFlattening(OnnxNode node) {
    return FLATTENING.contains(node.type());
  }

  /// Whether the node turns raw columns into inputs: also by arithmetic with constants, as a
  /// normalising layer does.
  static boolean encodes(OnnxNode node, DataFlow flow) {
    return switch (node.type()) {
      case "Identity", "Dropout" -> true;
      case "Cast" -> isReal(node);
      case "Add", "Sub", "Mul", "Div" ->
          flow.computedInputs(node).equals(node.inputs().subList(0, 1))
              || (flow.computedInputs(node).size() == 1 && !node.type().equals("Div"));
      default -> ENCODING.contains(node.type());
    };
  }

  /// Whether a Cast gives real numbers.
  static boolean isReal(OnnxNode node) {
    return REAL_TYPES.contains(node.number("to", 1));
  }

  /// Whether the node reads an answer off the network's outputs.
  static boolean readsAnswer(OnnxNode node, DataFlow flow) {
    return switch (node.type()) {
      case "Cast" -> !isReal(node);
      case "Gather" -> !flow.isComputed(node.inputs().getFirst());
      default -> ANSWERS.contains(node.type()) && !flow.computedInputs(node).isEmpty();
    };
  }
}

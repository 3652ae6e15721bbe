package dev.seedbed.io.chain;

import dev.seedbed.io.weights.OnnxNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The operators that a chain may have, and where.
final class Operators {
  /// Sentences about operators, at most.
  private static final int MOST_SENTENCES = 10;

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

  /// Activations that Seedbed does not have.
  private static final Set<String> OTHER_ACTIVATIONS =
      Set.of(
          "Clip",
          "HardSigmoid",
          "HardSwish",
          "Mish",
          "Celu",
          "ThresholdedRelu",
          "Shrink",
          "Sin",
          "Cos",
          "Hardmax");

  /// TensorProto.DataType of FLOAT, FLOAT16, DOUBLE and BFLOAT16.
  private static final Set<Long> REAL_TYPES = Set.of(1L, 10L, 11L, 16L);

  private Operators() {}

  /// Checks that there are no others.
  static void check(List<OnnxNode> nodes) throws Obstacle {
    var others = new ArrayList<String>();
    int more = 0;
    for (OnnxNode node : nodes) {
      if (isKnown(node)) {
        continue;
      }
      if (others.size() == MOST_SENTENCES) {
        more++;
        continue;
      }
      others.add(
          OTHER_ACTIVATIONS.contains(node.type())
              ? node.title() + " is an activation that Seedbed does not have"
              : node.title() + " is no dense layer");
    }
    if (more > 0) {
      others.add(more + " other nodes are no dense layers either");
    }
    if (!others.isEmpty()) {
      throw new Obstacle(others);
    }
  }

  private static boolean isKnown(OnnxNode node) {
    return LAYERS.contains(node.type())
        || FLATTENING.contains(node.type())
        || ENCODING.contains(node.type())
        || ANSWERS.contains(node.type())
        || Elementwise.knows(node);
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

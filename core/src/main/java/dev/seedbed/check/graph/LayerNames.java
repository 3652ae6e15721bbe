package dev.seedbed.check.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names of a file's layers in messages: the names of their weights, without what exporters add
/// to them.
final class LayerNames {
  private static final int LONGEST = 60;
  private static final int LONGEST_CLUTTERED = 500;

  /// Names that exporters make up for unnamed values: "onnx::MatMul_12", "const_fold_opt__7",
  /// "val_3".
  private static final String UNNAMED =
      "(?i)(onnx::.*|const_?fold.*|(val|value|constant|const|tensor|initializer|t|w|b|weight|bias|kernel)?[_.:]*\\d*)";

  private static final List<String> CLUTTER =
      List.of(
          "^/+",
          "^StatefulPartitionedCall/",
          "/(MatMul|Gemm|Conv|ConvTranspose|LSTM|GRU|RNN|Gather|Cast|ReadVariableOp|BiasAdd|Tensordot)\\b.*$",
          ":\\d+$",
          "[./_](weight|kernel|W|coefficient)$");

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> copies = new HashMap<>();
  private int layers;

  /// The name of the next layer: the first of these names that is one, or else "layer3".
  String next(String... wanted) {
    layers++;
    String usual = "layer" + layers;
    String chosen = usual;
    for (String name : wanted) {
      String plain = name.length() > LONGEST_CLUTTERED ? "" : name;
      for (String clutter : CLUTTER) {
        plain = plain.replaceFirst(clutter, "");
      }
      if (isName(plain)) {
        chosen = plain;
        break;
      }
    }
    String unique = chosen;
    while (!taken.add(unique)) {
      unique = chosen + "_" + copies.merge(chosen, 2, (copy, _) -> copy + 1);
    }
    return unique;
  }

  private static boolean isName(String name) {
    return name.length() <= LONGEST
        && name.matches("[\\p{L}\\p{N}_./: -]*\\p{L}[\\p{L}\\p{N}_./: -]*")
        && !name.matches(UNNAMED);
  }
}

package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;

/// Checks requests to read or rewrite a model file.
final class RewriteChecks {

  private RewriteChecks() {}

  /// What the file's name says of its format: what stands after the last dot, or that it is an
  /// index.
  static String ending(Path file) {
    String name = file.getFileName().toString();
    return ShardIndex.ending(file).orElseGet(() -> name.substring(name.lastIndexOf('.') + 1));
  }

  /// A copy is of the format of its original.
  static void checkEnding(WeightFile file, Path out) {
    String ending = ending(file.path());
    if (!ending(out).equals(ending)) {
      throw new InputException(
          "the copy must end in .%s, as the model does: %s".formatted(ending, out));
    }
  }

  /// Checks the arguments of [WeightFile#rewrite].
  ///
  /// @throws InputException if `out` is of another format, or a tensor does not exist or is not of
  ///   real numbers
  static void check(WeightFile file, Path out, Map<String, ElementSource> values) {
    checkEnding(file, out);
    var unknown = new HashSet<>(values.keySet());
    for (StoredTensor tensor : file.tensors()) {
      if (unknown.remove(tensor.name()) && tensor.floatType().isEmpty()) {
        throw new InputException(
            "tensor '%s' has type %s; only F32, F64, F16 and BF16 can be given other values"
                .formatted(Quoted.of(tensor.name()), tensor.dataType()));
      }
    }
    for (String name : unknown) {
      throw new InputException("no tensor '%s' in %s".formatted(Quoted.of(name), file.path()));
    }
  }
}

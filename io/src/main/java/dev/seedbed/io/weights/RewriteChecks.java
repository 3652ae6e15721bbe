package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;

/// Checks requests to read or rewrite a model file.
final class RewriteChecks {

  private RewriteChecks() {}

  /// The part of the file's name after the last dot.
  static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// Checks the arguments of [WeightFile#rewrite].
  ///
  /// @throws InputException if `out` is of another format, or a tensor does not exist or is not of
  ///   real numbers
  static void check(WeightFile file, Path out, Map<String, ElementSource> values) {
    String ending = ending(file.path());
    if (!ending(out).equals(ending)) {
      throw new InputException(
          "the copy must end in .%s, as the model does: %s".formatted(ending, out));
    }
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

package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import dev.seedbed.io.InputFiles;
import dev.seedbed.io.MalformedModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// The tensors of a model file of any architecture, and a way to copy the file with other values in
/// them. Nothing of the file stays open or in memory but the list of its tensors.
public sealed interface WeightFile permits SafetensorsFile, OnnxFile {

  /// Reads what tensors there are, in a file of the format that its ending names.
  ///
  /// @throws InputException if it cannot be read, breaks its format's rules, or ends otherwise
  static WeightFile read(Path file) {
    return InputFiles.read(
        file,
        path ->
            switch (ending(path)) {
              case "safetensors" -> SafetensorsFile.read(path);
              case "onnx" -> OnnxFile.read(path);
              default ->
                  throw new MalformedModelException(
                      "a model file must end in .onnx or .safetensors");
            });
  }

  /// Where it stands.
  Path path();

  /// All tensors, in the file's order.
  List<StoredTensor> tensors();

  /// The file's metadata. Under "format", a safetensors file may name the library that wrote it:
  /// "pt" (weights are out × in), "tf" or "flax" (in × out), and others.
  Map<String, String> metadata();

  /// The files that [#rewrite] to `out` writes, `out` first. Those that exist are replaced.
  List<Path> outputs(Path out);

  /// Writes a copy of the file in which the tensors that `values` names have other elements. All
  /// else is as it was, byte for byte. `out` appears whole or not at all, and may be the file
  /// itself.
  ///
  /// @param values by the tensors' names
  /// @param threads how many work on it; the copy does not depend on that
  /// @throws InputException if there is no such tensor, it cannot be given other elements, or the
  ///   file has changed since it was read
  void rewrite(Path out, Map<String, ElementSource> values, int threads) throws IOException;

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// Checks what [#rewrite] was asked for.
  static void check(WeightFile file, Path out, Map<String, ElementSource> values) {
    if (!ending(out).equals(ending(file.path()))) {
      throw new InputException(
          "the copy must end in .%s, as the model does: %s".formatted(ending(file.path()), out));
    }
    int known = 0;
    for (StoredTensor tensor : file.tensors()) {
      if (values.containsKey(tensor.name())) {
        known++;
        if (tensor.floatType().isEmpty()) {
          throw new InputException(
              "tensor '%s' has type %s; only F32, F64, F16 and BF16 can be given other values"
                  .formatted(Quoted.of(tensor.name()), tensor.dataType()));
        }
      }
    }
    if (known < values.size()) {
      var names = new HashSet<>(values.keySet());
      file.tensors().forEach(tensor -> names.remove(tensor.name()));
      throw new InputException(
          "no tensor '%s' in %s".formatted(Quoted.of(names.iterator().next()), file.path()));
    }
  }
}

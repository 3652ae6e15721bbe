package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.InputFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The tensors of a model file of any architecture, and a way to copy the file with other values in
/// them. Nothing of the file stays open or in memory but the list of its tensors.
public sealed interface WeightFile
    permits SafetensorsFile, ShardedFile, OnnxFile, TorchFile, NpzFile, GgufFile, KerasFile {

  /// Reads what tensors there are, in a file of the format that its ending names.
  ///
  /// @throws InputException if it cannot be read, breaks its format's rules, or ends otherwise
  static WeightFile read(Path file) {
    return InputFiles.read(
        file,
        path ->
            switch (RewriteChecks.ending(path)) {
              case "safetensors" -> SafetensorsFile.read(path);
              case "onnx" -> OnnxFile.read(path);
              case "pt", "pth", "bin", "ckpt" -> TorchFile.read(path);
              case "npz" -> NpzFile.read(path);
              case "gguf" -> GgufFile.read(path);
              case "keras", "h5", "hdf5" -> KerasFile.read(path);
              case "safetensors." + ShardIndex.ENDING, "bin." + ShardIndex.ENDING ->
                  ShardedFile.read(path);
              default ->
                  throw new MalformedModelException(
                      "a model file must end in .onnx, .safetensors, .pt, .pth, .bin, .ckpt, .npz, .gguf, .keras or .h5, or be the index of several (.safetensors.index.json, .bin.index.json)");
            });
  }

  /// Where it stands.
  Path path();

  /// All tensors, in the file's order.
  List<StoredTensor> tensors();

  /// The file's metadata. Under "format", a safetensors file may name the library that wrote it:
  /// "pt" (weights are out × in), "tf" or "flax" (in × out), and others. Files of PyTorch say "pt".
  Map<String, String> metadata();

  /// Which bias is added to the product with which weights, by the names of the weights; only what
  /// operators reveal.
  Map<String, String> biases();

  /// Opens one of [#tensors], to read its elements in ranges.
  ///
  /// @throws InputException if they are not real numbers, or the file has changed since it was read
  TensorElements open(StoredTensor tensor) throws IOException;

  /// The elements of one of [#tensors], in the file's (row-major) order, as floats.
  ///
  /// @throws InputException if they are not real numbers, are 2^31 or more, or the file has changed
  ///   since it was read
  default float[] values(StoredTensor tensor) throws IOException {
    try (TensorElements elements = open(tensor)) {
      return elements.all(tensor);
    }
  }

  /// The files that [#rewrite] to `out` writes, `out` first. Those that exist are replaced.
  List<Path> outputs(Path out);

  /// Writes a copy of the file in which the tensors that `values` names have other elements. All
  /// else is as it was, byte for byte, but for lengths and checksums of what changed. `out` appears
  /// whole or not at all, and may be the file itself.
  ///
  /// @param values by the tensors' names
  /// @param threads how many work on it; the copy does not depend on that
  /// @throws InputException if there is no such tensor, it cannot be given other elements, or the
  ///   file has changed since it was read
  void rewrite(Path out, Map<String, ElementSource> values, int threads) throws IOException;
}

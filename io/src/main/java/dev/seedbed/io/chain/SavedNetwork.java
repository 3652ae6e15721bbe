package dev.seedbed.io.chain;

import dev.seedbed.check.Chain;
import dev.seedbed.check.Finding;
import dev.seedbed.io.InputFiles;
import dev.seedbed.io.weights.ElementSource;
import dev.seedbed.io.weights.OnnxFile;
import dev.seedbed.io.weights.SafetensorsFile;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model file read for a check.
///
/// @param file its tensors
/// @param chain the network, if it is a chain of dense layers
/// @param obstacles why it is not propagated, one sentence each; empty if there is a chain
/// @param oddities what the graph itself has wrong: findings of rule `architecture`
/// @param parameters of each stage of the chain, the names of its tensors in the file
public record SavedNetwork(
    WeightFile file,
    Optional<Chain> chain,
    List<String> obstacles,
    List<Finding> oddities,
    List<StageNames> parameters) {
  public SavedNetwork {
    obstacles = List.copyOf(obstacles);
    oddities = List.copyOf(oddities);
    parameters = List.copyOf(parameters);
  }

  /// The tensors of one stage.
  ///
  /// @param transposed whether the weights stand as in × out
  /// @param bias empty if there is none that a file of the same structure could hold
  public record StageNames(String weight, boolean transposed, Optional<String> bias) {}

  /// Reads an .onnx or .safetensors file.
  ///
  /// @throws dev.seedbed.data.InputException if it cannot be read or breaks its format's rules
  public static SavedNetwork read(Path path) {
    return InputFiles.read(
        path,
        readable ->
            switch (WeightFile.read(readable)) {
              case OnnxFile file -> OnnxChain.read(file);
              case SafetensorsFile file -> SafetensorsChain.read(file);
            });
  }

  /// The elements of one of the file's tensors, in the file's order, as floats.
  public float[] values(StoredTensor tensor) throws IOException {
    return file.values(tensor);
  }

  /// Writes a copy of the file in which the named tensors have other elements; all else stays, byte
  /// for byte.
  public void write(Path out, Map<String, float[]> values) throws IOException {
    var sources = new HashMap<String, ElementSource>();
    for (StoredTensor tensor : file.tensors()) {
      float[] all = values.get(tensor.name());
      if (all != null && all.length != tensor.elements()) {
        throw new IllegalArgumentException(
            "tensor '%s' must get %d values: %d"
                .formatted(tensor.name(), tensor.elements(), all.length));
      }
    }
    values.forEach((name, all) ->
        sources.put(
            name, (from, some, count) -> System.arraycopy(all, (int) from, some, 0, count)));
    file.rewrite(out, sources, 1);
  }
}

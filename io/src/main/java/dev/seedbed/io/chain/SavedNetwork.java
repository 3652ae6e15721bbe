package dev.seedbed.io.chain;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.result.Finding;
import dev.seedbed.io.file.InputFiles;
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

  /// The tensors of one stage. Exporters store equal tensors once: several stages may name the
  /// same.
  ///
  /// @param transposed whether the weights stand as in × out
  /// @param bias empty if there is none that a file of the same structure could hold
  /// @param scale γ of the normalisation; empty if there is none
  public record StageNames(
      String weight, boolean transposed, Optional<String> bias, Optional<String> scale) {}

  /// Reads an .onnx or .safetensors file.
  ///
  /// An ONNX graph is a chain if there is one path through it, of Gemm or MatMul and Add, each with
  /// at most a batch normalisation of its pre-activations and then one activation of
  /// [dev.seedbed.tensor.Activation], taken apart or not. What only flattens, drops or casts counts
  /// as nothing. So does what prepares the inputs in front of the first layer, such as scaling and
  /// one-hot encoding, and what reads an answer off the outputs, such as the likeliest class.
  ///
  /// The head is a softmax or a sigmoid if the graph ends in one, else
  /// [dev.seedbed.check.chain.Chain.Head] `LINEAR`: whether such outputs are logits of classes only
  /// their targets tell. Our own files tell in their metadata.
  ///
  /// Safetensors files do not say how their tensors are connected, unless Seedbed wrote them.
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
  ///
  /// @throws dev.seedbed.data.InputException if they are not of real numbers, are 2^31 or more, or
  ///   the file has changed since it was read
  public float[] values(StoredTensor tensor) throws IOException {
    return file.values(tensor);
  }

  /// Writes a copy of the file in which the named tensors have other elements; all else stays, byte
  /// for byte. They are rounded to the type that the tensor has.
  ///
  /// @throws IllegalArgumentException if there are more or fewer values than the tensor has
  /// @throws dev.seedbed.data.InputException if there is no such tensor, it is not of real numbers,
  ///   or the file has changed since it was read
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

package dev.seedbed.io.chain;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.chain.LayerDraft.WeightMatrix;
import dev.seedbed.io.chain.SavedNetwork.StageNames;
import dev.seedbed.io.model.ModelDescription;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.weights.SafetensorsFile;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the chain of a safetensors file. Only our own say in their metadata how their tensors are
/// connected.
final class SafetensorsChain {
  private static final String NOT_OURS =
      "a safetensors file has weights only, not how they are connected; an ONNX export of the"
          + " network can be propagated";

  private SafetensorsChain() {}

  static SavedNetwork read(SafetensorsFile file) throws IOException {
    Optional<NetworkSpec> spec =
        ModelFiles.description(file.metadata()).map(ModelDescription::network);
    return spec.isPresent()
        ? read(file, spec.get())
        : new SavedNetwork(file, Optional.empty(), List.of(NOT_OURS), List.of(), List.of());
  }

  private static SavedNetwork read(SafetensorsFile file, NetworkSpec spec) throws IOException {
    Map<String, StoredTensor> tensors = new HashMap<>();
    file.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    var drafts = new ArrayList<LayerDraft>();
    for (int l = 0; l < spec.layers(); l++) {
      int fanIn = spec.widths().get(l);
      int fanOut = spec.widths().get(l + 1);
      Constant weight = find(tensors, Network.weightPath(l), fanOut, fanIn);
      Constant bias = find(tensors, Network.biasPath(l), fanOut);
      var draft =
          new LayerDraft(
              "layer" + (l + 1), new WeightMatrix(weight, fanIn, fanOut, false), Optional.of(bias));
      if (l < spec.layers() - 1) {
        draft.activate(spec.activation());
      }
      drafts.add(draft);
    }
    List<Chain.Stage> stages = new LayerNumbers(file).read(drafts);
    Chain.Head head = spec.loss() == Loss.CROSS_ENTROPY ? Chain.Head.SOFTMAX : Chain.Head.LINEAR;
    List<StageNames> names = drafts.stream().map(LayerDraft::names).toList();
    return new SavedNetwork(
        file, Optional.of(new Chain(stages, head)), List.of(), List.of(), names);
  }

  private static Constant find(Map<String, StoredTensor> tensors, String name, long... shape)
      throws MalformedModelException {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new MalformedModelException("tensor '" + name + "' is missing");
    }
    if (!Arrays.equals(tensor.shape(), shape) || tensor.floatType().isEmpty()) {
      throw new MalformedModelException(
          "tensor '%s' must have real numbers and shape %s: %s %s"
              .formatted(
                  name,
                  Arrays.toString(shape),
                  tensor.dataType(),
                  Arrays.toString(tensor.shape())));
    }
    return Constant.of(tensor);
  }
}

package dev.seedbed.io.network;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.weights.SafetensorsFile;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the chain of a safetensors file of ours, whose metadata say how its tensors are connected.
final class SafetensorsChain {
  private SafetensorsChain() {}

  static Chain read(SafetensorsFile file, NetworkSpec spec) throws IOException {
    Map<String, StoredTensor> tensors = new HashMap<>();
    file.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    // All are looked up before the first is read.
    for (int l = 0; l < spec.layers(); l++) {
      weight(tensors, spec, l);
      bias(tensors, spec, l);
    }
    var stages = new ArrayList<Chain.Stage>();
    for (int l = 0; l < spec.layers(); l++) {
      StoredTensor weight = weight(tensors, spec, l);
      StoredTensor bias = bias(tensors, spec, l);
      Layer layer =
          Layer.of(
              spec.widths().get(l),
              spec.widths().get(l + 1),
              file.values(weight),
              file.values(bias));
      Activation f = l < spec.layers() - 1 ? spec.activation() : new Activation.Identity();
      var source =
          new Chain.Source(
              weight.name(), "Gemm", false, Optional.of(bias.name()), Optional.empty());
      stages.add(
          new Chain.Stage(
              "layer" + (l + 1), layer, true, Optional.empty(), f, Optional.of(source)));
    }
    return new Chain(
        stages, spec.loss() == Loss.CROSS_ENTROPY ? Chain.Head.SOFTMAX : Chain.Head.LINEAR);
  }

  private static StoredTensor weight(Map<String, StoredTensor> tensors, NetworkSpec spec, int l)
      throws MalformedModelException {
    return find(tensors, Network.weightPath(l), spec.widths().get(l + 1), spec.widths().get(l));
  }

  private static StoredTensor bias(Map<String, StoredTensor> tensors, NetworkSpec spec, int l)
      throws MalformedModelException {
    return find(tensors, Network.biasPath(l), spec.widths().get(l + 1));
  }

  private static StoredTensor find(Map<String, StoredTensor> tensors, String name, long... shape)
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
    return tensor;
  }
}

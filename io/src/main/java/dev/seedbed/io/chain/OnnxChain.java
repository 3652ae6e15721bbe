package dev.seedbed.io.chain;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.model.ModelDescription;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.weights.OnnxFile;
import dev.seedbed.io.weights.OnnxGraph;
import dev.seedbed.network.NetworkSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Reads the chain of an ONNX file.
final class OnnxChain {

  private OnnxChain() {}

  static SavedNetwork read(OnnxFile file) throws IOException {
    Optional<NetworkSpec> described =
        ModelFiles.description(file.metadata()).map(ModelDescription::network);
    OnnxGraph graph = file.graph();
    var constants = new Constants(file);
    var oddities = new Oddities();
    try {
      var walk =
          new GraphWalk(graph, DataFlow.of(graph, constants), constants, described, oddities);
      walk.walk(graph.outputs());
      Chain.Head head = walk.head();
      var chain = new Chain(new LayerNumbers(file).read(walk.layers()), head);
      if (described.isPresent()) {
        checkAgreement(chain, described.get());
      }
      return new SavedNetwork(
          file,
          Optional.of(chain),
          List.of(),
          oddities.findings(),
          walk.layers().stream().map(LayerDraft::names).toList());
    } catch (Obstacle e) {
      return new SavedNetwork(
          file, Optional.empty(), List.of(e.sentence()), oddities.findings(), List.of());
    }
  }

  private static void checkAgreement(Chain chain, NetworkSpec described)
      throws MalformedModelException {
    if (!chain.widths().equals(described.widths())) {
      throw new MalformedModelException(
          "the graph must have the layers that its metadata name, %s: %s"
              .formatted(described.widths(), chain.widths()));
    }
    for (Chain.Stage stage : chain.stages().subList(0, chain.stages().size() - 1)) {
      if (!stage.activation().equals(described.activation())) {
        throw new MalformedModelException(
            "the graph must have the activation that its metadata name, %s: %s has %s"
                .formatted(described.activation().name(), stage.name(), stage.activation().name()));
      }
    }
  }
}

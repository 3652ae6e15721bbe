package dev.seedbed.io.chain;

import dev.seedbed.check.Chain;
import dev.seedbed.check.Head;
import dev.seedbed.check.Stage;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.weights.OnnxFile;
import dev.seedbed.io.weights.OnnxGraph;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Reads the chain of an ONNX file.
final class OnnxChain {

  private OnnxChain() {}

  static SavedNetwork read(OnnxFile file) throws IOException {
    OnnxGraph graph = file.graph();
    var constants = new Constants(file);
    var oddities = new Oddities();
    try {
      var walk =
          new GraphWalk(
              graph,
              DataFlow.of(graph, constants),
              constants,
              ModelFiles.network(file.metadata()),
              oddities);
      walk.walk(graph.outputs());
      Head head = walk.head();
      List<Stage> stages = new LayerNumbers(file).read(walk.layers());
      return new SavedNetwork(
          file,
          Optional.of(new Chain(stages, head)),
          List.of(),
          oddities.findings(),
          walk.layers().stream().map(LayerDraft::names).toList());
    } catch (Obstacle e) {
      return new SavedNetwork(
          file, Optional.empty(), List.of(e.sentence()), oddities.findings(), List.of());
    }
  }
}

package dev.seedbed.io.chain;

import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.io.weights.OnnxNode;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;

/// Faults of a graph that a chain cannot show. Each is an obstacle, too.
final class Oddities {
  private static final Threshold NONE = Threshold.above(0, Threshold.Source.EXACT);

  private final List<Finding> findings = new ArrayList<>();

  List<Finding> findings() {
    return findings;
  }

  /// A softmax that something else than an answer follows.
  ///
  /// @param what it stands in front of, and why that matters
  Obstacle earlySoftmax(OnnxNode softmax, LayerDraft layer, String what) {
    note(layer, softmax, "%s stands in front of %s".formatted(softmax.title(), what));
    return new Obstacle("%s is not the last of the network".formatted(softmax.title()));
  }

  /// An activation right behind the layer's own, or behind the softmax.
  Obstacle secondActivation(OnnxNode node, LayerDraft layer) {
    String first = layer.activation().map(Activation::name).orElse("softmax");
    note(
        layer,
        node,
        ("%s is a second activation right behind %s: what the first one cuts off is lost, and"
                + " gradients shrink twice")
            .formatted(node.title(), first));
    return new Obstacle("%s is a second activation behind %s".formatted(node.title(), first));
  }

  private void note(LayerDraft layer, OnnxNode odd, String message) {
    findings.add(
        Finding.of(Rule.ARCHITECTURE, layer.name())
            .because(1, NONE, "%s", message)
            .withRemedy(new Remedy.DropOperator(odd.title())));
  }
}

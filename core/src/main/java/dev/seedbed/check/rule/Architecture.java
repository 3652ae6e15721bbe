package dev.seedbed.check.rule;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.Oddity;
import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Layers that can do no more than others, or less than they should.
final class Architecture implements RunRule {
  /// Each is one too many.
  private static final Threshold NONE = Threshold.above(0, Source.EXACT);

  @Override
  public Rule rule() {
    return Rule.ARCHITECTURE;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    var findings = new ArrayList<>(odd(start.oddities()));
    if (start.kind() == StartMeasurement.Kind.CHAIN) {
      findings.addAll(ofChain(start));
    }
    return findings;
  }

  private static List<Finding> odd(List<Oddity> oddities) {
    return oddities.stream()
        .map(oddity ->
            Finding.of(Rule.ARCHITECTURE, oddity.layer())
                .because(1, NONE, "%s", oddity.message())
                .withRemedy(new Remedy.DropOperator(oddity.node())))
        .toList();
  }

  private static List<Finding> ofChain(StartMeasurement start) {
    var findings = new ArrayList<Finding>();
    for (int l = 0; l < start.layers().size(); l++) {
      LayerMeasurement layer = start.layers().get(l);
      Finding.Draft draft = Finding.of(Rule.ARCHITECTURE, layer.name());
      boolean last = l == start.hidden().size();
      if (!last && layer.activation() instanceof Activation.Identity) {
        findings.add(
            draft
                .because(
                    1,
                    NONE,
                    "two layers in a row without an activation between them can do no more than one")
                .withRemedy(new Remedy.AddActivation(layer.name())));
      }
      if (last
          && start.head() != Chain.Head.LINEAR
          && !(layer.activation() instanceof Activation.Identity)) {
        findings.add(
            draft
                .because(
                    1,
                    NONE,
                    "the %s of the outputs is a second activation right behind %s: what the first one cuts off is lost, and gradients shrink twice",
                    start.head().name().toLowerCase(Locale.ROOT),
                    layer.activation().name())
                .withRemedy(new Remedy.DropActivation(layer.name())));
      } else if (last && layer.activation() instanceof Activation.Relu) {
        findings.add(
            draft
                .because(1, NONE, "outputs after relu can be 0 for ever, and are never negative")
                .withRemedy(new Remedy.DropActivation(layer.name())));
      }
      if (layer.scales().isPresent() && layer.biased()) {
        findings.add(
            draft
                .as(Severity.INFO)
                .because(1, NONE, "the normalisation that follows takes the bias off again")
                .withRemedy(new Remedy.DropBias(layer.name())));
      }
    }
    return findings;
  }
}

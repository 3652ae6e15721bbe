package dev.seedbed.check.rule;

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

/// Layers that can do no more than others, or less than they should.
final class Architecture implements RunRule {
  /// Each is one too many.
  private static final Threshold NONE = Threshold.above(0, Source.EXACT);

  @Override
  public Rule rule() {
    return Rule.ARCHITECTURE;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
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
      if (last && layer.activation() instanceof Activation.Relu) {
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

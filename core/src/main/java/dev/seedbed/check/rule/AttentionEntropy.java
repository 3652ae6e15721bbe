package dev.seedbed.check.rule;

import dev.seedbed.check.measure.AttentionMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;

/// Attention that looks at one key only, and so has no gradient to learn where to look. Near 1,
/// where all keys count alike, is what small weights give, and sound.
final class AttentionEntropy implements RunRule {
  /// The entropy of attention over the most that it can be.
  private static final Threshold LEAST = Threshold.below(0.1, Source.BENCHMARK);

  @Override
  public Rule rule() {
    return Rule.ATTENTION_ENTROPY;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    List<AttentionMeasurement> all = start.parts().attentions();
    List<AttentionMeasurement> sharp =
        all.stream().filter(attention -> LEAST.isMet(attention.entropy())).toList();
    // Where others look around, training goes on by them.
    Severity severity = 2 * sharp.size() > all.size() ? Severity.WARNING : Severity.INFO;
    return sharp.stream()
        .map(attention ->
            Finding.of(Rule.ATTENTION_ENTROPY, attention.name())
                .as(severity)
                .because(
                    attention.entropy(),
                    LEAST,
                    "each query looks at one key: the entropy of attention is %.3g of what it can be (%.3g in the sharpest head), so hardly any gradient says where else to look",
                    attention.entropy(),
                    attention.least())
                .withRemedies(
                    attention.weights().stream()
                        .<Remedy>map(weight -> new Remedy.Draw(weight, "glorot-uniform"))
                        .toList()))
        .toList();
  }
}

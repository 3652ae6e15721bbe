package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;
import java.util.Optional;

/// Embeddings too large for what comes after them: those whose table is the output layer, too, give
/// logits of the deviation of their rows times the root of their length.
final class EmbeddingScale implements RunRule {
  /// The deviation of the logits of a tied output.
  private static final Threshold TIED = Threshold.above(4, Source.CHOSEN);

  @Override
  public Rule rule() {
    return Rule.EMBEDDING_SCALE;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    LayerMeasurement outputs = start.outputs();
    Optional<String> table = outputs.report().origin().map(LayerReport.Origin::weight);
    boolean tied =
        start.hidden().stream()
            .flatMap(layer -> layer.report().origin().stream())
            .anyMatch(origin ->
                origin.operator().equals("Gather")
                    && table.filter(origin.weight()::equals).isPresent());
    double deviation = outputs.report().z().deviation();
    return tied && TIED.isMet(deviation)
        ? List.of(
            Finding.of(Rule.EMBEDDING_SCALE, outputs.name())
                .because(
                    deviation,
                    TIED,
                    "the table of embeddings is the output layer, too, and its deviation of %.3g gives logits of %.3g: the start is sure of wrong answers",
                    outputs.report().weightDeviation(),
                    deviation)
                .withRemedy(new Remedy.Draw(table.orElseThrow(), "gpt2-normal")))
        : List.of();
  }
}

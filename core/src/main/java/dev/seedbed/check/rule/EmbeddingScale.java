package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.LayerReport.Origin;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import dev.seedbed.init.Kernel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Embeddings too large for what comes after them: those whose table is the output layer, too, give
/// logits of the deviation of their rows times the root of their length; and those that are added
/// to others, such as positions to tokens, drown them.
final class EmbeddingScale implements RunRule {
  /// The deviation of the logits of a tied output.
  private static final Threshold TIED = Threshold.above(4, Source.CHOSEN);

  /// The deviation of a table over that of another, if it is also too large for steps to level
  /// them: positions or tokens of N(0, 10²) beside tables of N(0, 0.1²) do not train, and tokens of
  /// N(0, 1e-5²) beside positions of N(0, 0.1²) do.
  private static final Threshold DROWNING = Threshold.above(30, Source.BENCHMARK);

  private static final double LARGE = 3;

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
    return Stream.concat(tied(start).stream(), drowning(start)).toList();
  }

  private static Optional<Finding> tied(StartMeasurement start) {
    LayerMeasurement outputs = start.outputs();
    Optional<String> table = outputs.report().origin().map(Origin::weight);
    boolean tied =
        tables(start).anyMatch(layer -> table.equals(layer.report().origin().map(Origin::weight)));
    double deviation = outputs.report().z().deviation();
    return tied && TIED.isMet(deviation)
        ? Optional.of(
            Finding.of(Rule.EMBEDDING_SCALE, outputs.name())
                .because(
                    deviation,
                    TIED,
                    "the table of embeddings is the output layer, too, and its deviation of %.3g gives logits of %.3g: the start is sure of wrong answers",
                    outputs.report().weightDeviation(),
                    deviation)
                .withRemedy(new Remedy.Draw(table.orElseThrow(), "gpt2-normal")))
        : Optional.empty();
  }

  private static Stream<Finding> drowning(StartMeasurement start) {
    return tables(start)
        .flatMap(large -> {
          double deviation = large.report().weightDeviation();
          return tables(start)
              .filter(small -> width(small) == width(large))
              .min(Comparator.comparingDouble(small -> small.report().weightDeviation()))
              .filter(small ->
                  deviation > LARGE && DROWNING.isMet(deviation / small.report().weightDeviation()))
              .map(small ->
                  Finding.of(Rule.EMBEDDING_SCALE, large.name())
                      .as(Severity.WARNING)
                      .because(
                          deviation / small.report().weightDeviation(),
                          DROWNING,
                          "the deviation of this table is %.3g, and that of %s %.3g: where they are added, what the smaller one says is lost",
                          deviation,
                          small.name(),
                          small.report().weightDeviation())
                      .withRemedy(
                          new Remedy.Draw(
                              large.report().origin().orElseThrow().weight(), "gpt2-normal")))
              .stream();
        });
  }

  private static Stream<LayerMeasurement> tables(StartMeasurement start) {
    return start.hidden().stream()
        .filter(layer ->
            layer.report().origin().map(Origin::operator).filter("Gather"::equals).isPresent());
  }

  private static int width(LayerMeasurement table) {
    return table.kernel().map(Kernel::units).orElse(0);
  }
}

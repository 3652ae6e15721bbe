package dev.seedbed.check.rule;

import dev.seedbed.check.measure.RecurrenceMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;
import java.util.Optional;

/// Recurrent layers that forget at once, or whose state and gradient explode over time.
final class RecurrentGain implements RunRule {
  /// By what factor a change of the state shrinks a step.
  private static final Threshold LEAST = Threshold.below(0.05, Source.BENCHMARK);

  private static final Threshold MOST = Threshold.above(1.5, Source.BENCHMARK);

  @Override
  public Rule rule() {
    return Rule.RECURRENT_GAIN;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return start.parts().recurrences().stream().flatMap(layer -> of(layer).stream()).toList();
  }

  private static Optional<Finding> of(RecurrenceMeasurement layer) {
    boolean forgets = LEAST.isMet(layer.gain());
    if (!forgets && !MOST.isMet(layer.gain())) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(Rule.RECURRENT_GAIN, layer.name())
            .because(
                layer.gain(),
                forgets ? LEAST : MOST,
                forgets
                    ? "a change of the state shrinks to %.3g a step, and so does the gradient back through time: nothing is kept beyond a step or two"
                    : "a change of the state grows %.3g-fold a step, and so does the gradient back through time",
                layer.gain())
            .withRemedies(
                layer.stateWeights().stream()
                    .<Remedy>map(tensor -> new Remedy.Draw(tensor, "orthogonal"))
                    .toList()));
  }
}

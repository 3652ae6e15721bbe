package dev.seedbed.check.rule;

import dev.seedbed.check.measure.RecurrenceMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gates of recurrent layers that start shut.
final class GateBias implements RunRule {
  /// The mean bias of a gate: the sigmoid of −3 is 0.05.
  private static final Threshold SHUT = Threshold.below(-3, Source.CHOSEN);

  private static final List<String> LSTM = List.of("input", "output", "forget");
  private static final List<String> GRU = List.of("update");

  @Override
  public Rule rule() {
    return Rule.GATE_BIAS;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    var findings = new ArrayList<Finding>();
    for (RecurrenceMeasurement layer : start.parts().recurrences()) {
      List<String> names =
          switch (layer.layer()) {
            case "LSTM" -> LSTM;
            case "GRU" -> GRU;
            default -> List.of();
          };
      for (int gate = 0; gate < Math.min(names.size(), layer.gates().size()); gate++) {
        of(layer, names.get(gate), layer.gates().get(gate)).ifPresent(findings::add);
      }
    }
    return findings;
  }

  private static Optional<Finding> of(RecurrenceMeasurement layer, String gate, double bias) {
    if (!SHUT.isMet(bias)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(Rule.GATE_BIAS, layer.name())
            .as(gate.equals("forget") ? Severity.WARNING : Severity.INFO)
            .because(
                bias,
                SHUT,
                "the biases of the %s gate are %.3g: %s",
                gate,
                bias,
                switch (gate) {
                  case "forget" ->
                      "it forgets at every step, and no gradient goes back through time";
                  case "input" -> "what comes in does not reach the state";
                  case "output" -> "the state does not reach the outputs";
                  default -> "the state is made anew at every step";
                })
            .withRemedies(
                layer.biases().stream()
                    .<Remedy>map(biases -> new Remedy.Draw(biases, "zeros"))
                    .toList()));
  }
}

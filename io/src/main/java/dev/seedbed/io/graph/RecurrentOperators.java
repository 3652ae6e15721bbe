package dev.seedbed.io.graph;

import dev.seedbed.graph.GateFunction;
import dev.seedbed.graph.Recurrence;
import dev.seedbed.graph.RecurrentSpec;

/// The rows of recurrent layers.
final class RecurrentOperators {
  private RecurrentOperators() {}

  static void addTo(OperatorTable table) {
    table.add("RNN", 1, (attributes, _) -> new Recurrence.Rnn(spec(attributes)));
    table.add(
        "GRU",
        3,
        (attributes, _) ->
            new Recurrence.Gru(spec(attributes), attributes.flag("linear_before_reset", false)));
    table.add(
        "LSTM",
        1,
        (attributes, _) ->
            new Recurrence.Lstm(spec(attributes), attributes.flag("input_forget", false)));
  }

  private static RecurrentSpec spec(OnnxAttributes attributes) {
    String direction = attributes.text("direction", "forward");
    return new RecurrentSpec(
        switch (direction) {
          case "forward" -> RecurrentSpec.Direction.FORWARD;
          case "reverse" -> RecurrentSpec.Direction.REVERSE;
          case "bidirectional" -> RecurrentSpec.Direction.BIDIRECTIONAL;
          default ->
              throw new IllegalArgumentException(
                  "direction must be forward, reverse or bidirectional: " + direction);
        },
        GateFunction.of(
            attributes.texts("activations"),
            attributes.reals("activation_alpha"),
            attributes.reals("activation_beta")),
        attributes.real("clip", Double.POSITIVE_INFINITY),
        attributes.flag("layout", false));
  }
}

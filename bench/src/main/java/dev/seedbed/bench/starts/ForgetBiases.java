package dev.seedbed.bench.starts;

import dev.seedbed.bench.check.graph.GraphLesson;
import dev.seedbed.bench.check.graph.GraphLessons;
import java.util.List;

/// An LSTM that starts by forgetting.
final class ForgetBiases {
  private ForgetBiases() {}

  static Demonstration of() {
    List<GraphLesson> lessons = GraphLessons.forgetBiases();
    var starts = TrainedStarts.of(List.of("forget biases −5", "forget biases 1"), lessons);
    Figure figure =
        starts.figure(
            "forget-biases",
            "An LSTM that adds two numbers: with forget biases of −5 momentum learns late, Adam almost as soon as with 1",
            Axis.Scale.LINEAR);
    String text =
        """
        ## 11. An LSTM whose forget gate starts shut

        32 units of LSTM read 16 steps of two numbers, one of which marks two of the others, and say their sum; 1,500 steps by
        %s.

        %s

        %s

        σ(−5) = 0.0067: of what a cell holds less than a hundredth is left after one step, and as much of the gradient goes back. After eight steps
        nothing is. Training must first open the gate, from what little comes through. Momentum takes several times the steps for that, and its rate
        must be right; Adam, which makes small gradients large, opens it in a few dozen. On tasks that need no memory
        beyond a step or two, such as the next character of a text, the fault does not show.

        `check` says of −5 %s; of 1 %s.

        *Gers, Schmidhuber & Cummins 2000; Jozefowicz et al. 2015; Tallec & Ollivier 2018, arXiv:1804.11188.*
        """
            .formatted(
                TrainedStarts.WAYS,
                figure.markdown(),
                starts.table(),
                Verdicts.of(lessons.get(0).diagnosis()),
                Verdicts.of(lessons.get(1).diagnosis()));
    return new Demonstration(text, List.of(figure));
  }
}

package dev.seedbed.bench.starts;

import dev.seedbed.bench.check.graph.GraphLesson;
import dev.seedbed.bench.check.graph.GraphLessons;
import java.util.List;

/// 40 residual blocks without a factor: the trunk doubles at each.
final class ResidualStack {
  private ResidualStack() {}

  static Demonstration of() {
    List<GraphLesson> lessons = GraphLessons.residualStack();
    var starts = TrainedStarts.of(List.of("he-normal", "fixup"), lessons);
    Figure figure =
        starts.figure(
            "residual-stack",
            "40 residual blocks: by He's law the loss starts at 10¹⁸ and stays beyond reach, by Fixup it falls below 0.1",
            Axis.Scale.LOGARITHMIC);
    String text =
        """
        ## 9. Forty residual blocks: each doubles the trunk

        Blocks x + W₂·relu(W₁·x + b₁) + b₂ of 32 units, 40 of them, and one dense layer learn what a small tanh network says; 600 steps by
        %s.

        %s

        %s

        By He's law each branch gives back as much variance as it is given, so each sum doubles it: 2⁴⁰ = %s. A plain network of
        these layers would be sound; it is the sum that is not. By momentum the first step is beyond what a float can hold, and Adam, whose steps
        do not depend on the gradient's size, would need as many steps as the outputs are too large. Fixup starts the last layer of each branch at 0 and
        shrinks the first by 1/√40: all blocks are the identity at the start, and what the first steps add is bounded.

        `check` says of He's law %s; of Fixup %s.

        *Zhang, Dauphin & Ma 2019, arXiv:1901.09321, sections 2 and 3; De & Smith 2020, arXiv:2002.10444.*
        """
            .formatted(
                TrainedStarts.WAYS,
                figure.markdown(),
                starts.table(),
                Text.number(StrictMath.pow(2, 40)),
                Verdicts.of(lessons.get(0).diagnosis()),
                Verdicts.of(lessons.get(1).diagnosis()));
    return new Demonstration(text, List.of(figure));
  }
}

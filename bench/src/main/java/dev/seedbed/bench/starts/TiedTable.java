package dev.seedbed.bench.starts;

import dev.seedbed.bench.check.graph.GraphLesson;
import dev.seedbed.bench.check.graph.GraphLessons;
import java.util.List;

/// Tied embeddings N(0, 1): a start that is sure of wrong answers.
final class TiedTable {
  private TiedTable() {}

  static Demonstration of() {
    List<GraphLesson> lessons = GraphLessons.tiedTable();
    GraphLesson one = lessons.get(0);
    var starts =
        new TrainedStarts(List.of("N(0, 1)", "N(0, 0.02²)"), lessons, lessons.getFirst().chance());
    Figure figure =
        starts.figure(
            "tied-table",
            "Tied embeddings: from N(0, 1) the loss starts seven times as high as chance, from N(0, 0.02²) near it, and stays below",
            Axis.Scale.LOGARITHMIC);
    String text =
        """
        ## 10. Tied embeddings drawn N(0, 1)

        Two blocks of attention (normalised before; 4 heads, 32 units) say the next of 27 characters of the project's licence. The output layer is
        the table of the characters. `torch.nn.Embedding` draws tables N(0, 1); GPT-2 N(0, 0.02²). 600
        steps by %s.

        %s

        %s

        The last normalisation gives rows of length √32, so logits are N(0, 32): the start is sure of one character, a wrong one, and has
        %s nats where knowing nothing has ln 27 = 3.30, and knowing how frequent characters are %s. It trains, but from behind; the table
        counts the steps to the latter. The wider the network, the worse: logits of 768 units have a deviation of 28.

        `check` says of N(0, 1) %s, but names the scale of the table as information (embedding-scale, I34); of N(0, 0.02²) %s.

        *Radford et al. 2019 (GPT-2); Press & Wolf 2017, arXiv:1608.05859.*
        """
            .formatted(
                TrainedStarts.WAYS,
                figure.markdown(),
                starts.table(),
                Text.number(one.first()),
                Text.number(one.chance()),
                Verdicts.of(one.diagnosis()),
                Verdicts.of(lessons.get(1).diagnosis()));
    return new Demonstration(text, List.of(figure));
  }
}

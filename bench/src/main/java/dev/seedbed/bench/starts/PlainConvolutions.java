package dev.seedbed.bench.starts;

import dev.seedbed.bench.check.graph.GraphLesson;
import dev.seedbed.bench.check.graph.GraphLessons;
import java.util.List;

/// 20 convolutions by PyTorch's default: what the inputs say is lost.
final class PlainConvolutions {
  private PlainConvolutions() {}

  static Demonstration of() {
    List<GraphLesson> lessons = GraphLessons.plainConvolutions();
    var starts = TrainedStarts.of(List.of("PyTorch's default", "he-normal"), lessons);
    Figure figure =
        starts.figure(
            "plain-convolutions",
            "20 convolutions: from PyTorch's default no optimiser leaves chance, from He's both do",
            Axis.Scale.LINEAR);
    String text =
        """
        ## 8. Twenty convolutions by PyTorch's default

        20 convolutions 3 × 3 of 8 channels with ReLU, no normalisation and no branches, and one dense layer, on the digits as images; 600 steps
        by %s.

        %s

        %s

        PyTorch draws U(±1/√fan-in), weights and biases (`kaiming_uniform_` with a = √5): a sixth of He's variance. Each layer keeps a
        sixth of the signal, while the biases, which are the same for all rows, stay: after 20 layers what tells one image from another
        is gone, and no optimiser finds it again at any of these rates. Normalisation hides this, and branches around layers do; a plain network has neither.

        `check` says of PyTorch's default %s; of He's %s.

        *He et al. 2015, arXiv:1502.01852, section 2.2.*
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

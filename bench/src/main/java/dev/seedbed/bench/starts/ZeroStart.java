package dev.seedbed.bench.starts;

import dev.seedbed.check.Check;
import dev.seedbed.data.Dataset;
import dev.seedbed.network.Network;
import dev.seedbed.network.Tensor;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;

/// Zero weights with tanh: a saddle.
final class ZeroStart {
  private static final List<Integer> WIDTHS = List.of(64, 32, 32, 10);

  private ZeroStart() {}

  static Demonstration of(Dataset data) {
    Lesson zeros = lesson("zeros", data);
    Lesson glorot = lesson("glorot-uniform", data);
    var figure =
        new Figure(
            "zero-start",
            "The loss over 100 steps: from zero weights it stays where it is, from Glorot's it falls",
            List.of(
                Lesson.panel(
                    "loss of all training rows",
                    List.of(glorot.series("glorot-uniform"), zeros.series("zeros")))));
    String text =
        """
        ## 1. Zero weights: nothing moves

        A network of 64-32-32-10 with tanh starts with all weights and biases 0, and takes %d steps on the handwritten digits of
        `examples/digits.csv` (plain SGD, learning rate %s, minibatches of %d).

        ```sh
        ./seedbed check --layers 64,32,32,10 --activation tanh --init zeros
        ```

        %s

        %s

        Every hidden activation is tanh(0) = 0, so the gradient of the weights above it is 0; and every weight is 0, so nothing is
        propagated back to the layers below. These gradients are not small: they are exactly 0. Only the output biases have one, and
        all they can learn is how frequent the classes are: the loss goes from %s to %s, ln 10 being 2.303,
        while the same network from Glorot's start reaches %s. It is a saddle, and no number of steps leaves it.

        `check` says %s.

        *The lecture.*
        """
            .formatted(
                Lesson.STEPS,
                Text.decimals(Lesson.LEARNING_RATE, 1),
                Lesson.MINIBATCH,
                figure.markdown(),
                table(zeros, data),
                loss(zeros, 0),
                loss(zeros, Lesson.STEPS),
                loss(glorot, Lesson.STEPS),
                Verdicts.of(Check.of(zeros.start()).run()));
    return new Demonstration(text, List.of(figure));
  }

  private static Lesson lesson(String scheme, Dataset data) {
    return Lesson.of(Lesson.start(scheme, new Activation.Tanh(), WIDTHS), data.train());
  }

  private static String loss(Lesson lesson, int step) {
    return Text.decimals(lesson.losses()[step], 3);
  }

  private static String table(Lesson lesson, Dataset data) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "tensor",
            "largest gradient at the start",
            "after %d steps".formatted(Lesson.STEPS),
            "largest value after %d steps".formatted(Lesson.STEPS)));
    List<Tensor> first = Lesson.gradient(lesson.start(), data.train()).tensors();
    Network end = lesson.end();
    List<Tensor> last = Lesson.gradient(end, data.train()).tensors();
    for (int i = 0; i < first.size(); i++) {
      rows.add(
          Text.row(
              "`" + first.get(i).name() + "`",
              Lesson.largest(first.get(i)),
              Lesson.largest(last.get(i)),
              Lesson.largest(end.tensors().get(i))));
    }
    return Text.table(rows);
  }
}

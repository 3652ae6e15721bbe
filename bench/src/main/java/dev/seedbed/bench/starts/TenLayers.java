package dev.seedbed.bench.starts;

import dev.seedbed.check.Check;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Ten layers of 500 units, as in Stanford's course cs231n.
final class TenLayers {
  private static final int LAYERS = 10;
  private static final int WIDTH = 500;
  private static final int CLASSES = 10;

  private TenLayers() {}

  /// The hidden layers of one start.
  private record Start(String name, Activation f, Diagnosis diagnosis) {
    static Start of(String name, Activation f, String scheme) {
      List<Integer> widths = new ArrayList<>(Collections.nCopies(LAYERS + 1, WIDTH));
      widths.add(CLASSES);
      return new Start(name, f, Check.of(Lesson.start(scheme, f, widths)).run());
    }

    List<LayerReport> layers() {
      return diagnosis.layers().subList(0, LAYERS);
    }

    double[] numbers(ToDoubleFunction<LayerReport> number) {
      return layers().stream().mapToDouble(number).toArray();
    }

    double[] deviations() {
      return numbers(layer -> layer.a().deviation());
    }

    Series series() {
      return Series.layers(name, deviations());
    }

    List<String> row(String what, ToDoubleFunction<LayerReport> number) {
      return Text.row(f.name() + ", " + name + ": " + what, numbers(number));
    }
  }

  static Demonstration of() {
    var tanh = new Activation.Tanh();
    var relu = new Activation.Relu();
    Start small = Start.of("N(0, 0.01²)", tanh, "normal(deviation=0.01)");
    Start large = Start.of("N(0, 1)", tanh, "normal(deviation=1)");
    Start xavier = Start.of("1/√n", tanh, "lecun-normal");
    Start xavierRelu = Start.of("1/√n", relu, "lecun-normal");
    Start he = Start.of("√(2/n)", relu, "he-normal");
    var figure =
        new Figure(
            "ten-layers",
            "Activations over ten layers: they vanish, saturate or hold with tanh; with ReLU they halve or hold",
            List.of(
                panel("tanh", List.of(small.series(), large.series(), xavier.series())),
                panel("ReLU", List.of(xavierRelu.series(), he.series()))));
    var rows = new ArrayList<List<String>>();
    List<String> head = new ArrayList<>(List.of("hidden layer"));
    for (int l = 1; l <= LAYERS; l++) {
      head.add("" + l);
    }
    rows.add(head);
    for (Start start : List.of(small, large, xavier, xavierRelu, he)) {
      rows.add(start.row("deviation", layer -> layer.a().deviation()));
    }
    rows.add(he.row("mean", layer -> layer.a().mean()));
    String text =
        """
        ## 5. Ten layers: too small, too large, and for ReLU

        Ten layers of 500 units see standard normal rows. The weights are normal, with the standard deviations 0.01, 1, and 1/√fan-in
        (which cs231n calls Xavier; with equal widths it is Glorot & Bengio's variance); then 1/√fan-in and He's √(2/fan-in) with ReLU.

        ```sh
        ./seedbed check --layers '500*11,10' --activation tanh --init 'normal(deviation=0.01)'
        ./seedbed check --layers '500*11,10' --activation tanh --init lecun-normal
        ./seedbed check --layers '500*11,10' --activation relu --init he-normal
        ```

        %s

        %s

        - **0.01**: each layer keeps 0.01·√500 = %s of the one before; the tenth says %s. Gradients of the weights, which are multiples of
          the activations, vanish with them.
        - **1**: sums of 500 such terms are far beyond where tanh bends; %s of the units of the tenth layer are saturated (their
          slope is below a hundredth of its maximum on most rows). The few that are not pass gradients on through weights of that
          size: from the tenth layer to the first they grow by a factor of %s.
        - **1/√n**: tanh loses a little at each layer, the tenth still has %s.
        - **ReLU** sets half of the numbers to 0, so 1/√n loses half of the mean square per layer, and the deviation falls to %s; twice
          the variance makes up for it.

        `check` says of the five, in this order:

        1. %s
        2. %s
        3. %s
        4. %s
        5. %s

        *Stanford cs231n, lecture 6 (2017). He, Zhang, Ren & Sun 2015, arXiv:1502.01852, section 2.2.*
        """
            .formatted(
                figure.markdown(),
                Text.table(rows),
                Text.number(0.01 * Math.sqrt(WIDTH)),
                Text.number(small.deviations()[LAYERS - 1]),
                Text.percent(large.layers().getLast().saturated()),
                Text.number(
                    large.layers().getFirst().gradient().deviation()
                        / large.layers().getLast().gradient().deviation()),
                Text.number(xavier.deviations()[LAYERS - 1]),
                Text.number(xavierRelu.deviations()[LAYERS - 1]),
                Verdicts.of(small.diagnosis),
                Verdicts.of(large.diagnosis),
                Verdicts.of(xavier.diagnosis),
                Verdicts.of(xavierRelu.diagnosis),
                Verdicts.of(he.diagnosis));
    return new Demonstration(text, List.of(figure));
  }

  private static Panel panel(String title, List<Series> series) {
    return new Panel(
        title,
        Axis.linear("hidden layer", 1, LAYERS),
        Axis.logarithmic("standard deviation of a", series),
        series);
  }
}

package dev.seedbed.bench.starts;

import dev.seedbed.check.Check;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/// 34 layers of ReLU: a halving per layer.
final class DeepRelu {
  private static final int DEPTH = 34;
  private static final int WIDTH = 128;

  private DeepRelu() {}

  /// The mean squares of one start, hidden layer by hidden layer.
  private record Start(double[] a, double[] gradient, String verdict) {
    static Start of(String scheme) {
      var widths = new ArrayList<Integer>();
      widths.add(784);
      widths.addAll(Collections.nCopies(DEPTH, WIDTH));
      widths.add(10);
      Diagnosis diagnosis = Check.of(Lesson.start(scheme, new Activation.Relu(), widths)).run();
      List<LayerReport> layers = diagnosis.layers();
      return new Start(
          squares(layers, LayerReport::a),
          squares(layers, LayerReport::gradient),
          Verdicts.of(diagnosis));
    }

    private static double[] squares(
        List<LayerReport> layers, Function<LayerReport, LayerReport.Spread> spread) {
      return layers.stream()
          .limit(DEPTH)
          .map(spread)
          .mapToDouble(s -> s.mean() * s.mean() + s.deviation() * s.deviation())
          .toArray();
    }
  }

  static Demonstration of() {
    Start glorot = Start.of("glorot-normal");
    Start he = Start.of("he-normal");
    double[] forward = new double[DEPTH];
    double[] backward = new double[DEPTH];
    for (int l = 0; l < DEPTH; l++) {
      forward[l] = glorot.a[0] * StrictMath.pow(2, -l);
      backward[l] = glorot.gradient[DEPTH - 1] * StrictMath.pow(2, l + 1.0 - DEPTH);
    }
    var figure =
        new Figure(
            "deep-relu",
            "34 layers of ReLU: under Glorot's variance signal and gradient halve at each layer, under He's they hold",
            List.of(
                panel("signal", "mean a²", he.a, glorot.a, forward),
                panel("gradient", "mean (∂loss/∂z)²", he.gradient, glorot.gradient, backward)));
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("hidden layer", "1", "12", "23", "34"));
    rows.add(row("mean a², glorot-normal", glorot.a));
    rows.add(row("mean a², he-normal", he.a));
    rows.add(row("mean (∂loss/∂z)², glorot-normal", glorot.gradient));
    rows.add(row("mean (∂loss/∂z)², he-normal", he.gradient));
    String text =
        """
        ## 6. Depth: ReLU loses half at each layer

        34 layers of 128 units with ReLU between 784 inputs and 10 classes, on standard normal rows.

        ```sh
        ./seedbed check --layers '784,128*34,10' --activation relu --init glorot-normal
        ./seedbed check --layers '784,128*34,10' --activation relu --init he-normal
        ```

        %s

        %s

        Glorot & Bengio's argument holds for units that are linear around 0. ReLU passes half of the numbers, so each layer halves the
        mean square, forward and backward: 2⁻³³ = %s from the first layer to the last. Measured are %s forward and %s backward. No pair
        of neighbouring layers shows it, as 2 is a harmless ratio: only the product over all layers does, which is what `check`
        looks at. He's variance of 2/fan-in keeps signal and gradient, up to the chance of the draw, which
        at this depth and width is a factor of a few.

        `check` says of Glorot's start %s; of He's %s.

        *He et al. 2015, arXiv:1502.01852, section 2.2; on the chance: Hanin 2018, arXiv:1801.03744.*
        """
            .formatted(
                figure.markdown(),
                Text.table(rows),
                Text.number(StrictMath.pow(2, 1 - DEPTH)),
                Text.number(glorot.a[DEPTH - 1] / glorot.a[0]),
                Text.number(glorot.gradient[0] / glorot.gradient[DEPTH - 1]),
                glorot.verdict,
                he.verdict);
    return new Demonstration(text, List.of(figure));
  }

  private static Panel panel(
      String title, String label, double[] he, double[] glorot, double[] theory) {
    var series =
        List.of(
            Series.layers("he-normal", he),
            Series.layers("glorot-normal", glorot),
            Series.of("halved at each layer", Series.Style.DASHED, Series.count(1, DEPTH), theory));
    return new Panel(
        title, Axis.linear("hidden layer", 1, DEPTH), Axis.logarithmic(label, series), series);
  }

  private static List<String> row(String name, double[] values) {
    return Text.row(name, values[0], values[11], values[22], values[33]);
  }
}

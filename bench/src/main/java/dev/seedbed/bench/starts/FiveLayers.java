package dev.seedbed.bench.starts;

import dev.seedbed.check.Check;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Shapeset;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Backpropagation;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Glorot & Bengio's networks: five layers of 1000 units on Shapeset.
final class FiveLayers {
  private static final List<Integer> WIDTHS =
      List.of(1024, 1000, 1000, 1000, 1000, 1000, Shapeset.CLASSES);
  private static final int HIDDEN = 5;
  private static final int ROWS = 300;
  private static final int MINIBATCH = 10;
  private static final int JACOBIANS = 10;
  private static final int SEEDS = 20;
  private static final Dataset.Part IMAGES = Shapeset.images(new Seed(0), ROWS);

  private static final String STANDARD = "standard-uniform";
  private static final String GLOROT = "glorot-uniform";

  private FiveLayers() {}

  /// What was measured of one start, hidden layer by hidden layer.
  ///
  /// @param jacobians mean singular values, from the second layer on
  private record Start(
      double[] a, double[] gradient, double[] weightGradient, double[] jacobians, double loss) {

    static Start of(Activation f, String scheme) {
      Network network = Lesson.start(scheme, f, WIDTHS);
      Diagnosis diagnosis = Check.of(network).on(IMAGES).run();
      return new Start(
          hidden(diagnosis, layer -> layer.a().deviation()),
          hidden(diagnosis, layer -> layer.gradient().deviation()),
          weightGradients(network),
          jacobians(network),
          diagnosis.network().loss());
    }

    private static double[] hidden(Diagnosis diagnosis, ToDoubleFunction<LayerReport> number) {
      return diagnosis.layers().stream().limit(HIDDEN).mapToDouble(number).toArray();
    }

    /// A check looks at the Jacobians of its first row, and images differ: these are of ten.
    private static double[] jacobians(Network network) {
      double[] means = new double[HIDDEN - 1];
      int[] order = IntStream.range(0, JACOBIANS).toArray();
      for (int row = 0; row < JACOBIANS; row++) {
        Diagnosis diagnosis = Check.of(network).on(IMAGES.rows(order, row, row + 1)).run();
        for (int l = 1; l < HIDDEN; l++) {
          means[l - 1] += diagnosis.layers().get(l).jacobian().orElseThrow().mean() / JACOBIANS;
        }
      }
      return means;
    }

    /// The standard deviation of the gradient of the mean loss of ten rows.
    private static double[] weightGradients(Network network) {
      double[] squares = new double[network.layers().size()];
      var use =
          new Backpropagation.Use() {
            @Override
            public void weights(int layer, int at, float[] gradient, int length) {
              for (int i = 0; i < length; i++) {
                squares[layer] += (double) gradient[i] * gradient[i];
              }
            }

            @Override
            public void biases(int layer, float[] gradient) {}
          };
      var propagation = new Propagation(network, MINIBATCH, Kernels.best());
      var backpropagation = new Backpropagation(propagation);
      int[] order = IntStream.range(0, ROWS).toArray();
      for (int from = 0; from < ROWS; from += MINIBATCH) {
        propagation.forward(IMAGES.inputs(), from, MINIBATCH);
        backpropagation.backward(
            IMAGES.targets().rows(order, from, from + MINIBATCH), MINIBATCH, use);
      }
      double count = (double) ROWS / MINIBATCH;
      return IntStream.range(0, HIDDEN)
          .mapToDouble(l -> squares[l] / count / WIDTHS.get(l) / WIDTHS.get(l + 1))
          .map(Math::sqrt)
          .toArray();
    }
  }

  /// Both starts of one network.
  private record Pair(Activation f, Start standard, Start glorot) {
    static Pair of(Activation f) {
      return new Pair(f, Start.of(f, STANDARD), Start.of(f, GLOROT));
    }

    Figure figure(String description) {
      return new Figure(
          "five-layers-" + f.name(),
          description,
          List.of(
              panel(f.name() + ": activations", "standard deviation of a", Start::a),
              panel("back-propagated gradients", "standard deviation of ∂loss/∂z", Start::gradient),
              panel("weight gradients", "standard deviation of ∂loss/∂W", Start::weightGradient)));
    }

    private Panel panel(String title, String label, Function<Start, double[]> numbers) {
      var series =
          List.of(
              Series.layers("1/√n (" + STANDARD + ")", numbers.apply(standard)),
              Series.layers("normalized (" + GLOROT + ")", numbers.apply(glorot)));
      return new Panel(
          title, Axis.linear("hidden layer", 1, HIDDEN), Axis.logarithmic(label, series), series);
    }

    String table() {
      var rows = new ArrayList<List<String>>();
      rows.add(List.of(f.name() + ", hidden layer", "1", "2", "3", "4", "5"));
      rows.add(Text.row("activations, 1/√n", standard.a));
      rows.add(Text.row("activations, normalized", glorot.a));
      rows.add(Text.row("∂loss/∂z, 1/√n", standard.gradient));
      rows.add(Text.row("∂loss/∂z, normalized", glorot.gradient));
      rows.add(Text.row("∂loss/∂W, 1/√n", standard.weightGradient));
      rows.add(Text.row("∂loss/∂W, normalized", glorot.weightGradient));
      rows.add(fromSecond("mean singular value, 1/√n", standard.jacobians));
      rows.add(fromSecond("mean singular value, normalized", glorot.jacobians));
      return Text.table(rows);
    }

    private static List<String> fromSecond(String name, double[] values) {
      List<String> row = new ArrayList<>(Text.row(name, values));
      row.add(1, "");
      return row;
    }
  }

  static Demonstration of() {
    Pair tanh = Pair.of(new Activation.Tanh());
    Pair softsign = Pair.of(new Activation.Softsign());
    Pair sigmoid = Pair.of(new Activation.Sigmoid());
    DoubleSummaryStatistics standardLosses = losses(sigmoid.f, STANDARD);
    DoubleSummaryStatistics glorotLosses = losses(sigmoid.f, GLOROT);
    Figure tanhFigure =
        tanh.figure(
            "Five layers of tanh: under 1/√n activations shrink upward and gradients downward, normalized both nearly hold");
    Figure softsignFigure =
        softsign.figure("Five layers of softsign: as with tanh, a little worse in both");
    Figure sigmoidFigure =
        sigmoid.figure(
            "Five layers of sigmoid units: gradients shrink downward under both schemes");
    String text =
        """
        ## 4. Glorot & Bengio's initialisation against 1/√n

        The networks of the paper: 1024 inputs, five layers of 1000 units, 9 classes; 300 images of Shapeset-3×2, of the paper's kind
        (`dev.seedbed.data.Shapeset` draws them). Once every weight is uniform in ±1/√n, n being the fan-in, which the paper calls the
        commonly used heuristic (its equation 1); once in ±√6/√(fan-in + fan-out), its normalized initialization (equation 16).

        ```java
        var spec = new NetworkSpec(List.of(1024, 1000, 1000, 1000, 1000, 1000, 9), new Activation.Tanh(), Loss.CROSS_ENTROPY);
        Network network = Catalogue.scheme("glorot-uniform").draw(spec, new Seed(0));
        Diagnosis diagnosis = Check.of(network).on(Shapeset.images(new Seed(0), 300)).run();
        ```

        or, on standard normal rows, `./seedbed check --layers '1024,1000*5,9' --activation tanh --init standard-uniform`.

        ### tanh

        %s

        %s

        Standard deviations are over rows and units; ∂loss/∂z of single rows, ∂loss/∂W of minibatches of ten; singular values are those of the
        layer's Jacobian ∂a/∂x, the mean over ten images, estimated to a few per cent.

        - **1/√n** has variance 1/(3n): a third of the signal's variance is left at each layer. From the first hidden layer to
          the fifth activations shrink by a factor of %s; from the fifth to the first gradients shrink by %s.
        - **Normalized**, activations shrink by %s and gradients by %s.
        - The surprise of the paper: *weight* gradients are alike in all layers under both (largest over smallest: %s and %s), as what one factor
          of the product loses the other has kept (equation 14). They differ in size, by a factor of %s.
        - A Jacobian's mean singular value is %s on average under 1/√n and %s normalized; the paper says 0.5 and 0.8.

        *Glorot & Bengio 2010, sections 4.2.1 and 4.2.2, figures 6 to 8. The figures' histograms cannot be met to the decimal: the lower
        panels, normalized, are flatter than equation 16 makes them.*

        ### softsign

        %s

        %s

        Softsign bends earlier than tanh, so it loses more of the signal at each layer; otherwise all is as above.

        ### sigmoid

        %s

        %s

        The slope of a sigmoid is at most ¼, and neither scheme makes up for it: per layer gradients shrink by %s under 1/√n and
        by %s normalized. The activations' spread says little here, since their mean is ½: that is also why the loss at the start,
        %s and %s instead of ln 9 = 2.197, hangs on the draw of the last layer alone: over %d seeds it is %s to %s under 1/√n
        and %s to %s normalized. `glorot-uniform-sigmoid`, four times as wide, is what Theano's tutorials take for it.

        *Glorot & Bengio 2010, section 3.1.*
        """
            .formatted(
                tanhFigure.markdown(),
                tanh.table(),
                Text.number(shrinks(tanh.standard.a)),
                Text.number(1 / shrinks(tanh.standard.gradient)),
                Text.number(shrinks(tanh.glorot.a)),
                Text.number(1 / shrinks(tanh.glorot.gradient)),
                Text.number(uneven(tanh.standard.weightGradient)),
                Text.number(uneven(tanh.glorot.weightGradient)),
                Text.number(tanh.glorot.weightGradient[0] / tanh.standard.weightGradient[0]),
                Text.decimals(mean(tanh.standard.jacobians), 2),
                Text.decimals(mean(tanh.glorot.jacobians), 2),
                softsignFigure.markdown(),
                softsign.table(),
                sigmoidFigure.markdown(),
                sigmoid.table(),
                Text.number(perLayer(sigmoid.standard.gradient)),
                Text.number(perLayer(sigmoid.glorot.gradient)),
                Text.decimals(sigmoid.standard.loss, 3),
                Text.decimals(sigmoid.glorot.loss, 3),
                SEEDS,
                Text.decimals(standardLosses.getMin(), 2),
                Text.decimals(standardLosses.getMax(), 2),
                Text.decimals(glorotLosses.getMin(), 2),
                Text.decimals(glorotLosses.getMax(), 2));
    return new Demonstration(text, List.of(tanhFigure, softsignFigure, sigmoidFigure));
  }

  /// The losses of starts from several seeds.
  private static DoubleSummaryStatistics losses(Activation f, String scheme) {
    return LongStream.range(0, SEEDS)
        .mapToDouble(seed -> Lesson.loss(Lesson.start(scheme, f, WIDTHS, new Seed(seed)), IMAGES))
        .summaryStatistics();
  }

  /// The first over the last.
  private static double shrinks(double[] values) {
    return values[0] / values[HIDDEN - 1];
  }

  private static double uneven(double[] values) {
    return Arrays.stream(values).max().orElseThrow() / Arrays.stream(values).min().orElseThrow();
  }

  private static double perLayer(double[] values) {
    return StrictMath.pow(1 / shrinks(values), 1.0 / (HIDDEN - 1));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
